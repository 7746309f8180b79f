import type { Emission, SimulatedPlate, WellValue } from '../../src/driver-kit.ts'
import { wellFromRowColumn, concatBytes } from '../../src/driver-kit.ts'

import { bytesFromLines } from './bytes.ts'
import { COLUMNS, linesFromBlock, ROWS, titleOf, tokenFromValue } from './plate-text.ts'
import { lineFromReply } from './reply.ts'
import type { ChecksumRule, Settings } from './settings.ts'

/** What a simulated reader is for good, whatever is said to it. */
export interface Traits {
  readonly model: Settings['model']
  readonly rule: ChecksumRule
  /** What stands for a value that cannot be measured. */
  readonly mark: string
  readonly begin: string
  readonly end: string
  /** A pushed plate begins like a reply. */
  readonly prefixesPush: boolean
}

/** A plate as it was measured: the values of one or two filters, the measurement first. */
export interface Measured {
  readonly positions: readonly number[]
  readonly wavelengthsNm: readonly number[]
  readonly values: readonly (readonly WellValue[])[]
}

/** The memory of a simulated reader. */
export interface Instrument {
  isRemote: boolean
  setpointC: number
  /** The plate in the carrier; it stays there until it was read. */
  plate: SimulatedPlate | undefined
  /** Plates that were read, the newest first. */
  readonly measured: Measured[]
  readonly traits: Traits
  /** Wavelengths by position; a 680 brings filters for every plate. */
  readonly filtersNm: number[]
  readonly hasFixedFilters: boolean
  readonly nextPlate: () => SimulatedPlate
}

const MEMORIES = 10
const FILTER_PLACES = 8
/** Every plate of a simulated reader was read at the same time. */
const READ_AT = '23/11/2026 06:00:00'

/** The plate in the carrier, put there when somebody first asks about it. */
export function plateIn(instrument: Instrument): SimulatedPlate {
  instrument.plate ??= instrument.nextPlate()
  const { filtersNm, hasFixedFilters } = instrument
  for (const wavelengthNm of hasFixedFilters ? [] : instrument.plate.od.keys()) {
    if (!filtersNm.includes(wavelengthNm)) filtersNm.unshift(wavelengthNm)
  }
  filtersNm.length = Math.min(filtersNm.length, FILTER_PLACES)
  return instrument.plate
}

/** Puts one plate under the beam; undefined when a position has no filter. */
export function measure(
  instrument: Instrument,
  positions: readonly number[],
): Measured | undefined {
  const plate = plateIn(instrument)
  const wavelengthsNm = positions.map((each) => instrument.filtersNm[each - 1] ?? 0)
  if (wavelengthsNm.length === 0 || wavelengthsNm.includes(0)) return undefined
  const wells = Array.from({ length: ROWS * COLUMNS }, (_, index) =>
    wellFromRowColumn({ row: Math.floor(index / COLUMNS) + 1, column: (index % COLUMNS) + 1 }),
  )
  const values = wavelengthsNm.map((nm) => wells.map((well) => plate.od.get(nm)?.get(well) ?? 0))
  return { positions, wavelengthsNm, values }
}

/** The plate was read: it is kept, and the next one comes into the carrier. */
export function keep(instrument: Instrument, measured: Measured): void {
  instrument.plate = undefined
  instrument.measured.unshift(measured)
  instrument.measured.length = Math.min(instrument.measured.length, MEMORIES)
}

/** The measurement less the reference, as a 550 pushes it. */
export function difference(measured: Measured): Measured {
  const [signals = [], references] = measured.values
  if (references === undefined) return measured
  const values = signals.map((signal, index): WellValue => {
    const reference = references[index] ?? 0
    return typeof signal === 'number' && typeof reference === 'number'
      ? signal - reference
      : 'overflow'
  })
  return { ...measured, values: [values] }
}

/** The lines of a plate, title first. */
export function linesFromMeasured(traits: Traits, measured: Measured): readonly string[] {
  const { model } = traits
  const filters = model === '550' ? measured.positions : measured.wavelengthsNm
  const [measurement, reference] = filters
  return [
    titleOf(model),
    ...(model === '680' ? [READ_AT] : []),
    `Mes. filter:${measurement ?? ''}`,
    ...(reference === undefined ? [] : [`Ref. filter:${reference}`]),
    ...measured.values.flatMap((values) => {
      const tokens = values.map((value) => tokenFromValue(value, traits))
      const rows = Array.from({ length: ROWS }, (_, row) =>
        tokens.slice(row * COLUMNS, (row + 1) * COLUMNS),
      )
      return linesFromBlock({ ...traits, rows })
    }),
  ]
}

/** Bytes after a wait. */
export function say(afterMs: number, ...bytes: readonly Uint8Array[]): Emission {
  return { afterMs, bytes: concatBytes(...bytes) }
}

/** A reply of one line. */
export function reply(code: string, data = ''): Emission {
  return say(ANSWER_MS, bytesFromLines([lineFromReply({ code, data })]))
}

const ANSWER_MS = 10
export const SUCCESS = '0000'
/** Stands for every error but 8073: the list of their numbers is not known. */
export const SOME_ERROR = '9999'
