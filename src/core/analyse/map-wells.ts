import type { Subject } from '../analysis.ts'
import type { Assay } from '../assay.ts'
import { AssaydError } from '../errors.ts'
import type { PlateHistory } from '../history.ts'
import type { Layout, LayoutWell } from '../layout/layout.ts'
import type { WellMask } from '../masks.ts'
import { isOd, type Block, type PlateRead, type WellValue } from '../plate-read.ts'
import { mean } from '../stats/moments.ts'
import { placeholderSpecimen, type RunSheet, type SlotSpecimen } from '../run-sheet.ts'
import type { Well } from '../well.ts'

/** A well of a real plate: who is in it, and what the reader measured there. */
export interface MappedWell extends Subject {
  readonly well: Well
  readonly level: number | null
  readonly replicate: number
  /** Reference subtracted where the assay has one. */
  readonly od: WellValue
  readonly odByNm: Readonly<Record<string, WellValue>>
}

/**
 * What is needed to say who is in which well. The run sheet is null when nobody named the
 * specimens.
 */
export interface PlateInputs {
  readonly read: PlateRead
  readonly layout: Layout
  readonly assay: Assay
  readonly sheet: RunSheet | null
  /** Earlier plates of the same assay and kit lot; without it no plate is compared with others. */
  readonly history?: PlateHistory
  /**
   * Layouts the plate could be of instead; without them it is only asked how its own layout lies.
   */
  readonly otherLayouts?: readonly Layout[]
  /** Wells that a person took out; none when left out. */
  readonly masks?: readonly WellMask[]
}

/**
 * Puts every OD to its specimen. Throws AssaydError `read-mismatch` when the read cannot be of this
 * layout and assay: another plate format, a wavelength that was not read, or a kinetic series.
 */
export function mapWells(inputs: PlateInputs): readonly MappedWell[] {
  const { read, layout, sheet } = inputs
  if (read.format !== layout.format) {
    throw mismatch(
      `The read has ${read.format} wells, but layout '${layout.id}' has ${layout.format}.`,
    )
  }
  const odAt = odLookup(inputs)
  const mapped = layout.wells.map((place) => ({
    ...subjectOf(place, sheet),
    well: place.well,
    level: place.level,
    replicate: place.replicate,
    ...odAt(place.well),
  }))
  return inputs.assay.blank === 'ignore' ? mapped : withoutBlank(mapped, inputs.assay)
}

/** Takes the mean OD of the blank wells, or of the zero standard, off every well. */
function withoutBlank(
  wells: readonly MappedWell[],
  { blank: mode, standards }: Assay,
): readonly MappedWell[] {
  const isOfZero = mode === 'subtract-zero-standard'
  const isBlank = ({ role, level }: MappedWell): boolean =>
    isOfZero ? role === 'standard' && standards[(level ?? 0) - 1] === 0 : role === 'blank'
  const blank = mean(wells.filter(isBlank).flatMap(({ od }) => (isOd(od) ? [od] : [])))
  if (blank === null) {
    const what = isOfZero
      ? 'the zero standard, but none of its wells'
      : 'the blank, but no blank well'
    throw mismatch(`The assay subtracts ${what} has an OD.`)
  }
  return wells.map((well) => ({ ...well, od: minus(well.od, blank) }))
}

/** Who is in a place of the layout: named by the sheet, a placeholder, or nobody at all. */
function subjectOf(place: LayoutWell, sheet: RunSheet | null): Subject {
  const { slot } = place
  if (slot === null) return subject(place, { ...NOBODY, specimen: place.control ?? '' })
  if (sheet === null) return subject(place, placeholderSpecimen(slot))
  const named = sheet.specimens.find((one) => one.slot === slot)
  if (named !== undefined) return subject(place, named)
  return { ...subject(place, NOBODY), role: 'empty', slot: null, condition: '', dilution: 1 }
}

const NOBODY = { specimen: '', mother: '', visit: '', date: '' }

function subject(
  { role, slot, condition, dilution }: LayoutWell,
  who: Omit<SlotSpecimen, 'slot'>,
): Subject {
  const { specimen, mother, visit, date } = who
  return { role, slot, specimen, mother, visit, date, condition: condition ?? '', dilution }
}

type OdOfWell = (well: Well) => Pick<MappedWell, 'od' | 'odByNm'>

function odLookup({ read, assay }: PlateInputs): OdOfWell {
  if (read.blocks.some((block) => block.interval > 1)) {
    throw mismatch('The read is a kinetic series, and an assay is computed from one reading.')
  }
  const main = blockAt(read, assay.wavelengthNm)
  const subtracted = isSubtracted(main, assay)
  const reference =
    assay.referenceNm === null || subtracted ? undefined : blockAt(read, assay.referenceNm)
  const values = new Map(read.blocks.map((block) => [block, valuesOf(block)]))
  return (well) => {
    const valueIn = (block: Block): WellValue => values.get(block)?.get(well) ?? 'unread'
    return {
      od: reference === undefined ? valueIn(main) : minus(valueIn(main), valueIn(reference)),
      odByNm: Object.fromEntries(
        read.blocks.map((block) => [nameOf(block), valueIn(block)] as const),
      ),
    }
  }
}

/**
 * True when the reader took off the reference the assay wants. A block that had another one taken
 * off, or of which nobody knows, cannot be used.
 */
function isSubtracted(block: Block, { referenceNm }: Assay): boolean {
  if (block.subtractedByInstrument === false) return false
  if (block.subtractedByInstrument === true && block.referenceNm === referenceNm) return true
  const what =
    block.subtractedByInstrument === 'unknown'
      ? 'nobody knows whether the reader subtracted a reference'
      : `the reader subtracted ${block.referenceNm ?? 'an unknown wavelength'} nm`
  throw mismatch(`The assay wants ${referenceNm ?? 'no'} reference, but ${what}.`)
}

function blockAt(read: PlateRead, wavelengthNm: number): Block {
  const block = read.blocks.find((one) => one.wavelengthNm === wavelengthNm)
  if (block !== undefined) return block
  const there = read.blocks.map((one) => `${one.wavelengthNm} nm`).join(', ')
  throw mismatch(`The assay needs ${wavelengthNm} nm, but the read has ${there || 'no block'}.`)
}

function valuesOf(block: Block): ReadonlyMap<Well, WellValue> {
  return new Map(block.wells.map(({ well, value }) => [well, value]))
}

/** `450`, or `450-540` when the reader itself subtracted the reference. */
function nameOf(block: Block): string {
  const { wavelengthNm, referenceNm } = block
  return referenceNm === null ? `${wavelengthNm}` : `${wavelengthNm}-${referenceNm}`
}

/**
 * Measurement minus reference. Readers send a few decimals; rounding to 1e-9 gives back the decimal
 * number that 2.242 - 0.037 means, which binary subtraction misses by an ulp.
 */
function minus(measured: WellValue, reference: WellValue): WellValue {
  if (!isOd(measured)) return measured
  // Whatever ails the reference, the well has no usable OD: its own may be as low as any.
  if (!isOd(reference)) return 'unread'
  return Math.round((measured - reference) * 1e9) / 1e9
}

function mismatch(message: string): AssaydError {
  return new AssaydError('read-mismatch', message, {
    hint: 'Check the layout and the assay of this plate, then analyse it again.',
  })
}
