import { driver } from '../../../drivers/print-capture/driver.ts'
import type { Heard } from '../../../src/driver-kit.ts'
import type { LineEvent } from '../../../src/ports/capture.ts'

// Prints written out by hand, in styles that are nobody's, and what the driver makes of them.

export const CONFIRMED = { by: 'Test', date: '2026-11-23', capture: 'c-1' }

/** A matrix with letters at its rows, three decimals, and lines that end in CR LF. */
export const MATRIX = {
  style: 'matrix',
  order: 'by-row',
  header: 'printed',
  separator: 'spaces',
  decimal: '.',
  decimals: 3,
  line_end: 'crlf',
  overflow: ['*****'],
  wavelengths_nm: [450],
  subtracted: 'no',
  confirmed: CONFIRMED,
}

const LETTERS = 'ABCDEFGH'.split('')

/** The OD of a row and a column, both from 0, in thousandths that differ in every well. */
export function odAt(row: number, column: number): number {
  return (row * 12 + column + 5) / 1000
}

/** The lines of a matrix: its labels, then its rows. */
export function matrixLines(cell = (row: number, column: number) => odAt(row, column).toFixed(3)) {
  const columns = Array.from({ length: 12 }, (_, column) => column)
  return [
    `   ${columns.map((column) => String(column + 1).padStart(6)).join('')}`,
    ...LETTERS.map(
      (letter, row) =>
        `${letter}  ${columns.map((column) => cell(row, column).padStart(6)).join('')}`,
    ),
  ]
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** A print of these lines, and then a pause. */
export function heardOf(template: unknown, text: string, end: 'silence' | 'closed' = 'silence') {
  const one = driver.settings?.configure({ model: 'Test', template }).decoder()
  const heard: Heard[] = []
  for (const byte of bytesOf(text)) heard.push(...(one?.received(byte) ?? []))
  return [...heard, ...(one?.[end]() ?? [])]
}

/** What was heard in few words: `read`, or the code of a fault. */
export function inShort(heard: readonly Heard[]): readonly string[] {
  return heard.map((one) => (one.kind === 'fault' ? one.fault.code : one.kind))
}

/** The values of the first read, by well. */
export function valuesIn(heard: readonly Heard[]): Readonly<Record<string, unknown>> {
  const [read] = heard.flatMap((one) => (one.kind === 'read' ? [one.read] : []))
  const wells = read?.blocks.flatMap((block) => block.wells) ?? []
  return Object.fromEntries(wells.map(({ well, value }) => [well, value]))
}

/** A capture with one print a text. */
export function eventsOf(...prints: readonly string[]): readonly LineEvent[] {
  return prints.flatMap((text, index): LineEvent[] => [
    { kind: 'received', atMs: index * 60_000, bytes: bytesOf(text) },
    { kind: 'silence', atMs: index * 60_000 + 5_000 },
  ])
}
