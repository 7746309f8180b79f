import { type WellValue, bytesFromText, concatBytes, textFromBytes } from '../../src/driver-kit.ts'

import { CR, LF, SUB } from './bytes.ts'

// Values and blocks of plate data, both ways. Source: ELx808 Operator's Manual, appendix "Computer
// Control". ELx block: CR, lines of ",+1234" ended by CR LF, maybe three digits of temperature, ^Z,
// checksum; after the last block one more ^Z. 312 block: the same without checksum and last ^Z, and
// before its ^Z the assay name, CR LF and 49 bytes whose content the manual leaves open.

export const OVERFLOW_FIELD = '*****'
/** Comma, sign or star, four digits or stars. */
export const FIELD_BYTES = 6
export const NAME_BYTES = 6
export const UNUSED_BYTES = 49
const THOUSANDTHS_MAX = 9999

/**
 * The five characters of a value as a number with three implied decimals, or `overflow`; undefined
 * when they are none.
 */
export function valueFromField(field: string): number | 'overflow' | undefined {
  if (field === OVERFLOW_FIELD) return 'overflow'
  if (!/^[+-]\d{4}$/.test(field)) return undefined
  // Adding zero turns the reader's `-0000` into plain 0.
  return Number(field) / 1000 + 0
}

/**
 * An OD as whole thousandths, halves away from zero: 1.0005 is 1001, -0.0005 is -1. The half is
 * that of the decimal number as written; the binary number beneath it may lie a hair to either
 * side.
 */
export function thousandthsFromOd(od: number): number {
  return Math.sign(od) * Math.round(Number(Math.abs(od * 1000).toPrecision(12)))
}

/**
 * The five characters a reader sends for a value. What four digits cannot hold is overrange; a well
 * without a number is sent as air, +0000, because a reader measures whatever is under its beam.
 */
export function fieldFromValue(value: WellValue): string {
  if (value === 'overflow') return OVERFLOW_FIELD
  const thousandths = typeof value === 'number' ? thousandthsFromOd(value) : 0
  if (Math.abs(thousandths) > THOUSANDTHS_MAX) return OVERFLOW_FIELD
  return `${thousandths < 0 ? '-' : '+'}${String(Math.abs(thousandths)).padStart(4, '0')}`
}

/** Sum of the bytes after the start code through ^Z, modulo 256. */
export function checksumOf(bytes: Iterable<number>): number {
  let sum = 0
  for (const byte of bytes) sum = (sum + byte) % 256
  return sum
}

/** What a block to send is made of. */
export interface BlockToSend {
  /** Fields line by line, five characters each. */
  readonly lines: readonly (readonly string[])[]
  /** Included in the block unless null; tenths of a degree are sent. */
  readonly temperatureC: number | null
}

/** A block in ELx format, its checksum included; the last ^Z of the data is not. */
export function elxBlock(block: BlockToSend): Uint8Array {
  const summed = concatBytes(linesAndTemperature(block), Uint8Array.of(SUB))
  return concatBytes(Uint8Array.of(CR), summed, Uint8Array.of(checksumOf(summed)))
}

/** A block in 312 format. */
export function block312(block: BlockToSend, assayName: string): Uint8Array {
  const name = bytesFromText(assayName.padEnd(NAME_BYTES).slice(0, NAME_BYTES))
  return concatBytes(
    Uint8Array.of(CR),
    linesAndTemperature(block),
    name,
    Uint8Array.of(CR, LF),
    new Uint8Array(UNUSED_BYTES),
    Uint8Array.of(SUB),
  )
}

/**
 * The fields of a block's value bytes: lines of `fieldsPerLine` values, each line ended by CR LF.
 */
export function fieldsFromBytes(bytes: Uint8Array, fieldsPerLine: number): readonly string[] {
  const lineBytes = fieldsPerLine * FIELD_BYTES + 2
  const lines = Array.from({ length: Math.floor(bytes.length / lineBytes) }, (_, line) =>
    bytes.subarray(line * lineBytes, line * lineBytes + fieldsPerLine * FIELD_BYTES),
  )
  return lines.flatMap((line) =>
    Array.from({ length: fieldsPerLine }, (_, field) =>
      textFromBytes(line.subarray(field * FIELD_BYTES + 1, (field + 1) * FIELD_BYTES)),
    ),
  )
}

function linesAndTemperature({ lines, temperatureC }: BlockToSend): Uint8Array {
  const text = lines.map((line) => `${line.map((field) => `,${field}`).join('')}\r\n`).join('')
  const tenths = temperatureC === null ? '' : String(Math.round(temperatureC * 10)).padStart(3, '0')
  return bytesFromText(text + tenths)
}
