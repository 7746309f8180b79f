import {
  type PlateFormat,
  type Well,
  wellFromRowColumn,
  textFromBytes,
} from '../../src/driver-kit.ts'

import { type AssayDefinition, isMultiWavelength } from './assay-definition.ts'
import { ARGUMENT_BYTES } from './commands.ts'
import { ETX } from './bytes.ts'

/** First and last row or column as printed, both from 1. */
export type Range = readonly [first: number, last: number]

/** What stands in one block: a wavelength, and the one the reader subtracted from it. */
export interface Channel {
  readonly wavelengthNm: number
  readonly referenceNm: number | null
  readonly subtractedByInstrument: boolean | 'unknown'
}

/** What the answer to a read must look like, from what the reader was told before. */
export interface ReadPlan {
  /** 312 data has a fixed 8 × 12 matrix and no checksum; ELx data has both. */
  readonly dataFormat: '312' | 'elx'
  readonly format: PlateFormat
  /** The wells in the order their values come; null for a value that belongs to no well. */
  readonly wells: readonly (Well | null)[]
  readonly wellsPerLine: number
  /** One block each, in this order, in every interval. */
  readonly channels: readonly Channel[]
  /** How many kinetic intervals come; null when the reader alone knows. */
  readonly intervals: number | null
}

/** The settings a plan is made from. */
export interface ReadSettings {
  readonly definition: AssayDefinition
  /** Null is the whole plate, and no range was ever set since the definition. */
  readonly rows: Range | null
  readonly columns: Range | null
}

const WHOLE_96 = { rows: [1, 8], columns: [1, 12] } as const
const WELL_DIGITS = 4
const WELLS_IN_LIST = 8
const NO_WELL = '0000'

/** The plan of `S`; undefined when the definition does not say what will come. */
export function planOfPlate(settings: ReadSettings): ReadPlan | undefined {
  const { definition, rows, columns } = settings
  const channels = channelsOf(definition)
  const intervals = intervalsOf(definition)
  const isElx = isMultiWavelength(definition) || rows !== null || columns !== null
  // Without an end mark of its own, 312 data can only be followed when the number of blocks is
  // known.
  if (channels === undefined || intervals === undefined) return undefined
  if (!isElx && intervals === null) return undefined
  const [rowRange, columnRange] = [rows ?? WHOLE_96.rows, columns ?? WHOLE_96.columns]
  return {
    dataFormat: isElx ? 'elx' : '312',
    format: rowRange[1] > 8 || columnRange[1] > 12 ? 384 : 96,
    wells: numbersIn(rowRange).flatMap((row) =>
      numbersIn(columnRange).map((column) => wellFromRowColumn({ row, column })),
    ),
    wellsPerLine: numbersIn(columnRange).length,
    channels,
    intervals,
  }
}

/**
 * The plan of `d`: eight values in one line, always ELx data; undefined when nothing says what will
 * come.
 */
export function planOfWells(
  definition: AssayDefinition,
  argument: Uint8Array,
): ReadPlan | undefined {
  const channels = channelsOf(definition)
  const wells = wellsFromArgument(argument)
  if (channels === undefined || wells === undefined) return undefined
  return {
    dataFormat: 'elx',
    format: wells.some((well) => well !== null && isBeyond96(well)) ? 384 : 96,
    wells,
    wellsPerLine: WELLS_IN_LIST,
    channels,
    intervals: 1,
  }
}

/** The wells of a `d` argument, null where it leaves a place empty; undefined when it is none. */
function wellsFromArgument(argument: Uint8Array): readonly (Well | null)[] | undefined {
  const text = textFromBytes(argument)
  const isWhole = argument.length === ARGUMENT_BYTES.wells && argument.at(-1) === ETX
  if (!isWhole || !/^\d{32}[0-3]/.test(text)) return undefined
  const wells = Array.from({ length: WELLS_IN_LIST }, (_, index) => {
    const digits = text.slice(index * WELL_DIGITS, (index + 1) * WELL_DIGITS)
    if (digits === NO_WELL) return null
    const [row, column] = [Number(digits.slice(0, 2)), Number(digits.slice(2))]
    const fits = row >= 1 && row <= 16 && column >= 1 && column <= 24
    return fits ? wellFromRowColumn({ row, column }) : undefined
  })
  return wells.filter((well) => well !== undefined).length === WELLS_IN_LIST
    ? wells.map((well) => well ?? null)
    : undefined
}

/** A range of `r` or `%` from its two bytes; undefined when it is none. */
export function rangeFromBytes(bytes: Uint8Array, highest: number): Range | undefined {
  const [first, last] = bytes
  const fits = first !== undefined && last !== undefined && first >= 1 && last <= highest
  return fits && first <= last ? [first, last] : undefined
}

/**
 * How many bytes the data of a plan can have at most; the reserve is for status, temperature and
 * trailer.
 */
export function answerBytesMax(plan: ReadPlan): number {
  const perBlock = plan.wells.length * 6 + (plan.wells.length / plan.wellsPerLine) * 2 + 80
  return perBlock * plan.channels.length * (plan.intervals ?? INTERVALS_MAX) + 80
}

/** The dialect counts kinetic reads up to here. */
export const INTERVALS_MAX = 9999

function channelsOf(definition: AssayDefinition): readonly Channel[] | undefined {
  const { measurementNm, referenceNm, wavelengthsNm, subtractsReference } = definition
  if (measurementNm === null) {
    const plain = { referenceNm: null, subtractedByInstrument: false }
    const channels = wavelengthsNm.map((wavelengthNm) => ({ wavelengthNm, ...plain }))
    return channels.length >= 1 && channels.length <= 3 ? channels : undefined
  }
  const wavelengthNm = measurementNm
  if (referenceNm === null) {
    return [{ wavelengthNm, referenceNm: null, subtractedByInstrument: false }]
  }
  // Two wavelengths without the subtraction bit: the manual does not say what comes back.
  const subtractedByInstrument = subtractsReference ? true : 'unknown'
  return [{ wavelengthNm, referenceNm, subtractedByInstrument }]
}

function intervalsOf(definition: AssayDefinition): number | null | undefined {
  switch (definition.readType) {
    case 'endpoint':
      return 1
    case 'kinetic':
      if (definition.usesTotalTime) return null
      return definition.readCount >= 2 && definition.readCount <= INTERVALS_MAX
        ? definition.readCount
        : undefined
    case 'scan':
      // The manual pages at hand do not show what a 1-D scan sends.
      return undefined
  }
}

function isBeyond96(well: Well): boolean {
  return well.charCodeAt(0) - 64 > 8 || Number(well.slice(1)) > 12
}

function numbersIn([first, last]: Range): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
