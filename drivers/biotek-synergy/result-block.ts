import {
  isOd,
  type SimulatedPlate,
  type Well,
  wellFromRowColumn,
  bytesFromText,
  concatBytes,
} from '../../src/driver-kit.ts'

import { checksumDigits, ETX, SUB } from './bytes.ts'
import type { AssayDefinition, Range } from './definition.ts'

// The block of results behind `O`. Source: blocks of real readers in PyLabRobot at 598b58f,
// `biotek_tests.py`; the rule of the checksum was derived from them:
//
// 01,1,CR 000:00:00.0,228,01,01,+0.1917,... CRLF ,02,12,+0.1986,... CRLF 228 ^Z 041 ^Z 0000 ETX
//         └───────────────────── the checksum sums these ─────────────────────┘

/** What opens a block. What the two numbers mean is not known. */
export const PREAMBLE = '01,1,\r'
/** A sign, a digit, a point, four digits. */
const VALUE_CHARACTERS = 7
/** As in a captured block of another measurement; the width for absorbance is not known. */
export const OVERFLOW_TEXT = '*'.repeat(VALUE_CHARACTERS)
const OD_MAX = 9.9999

/** All numbers of a range. */
export function numbersIn([first, last]: Range): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/**
 * The OD that the characters of a value say: `overflow` for stars; undefined when they are neither.
 */
export function valueFromText(text: string): number | 'overflow' | undefined {
  if (/^\*+$/.test(text)) return 'overflow'
  // Adding zero turns the reader's `-0.0000` into plain 0.
  return /^[+-]\d\.\d{4}$/.test(text) ? Number(text) + 0 : undefined
}

/**
 * The characters a reader sends for an OD, halves away from zero. What one digit before the point
 * cannot hold is overrange.
 */
export function textFromOd(od: number): string {
  const tenThousandths = Math.round(Number(Math.abs(od * 10_000).toPrecision(12)))
  if (tenThousandths > OD_MAX * 10_000) return OVERFLOW_TEXT
  const sign = od < 0 && tenThousandths > 0 ? '-' : '+'
  return `${sign}${(tenThousandths / 10_000).toFixed(4)}`
}

/** What a block to send is made of. */
export interface BlockToSend {
  readonly definition: AssayDefinition
  readonly textOf: (well: Well) => string
  /** Tenths of a degree are sent, before the wells and behind them. */
  readonly temperatureC: number
  readonly elapsed: string
}

/** A block from its preamble to the ^Z behind its checksum. */
export function blockBytes(block: BlockToSend): Uint8Array {
  const { definition, temperatureC, elapsed } = block
  const tenths = String(Math.round(temperatureC * 10)).padStart(3, '0')
  const lines = numbersIn(definition.rows).map((row, index) => lineOf(block, row, index))
  const text = `${elapsed},${tenths}${lines.join('')}${tenths}`
  const summed = concatBytes(bytesFromText(text), Uint8Array.of(SUB))
  return concatBytes(
    bytesFromText(PREAMBLE),
    summed,
    bytesFromText(checksumDigits(summed)),
    Uint8Array.of(SUB),
  )
}

/** One row of wells; every other one runs from right to left. */
function lineOf({ definition, textOf }: BlockToSend, row: number, index: number): string {
  const columns = numbersIn(definition.columns)
  const inOrder = index % 2 === 0 ? columns : columns.toReversed()
  const two = (value: number): string => String(value).padStart(2, '0')
  const wells = inOrder.map(
    (column) => `,${two(row)},${two(column)},${textOf(wellFromRowColumn({ row, column }))}`,
  )
  return `${wells.join('')}\r\n`
}

/** What a reader says of a well: overrange, or a number; a well without one is air. */
export function textOfWell(plate: SimulatedPlate, wavelengthNm: number, well: Well): string {
  const value = plate.od.get(wavelengthNm)?.get(well) ?? 'unread'
  if (value === 'overflow') return OVERFLOW_TEXT
  return textFromOd(isOd(value) ? value : 0)
}

/** A status with its end mark. */
export function statusBytes(code: string): Uint8Array {
  return concatBytes(bytesFromText(code), Uint8Array.of(ETX))
}

/** A line of a block cannot have more bytes: stars of the longest width in all twelve wells. */
export const LINE_BYTES_MAX = 20 + 12 * (7 + 12) + 2
/** A block cannot have more bytes than this. */
export const BLOCK_BYTES_MAX = PREAMBLE.length + 8 * LINE_BYTES_MAX + 20
