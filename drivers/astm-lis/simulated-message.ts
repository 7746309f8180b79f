import {
  indexFromWell,
  isOd,
  shapeOf,
  type SimulatedPlate,
  type Well,
  wellsOf,
  type WellValue,
} from '../../src/driver-kit.ts'

import { draftRecord, type RecordDraft } from './record-draft.ts'
import { type Mapping, type Place, wellsExpected } from './settings.ts'

/** What a simulated analyser writes of a plate. */
export interface MessageParts {
  readonly plate: SimulatedPlate
  readonly mapping: Mapping
  /** Wells that are above the range, whatever their OD. */
  readonly overrange: ReadonlySet<Well>
  /** Wells that are left out. */
  readonly missing: ReadonlySet<Well>
  /** Field 3 of the terminator. */
  readonly lastWord: string
  /** Counts the plates, so that no two messages are alike. */
  readonly run: number
}

/** The records of a message, each without its CR. */
export function recordTexts(parts: MessageParts): readonly string[] {
  const { mapping, plate, lastWord } = parts
  refuseUnspeakable(mapping)
  const header = draftRecord('H', { 3: '', 5: 'simulated analyser', 12: 'P' })
  const patient = draftRecord('P', { 2: '1' })
  for (const one of [header, patient]) one.put(mapping.barcode, plate.barcode ?? '')
  const last = draftRecord('L', { 2: '1', 3: lastWord })
  return [header.text(), patient.text(), ...orders(parts), last.text()]
}

interface OneResult {
  readonly nm: number
  readonly well: Well
  readonly value: WellValue
}

/** One order with all results, or an order for each where the order names the well. */
function orders(parts: MessageParts): readonly string[] {
  const { mapping } = parts
  const places = [mapping.well, mapping.wavelength]
  const isEach = places.some((one) => one?.at.startsWith('O.') === true)
  const results = resultsOf(parts)
  const groups = isEach ? results.map((one) => [one]) : [results]
  return groups.flatMap((group, order) => [
    orderText(parts, order + 1, group[0]),
    ...group.map((one, index) => resultText(parts, index + 1, one)),
  ])
}

function resultsOf({ plate, mapping, overrange, missing }: MessageParts): readonly OneResult[] {
  const wells = wellsOf(plate.format)
    .slice(0, wellsExpected(mapping))
    .filter((well) => !missing.has(well))
  return mapping.wavelengthsNm.flatMap((nm) =>
    wells.map((well) => {
      const value = plate.od.get(nm)?.get(well) ?? 'unread'
      return { nm, well, value: overrange.has(well) ? 'overflow' : value }
    }),
  )
}

function orderText({ mapping, plate }: MessageParts, number: number, first?: OneResult): string {
  const order = draftRecord('O', { 2: String(number), 6: 'R' })
  order.set(5, 4, 'OD')
  order.put(mapping.barcode, plate.barcode ?? '')
  if (first !== undefined) putWell(order, mapping, first)
  return order.text()
}

function resultText({ mapping, plate, run }: MessageParts, number: number, one: OneResult): string {
  const { text, flag, status } = valueText(one.value, mapping)
  const result = draftRecord('R', {
    2: String(number),
    5: mapping.unit,
    7: flag,
    9: status,
    13: madeUpTime(run),
  })
  result.set(3, 4, 'OD')
  result.put(mapping.only, mapping.only?.is ?? '')
  result.put(mapping.barcode, plate.barcode ?? '')
  result.put(mapping.value, text)
  putWell(result, mapping, one)
  return result.text()
}

/** A minute a run; it only tells runs apart. */
function madeUpTime(run: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `20260101${two(Math.floor(run / 60) % 24)}${two(run % 60)}00`
}

function putWell(draft: RecordDraft, mapping: Mapping, { well, nm }: OneResult): void {
  draft.put(mapping.well, nameOf(well, mapping))
  draft.put(mapping.wavelength, String(nm))
}

function nameOf(well: Well, { naming, format }: Mapping): string {
  if (naming === 'letter-number') return well
  const size = format === '384' ? 384 : 96
  const index = indexFromWell(well, size) ?? 0
  const { rows, columns } = shapeOf(size)
  const along = (index % columns) * rows + Math.floor(index / columns)
  return String((naming === 'row-major' ? index : along) + 1)
}

interface ValueText {
  readonly text: string
  readonly flag: string
  readonly status: string
}

function valueText(value: WellValue, mapping: Mapping): ValueText {
  if (isOd(value)) {
    const isMilli = mapping.unit === 'mOD'
    const text = isMilli ? String(Math.round(value * 1000)) : value.toFixed(3)
    return { text: text.replace('.', mapping.decimalMark), flag: 'N', status: 'F' }
  }
  if (value === 'overflow') return offScale(mapping.overflowTexts[0], '>')
  if (value === 'underflow') return offScale(mapping.underflowTexts[0], '<')
  return { text: '', flag: '', status: 'X' }
}

function offScale(text: string | undefined, flag: string): ValueText {
  return { text: text ?? '', flag: text === undefined ? flag : 'A', status: 'F' }
}

/** What a pattern finds cannot be written back, and a message is one plate. */
function refuseUnspeakable({ well, value, wavelength, barcode }: Mapping): void {
  const places: readonly (Place | undefined)[] = [well, value, wavelength, barcode]
  const one = places.find((each) => each?.pattern !== undefined)
  if (one !== undefined) {
    throw new RangeError(`The simulator cannot speak the pattern '${one.pattern ?? ''}'.`)
  }
  const high = [well, value, wavelength].find((each) => each !== undefined && /^[HP]/.test(each.at))
  if (high !== undefined) {
    throw new RangeError(`The simulator has one plate a message, nothing of a well at ${high.at}.`)
  }
}
