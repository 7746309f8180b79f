import { bytesFromText, concatBytes, textFromBytes } from '../../src/driver-kit.ts'
import { checksumDigits, ETX } from './bytes.ts'

// The arguments of `D` and `y`, both ways. Source: PyLabRobot at 598b58f, `plate_reader_base.py`
// (fields) and `biotek_tests.py` (frames). Length and checksum of a definition were derived from
// those frames; PyLabRobot's own rule agrees with them only for some rectangles and wavelengths.

/** First and last, printed numbers from 1. */
export type Range = readonly [first: number, last: number]

/** What one read measures: a rectangle of wells at one wavelength, absorbance. */
export interface AssayDefinition {
  readonly rows: Range
  readonly columns: Range
  readonly wavelengthNm: number
}

export const WHOLE_96 = { rows: [1, 8], columns: [1, 12] } as const
/** What the program tested on Synergy H1 and Cytation asks for at the most. */
export const WAVELENGTHS_NM = { min: 230, max: 999 } as const

// What these thirty digits mean is not known; they are the same in every absorbance frame.
const UNKNOWN_FIELDS = '000120010000110010000010600008'
const CHECKSUM_DIGITS = 3
const FRAME = /^(\d{4})(01(\d{2})(\d{2})(\d{2})(\d{2})(\d{30})(\d{4}))(\d{3})\u0003$/

const digits = (value: number, count: number): string => String(value).padStart(count, '0')

/**
 * The argument of `D`: length, what to read, checksum, ETX. The length counts what follows it
 * without ETX; the checksum sums what lies between.
 */
export function bytesFromDefinition({ rows, columns, wavelengthNm }: AssayDefinition): Uint8Array {
  const corners = [rows[0], columns[0], rows[1], columns[1]].map((each) => digits(each, 2))
  const payload = `01${corners.join('')}${UNKNOWN_FIELDS}${digits(wavelengthNm, 4)}`
  const length = digits(payload.length + CHECKSUM_DIGITS, 4)
  const checksum = checksumDigits(bytesFromText(payload))
  return concatBytes(bytesFromText(`${length}${payload}${checksum}`), Uint8Array.of(ETX))
}

/**
 * What an argument of `D` asks for; undefined when it is no absorbance definition of wells of a
 * 96-well plate, or when its length or checksum is wrong.
 */
export function definitionFromBytes(bytes: Uint8Array): AssayDefinition | undefined {
  const match = FRAME.exec(textFromBytes(bytes))
  if (match === null) return undefined
  const [, length, payload = '', ...fields] = match
  const [row1, column1, row2, column2, unknown, nm, checksum] = fields
  const isSound =
    Number(length) === payload.length + CHECKSUM_DIGITS &&
    checksum === checksumDigits(bytesFromText(payload)) &&
    unknown === UNKNOWN_FIELDS
  const rows = rangeWithin([Number(row1), Number(row2)], WHOLE_96.rows[1])
  const columns = rangeWithin([Number(column1), Number(column2)], WHOLE_96.columns[1])
  if (!isSound || rows === undefined || columns === undefined) return undefined
  return { rows, columns, wavelengthNm: Number(nm) }
}

function rangeWithin([first, last]: Range, highest: number): Range | undefined {
  return first >= 1 && first <= last && last <= highest ? [first, last] : undefined
}

/** Whether two definitions read the same wells. */
export function hasSameWells(left: AssayDefinition, right: AssayDefinition): boolean {
  const key = ({ rows, columns }: AssayDefinition): string => [...rows, ...columns].join()
  return key(left) === key(right)
}

// ANSI/SLAS 1-2004 and 4-2004: footprint of a microplate, and where the wells of 96 lie.
const FOOTPRINT_MM = { y: 85.48, x: 127.76 }
const A1_MM = { y: 11.24, x: 14.38 }
const PITCH_MM = 9

/**
 * The argument of `y` for a 96-well plate: rows, columns, centres of A1 and H12, sizes; hundredths
 * of a millimetre.
 */
export function geometryBytes(plateHeightMm: number): Uint8Array {
  const [rows, columns] = [WHOLE_96.rows[1], WHOLE_96.columns[1]]
  const hundredths = (mm: number, count: number): string => digits(Math.round(mm * 100), count)
  const fields = [
    digits(rows, 2),
    digits(columns, 2),
    hundredths(A1_MM.y, 5),
    hundredths(A1_MM.y + PITCH_MM * (rows - 1), 5),
    hundredths(A1_MM.x, 5),
    hundredths(A1_MM.x + PITCH_MM * (columns - 1), 5),
    hundredths(FOOTPRINT_MM.y, 5),
    hundredths(FOOTPRINT_MM.x, 5),
    hundredths(plateHeightMm, 4),
  ]
  return concatBytes(bytesFromText(fields.join('')), Uint8Array.of(ETX))
}
