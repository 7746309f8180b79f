import {
  bytesFromText,
  type ReadWell,
  shapeOf,
  textFromBytes,
  type Well,
  wellFromRowColumn,
  type WellValue,
  wellsOf,
} from '../../../src/driver-kit.ts'

// Bytes and values, both ways, in pure functions: the simulator speaks with the driver's own
// tongue. Everything the invented reader says is one frame: STX, a heading, lines that end with CR,
// '=' and a checksum of two hex digits over all bytes before the '=', ETX.

export const STX = 0x02
export const ETX = 0x03
const OVERFLOW = '*.***'

/** How a frame can begin; nothing else is looked at. */
export const HEADINGS = ['PLATE ', 'READER ', 'ERROR '] as const

export type Heading = (typeof HEADINGS)[number]

/** The bytes of a question. */
export function commandBytes(text: string): Uint8Array {
  return bytesFromText(`${text}\r`)
}

/** A frame whose checksum is off by so much; 0 for a good one. */
export function frameFrom(heading: Heading, lines: readonly string[], offBy = 0): Uint8Array {
  const text = `\u0002${heading}${lines.map((line) => `${line}\r`).join('')}`
  const sum = (sumOf(text) + offBy) % 256
  return bytesFromText(`${text}=${sum.toString(16).toUpperCase().padStart(2, '0')}\u0003`)
}

/** The lines of a plate: its wavelength, then a row a line. */
export function plateLines(nm: number, valueAt: (well: Well) => WellValue): readonly string[] {
  const { rows, columns } = shapeOf(96)
  const row = (index: number): string =>
    Array.from({ length: columns }, (_, at) =>
      textFrom(valueAt(wellFromRowColumn({ row: index + 1, column: at + 1 }))),
    ).join(';')
  return [String(nm), ...Array.from({ length: rows }, (_, index) => row(index))]
}

function textFrom(value: WellValue): string {
  return typeof value === 'number' ? value.toFixed(3) : OVERFLOW
}

/** What stands in a frame, or why it cannot be used. */
export type Frame =
  | { readonly heading: Heading; readonly lines: readonly string[] }
  | { readonly why: 'reader-malformed' | 'reader-checksum'; readonly what: string }

/** Everything from STX to ETX. */
export function frameOf(heading: Heading, bytes: Uint8Array): Frame {
  const text = textFromBytes(bytes.slice(0, -1))
  const match = /^[A-Z]+ ((?:[ -~]*\r)+)=([0-9A-F]{2})$/.exec(text.slice(1))
  if (match === null || bytes.at(-1) !== ETX) {
    return { why: 'reader-malformed', what: 'its lines or its end are missing' }
  }
  const [, body = '', digits = ''] = match
  const lines = body.split('\r').slice(0, -1)
  if (heading === 'PLATE ') {
    const odd = oddLineOf(lines)
    if (odd !== null) return { why: 'reader-malformed', what: odd }
  }
  const sum = sumOf(text.slice(0, text.lastIndexOf('=')))
  if (sum === Number.parseInt(digits, 16)) return { heading, lines }
  const what = `checksum '${digits}' came, but the bytes add up to ${sum.toString(16)}`
  return { why: 'reader-checksum', what }
}

/** Counts everything: a lost or doubled value must void the plate, never move a well. */
function oddLineOf([nm = '', ...rows]: readonly string[]): string | null {
  if (!/^\d{3}$/.test(nm)) return `'${nm}' is no wavelength`
  if (rows.length !== shapeOf(96).rows) return `${rows.length} of 8 rows came`
  const odd = rows.find((row) => !/^(?:(?:\d\.\d{3}|\*\.\*{3})(?:;(?!$)|$)){12}$/.test(row))
  return odd === undefined ? null : `'${odd}' is no row of twelve values`
}

/** The wells of a plate whose lines were checked. */
export function wellsFrom(rows: readonly string[]): readonly ReadWell[] {
  const texts = rows.flatMap((row) => row.split(';'))
  return wellsOf(96).map((well, index) => {
    const text = texts[index] ?? ''
    return { well, text, value: text === OVERFLOW ? 'overflow' : Number(text) }
  })
}

function sumOf(text: string): number {
  let sum = 0
  for (const one of text) sum += one.charCodeAt(0)
  return sum % 256
}
