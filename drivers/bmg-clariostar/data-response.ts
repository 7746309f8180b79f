import {
  type Block,
  type PlateRead,
  type ReadWell,
  type Well,
  type WellValue,
  wellsOf,
} from '../../src/driver-kit.ts'

import { DATA_ECHO } from './commands.ts'
import type { RunDefinition } from './run-definition.ts'

// The answer to the request for data, both ways: counts of detectors, not OD. Source: section 5 of
// the reference and recordings A03, A05, D02 and D03 in its tests; numbers are big-endian.
//
// 36 bytes of header, then numbers of 4 bytes each:
//   for each wavelength one a well; two groups for chromatic channels 2 and 3; the reference
//   detector, one a well; then for each of these groups a pair of calibration, high and low.

const HEADER_BYTES = 36
const NUMBER_BYTES = 4
/** The two chromatic channels and the reference. */
const FURTHER_GROUPS = 3
const BUSY = 0x20
/** How the header is laid out: with active incubation the temperature stands elsewhere. */
const TEMPERATURE_AT: Readonly<Record<number, number>> = { 0x29: 23, 0xa9: 34 }
/** The optical densities of the maker's own program were met within 0.001. */
const DECIMALS = 4

/** What a payload of data holds. */
export interface DataResponse {
  readonly isBusy: boolean
  /** Numbers there will be when the run is over, and those that are there. */
  readonly expected: number
  readonly written: number
  readonly wells: number
  readonly temperatureC: number | null
  readonly numbers: readonly number[]
}

/** A payload of data; undefined when it is none, or of another layout. */
export function dataFromPayload(payload: Uint8Array): DataResponse | undefined {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  const temperatureAt = TEMPERATURE_AT[payload[6] ?? 0]
  if (payload.length < HEADER_BYTES || payload[0] !== DATA_ECHO) return undefined
  if (temperatureAt === undefined || (payload.length - HEADER_BYTES) % NUMBER_BYTES !== 0) {
    return undefined
  }
  const tenths = view.getUint16(temperatureAt)
  const count = (payload.length - HEADER_BYTES) / NUMBER_BYTES
  return {
    isBusy: ((payload[1] ?? 0) & BUSY) !== 0,
    expected: view.getUint16(7),
    written: view.getUint16(9),
    wells: view.getUint16(20),
    // 0 and 1 are what an inactive sensor says.
    temperatureC: tenths > 1 ? tenths / 10 : null,
    numbers: Array.from({ length: count }, (_, index) =>
      view.getUint32(HEADER_BYTES + index * NUMBER_BYTES),
    ),
  }
}

/** How many numbers a run gives: its groups, each with a pair of calibration. */
export function numbersOf({ wells, wavelengthsNm }: RunDefinition): number {
  return (wavelengthsNm.length + FURTHER_GROUPS) * (wells.length + 2)
}

/** Why a payload is not the data of a run, or null. */
export function misfit(data: DataResponse, run: RunDefinition): string | null {
  const wanted = numbersOf(run)
  if (data.wells !== run.wells.length) {
    return `it is of ${data.wells} wells, ${run.wells.length} were asked for`
  }
  if (data.expected !== wanted || data.numbers.length !== wanted) {
    return `it has ${data.numbers.length} numbers and announces ${data.expected}, not ${wanted}`
  }
  // Two bytes of a frame can change places without its sum telling.
  if (data.written !== wanted) return `it says that ${data.written} of ${wanted} numbers are there`
  const [last] = data.numbers.slice(-2)
  const isCalibrated = run.wavelengthsNm.every((_, index) => highOf(data, run, index) > 0)
  return isCalibrated && last !== undefined && last > 0 ? null : 'its calibration is zero'
}

/** The high number of a group's calibration. */
function highOf({ numbers }: DataResponse, run: RunDefinition, group: number): number {
  const groups = run.wavelengthsNm.length + FURTHER_GROUPS
  return numbers[groups * run.wells.length + group * 2] ?? 0
}

/** The plate of a run whose data are whole and fit. */
export function plateRead(data: DataResponse, run: RunDefinition, frame: Uint8Array): PlateRead {
  const last = run.wavelengthsNm.length + FURTHER_GROUPS - 1
  const calibration = run.wavelengthsNm.map((nm, index) => [
    `calibration${nm}`,
    `${highOf(data, run, index)} ${highOf(data, run, last)}`,
  ])
  return {
    format: 96,
    blocks: run.wavelengthsNm.map((_, index) => blockOf(data, run, index)),
    barcode: null,
    extra: { ...Object.fromEntries(calibration), texts: 'counts of sample and reference' },
    bytes: frame,
  }
}

function blockOf(data: DataResponse, run: RunDefinition, group: number): Block {
  const { numbers } = data
  const count = run.wells.length
  const last = run.wavelengthsNm.length + FURTHER_GROUPS - 1
  const [high, referenceHigh] = [highOf(data, run, group), highOf(data, run, last)]
  const read = new Map<Well, ReadWell>(
    run.wells.map((well, index) => {
      const sample = numbers[group * count + index] ?? 0
      const reference = numbers[last * count + index] ?? 0
      const value = valueOf(sample / high, referenceHigh / reference)
      return [well, { well, value, text: `${sample} ${reference}` }]
    }),
  )
  return {
    interval: 1,
    wavelengthNm: run.wavelengthsNm[group] ?? 0,
    referenceNm: null,
    subtractedByInstrument: false,
    temperatureC: data.temperatureC,
    checksum: 'ok',
    wells: wellsOf(96).map(
      (well): ReadWell => read.get(well) ?? { well, value: 'unread', text: '' },
    ),
  }
}

/**
 * The OD of the light that passed: `overflow` when none did; `unread` when the reference detector
 * saw nothing, which leaves nothing to compare with.
 */
function valueOf(sample: number, reference: number): WellValue {
  if (!Number.isFinite(reference)) return 'unread'
  if (sample <= 0) return 'overflow'
  return Number((-Math.log10(sample * reference)).toFixed(DECIMALS)) + 0
}

/** What a reader sends; the numbers in their order. */
export interface DataToSend {
  readonly run: RunDefinition
  readonly isBusy: boolean
  readonly written: number
  readonly temperatureC: number
  readonly numbers: readonly number[]
}

/** A payload of data as a reader sends it. */
export function payloadFromData(data: DataToSend): Uint8Array {
  const { run, isBusy, written, temperatureC, numbers } = data
  const payload = new Uint8Array(HEADER_BYTES + numbers.length * NUMBER_BYTES)
  const view = new DataView(payload.buffer)
  payload.set([DATA_ECHO, 0x05 | (isBusy ? BUSY : 0), 0x06, 0x26, 0, 0, 0x29])
  view.setUint16(7, numbersOf(run))
  view.setUint16(9, written)
  view.setUint16(18, 1)
  view.setUint16(20, run.wells.length)
  view.setUint16(23, Math.round(temperatureC * 10))
  for (const [index, number] of numbers.entries()) {
    view.setUint32(HEADER_BYTES + index * NUMBER_BYTES, number)
  }
  return payload
}
