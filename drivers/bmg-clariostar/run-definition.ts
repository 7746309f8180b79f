import {
  indexFromWell,
  shapeOf,
  type Well,
  wellFromRowColumn,
  wellsOf,
} from '../../src/driver-kit.ts'

// The payload of a run, absorbance at the centre of each well. Source: section 3 of the reference;
// with one flash it is the recorded frame D01, D02 or D03, byte for byte.

/** What a run measures. */
export interface RunDefinition {
  /** Row by row. */
  readonly wells: readonly Well[]
  readonly wavelengthsNm: readonly number[]
}

// ANSI/SLAS 1-2004 and 4-2004 in hundredths of a millimetre; the maker's program says the same.
const GEOMETRY = [12_776, 8_548, 1_438, 1_124, 12_776 - 1_438, 8_548 - 1_124]
const [MASK_AT, MASK_BYTES] = [16, 48]
const OPTIC_AT = 65
const ABSORBANCE_AT_CENTRE = 0x02
/** From the top left well down the columns and up again. */
const SERPENTINE_DOWN = 0x0a
const PRE_SEPARATOR_BYTES = 31
const SEPARATOR_AT = OPTIC_AT + PRE_SEPARATOR_BYTES
const SEPARATOR = [0x27, 0x0f, 0x27, 0x0f]
const COUNT_AT = SEPARATOR_AT + SEPARATOR.length + 1
const PAUSE = 0x01
// What these mean is not known; they are the same in all recordings.
const REFERENCE = [0, 0, 0, 0x64, 0x23, 0x28, 0x26, 0xca, 0, 0, 0, 0x64, 0]
const NO_SETTLING = [0, 0, 0]
const TRAILER = [0x02, 0, 0, 0, 0, 0, 0x01, 0, 0, 0, 0x01]
const END = [0, 0x01, 0]
const TAIL_BYTES = REFERENCE.length + NO_SETTLING.length + TRAILER.length + 2 + END.length

export const WAVELENGTHS_NM = { min: 220, max: 1_000 } as const
export const FLASHES = { min: 1, max: 200 } as const

const u16 = (value: number): readonly number[] => [value >> 8, value & 0xff]

/** The payload of a run on a 96-well plate. */
export function payloadFromRun({ wells, wavelengthsNm }: RunDefinition, flashes: number) {
  const { rows, columns } = shapeOf(96)
  return Uint8Array.from([
    0x04,
    ...GEOMETRY.flatMap(u16),
    columns,
    rows,
    0,
    ...maskOf(wells),
    SERPENTINE_DOWN,
    ABSORBANCE_AT_CENTRE,
    ...Array.from({ length: PRE_SEPARATOR_BYTES - 1 }, () => 0),
    ...SEPARATOR,
    PAUSE,
    wavelengthsNm.length,
    ...wavelengthsNm.flatMap((nm) => u16(nm * 10)),
    ...REFERENCE,
    ...NO_SETTLING,
    ...TRAILER,
    ...u16(flashes),
    ...END,
  ])
}

/**
 * What a payload asks to be measured; undefined when it is no absorbance at the centre of wells of
 * a 96-well plate at whole nanometres.
 */
export function runFromPayload(payload: Uint8Array): RunDefinition | undefined {
  const count = payload[COUNT_AT] ?? 0
  const { rows, columns } = shapeOf(96)
  const isWhole = payload.length === COUNT_AT + 1 + count * 2 + TAIL_BYTES
  const isPlate = payload[13] === columns && payload[14] === rows
  const isAbsorbance = payload[OPTIC_AT] === ABSORBANCE_AT_CENTRE
  const isSeparated = SEPARATOR.every((byte, index) => payload[SEPARATOR_AT + index] === byte)
  const wells = wellsOfMask(payload.slice(MASK_AT, MASK_AT + MASK_BYTES))
  const tenthsNm = Array.from({ length: count }, (_, index) => {
    const at = COUNT_AT + 1 + index * 2
    return (payload[at] ?? 0) * 256 + (payload[at + 1] ?? 0)
  })
  const isKnown = isWhole && isPlate && isAbsorbance && isSeparated && count > 0
  const isInNm = tenthsNm.every((tenths) => tenths % 10 === 0)
  if (!isKnown || !isInNm || wells === undefined || wells.length === 0) return undefined
  return { wells, wavelengthsNm: tenthsNm.map((tenths) => tenths / 10) }
}

/** One bit a well, row by row, the highest bit first. */
function maskOf(wells: readonly Well[]): Uint8Array {
  const mask = new Uint8Array(MASK_BYTES)
  for (const well of wells) {
    const index = indexFromWell(well, 96) ?? 0
    const at = index >> 3
    mask[at] = (mask[at] ?? 0) | (0x80 >> (index & 7))
  }
  return mask
}

/** The wells of a mask, row by row; undefined when it has bits beyond a plate of 96. */
function wellsOfMask(mask: Uint8Array): readonly Well[] | undefined {
  if (mask.subarray(12).some((byte) => byte !== 0)) return undefined
  return wellsOf(96).filter((_, index) => ((mask[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0)
}

/** The wells of a rectangle, row by row; printed numbers from 1, first and last. */
export function wellsWithin(
  [firstRow, lastRow]: readonly [number, number],
  [firstColumn, lastColumn]: readonly [number, number],
): readonly Well[] {
  return wellsOf(96).filter((well) => {
    const index = indexFromWell(well, 96) ?? 0
    const [row, column] = [Math.floor(index / 12) + 1, (index % 12) + 1]
    const isIn = row >= firstRow && row <= lastRow && column >= firstColumn && column <= lastColumn
    return isIn && well === wellFromRowColumn({ row, column })
  })
}
