import type { Emission } from '../../src/driver-kit.ts'
import type { PrintedLine } from './print.ts'
import { LINE_ENDS, type Template } from './settings.ts'

/** What can go wrong, in one sentence each. */
export const FAULTS = {
  silent: 'START is pressed and nothing is printed, once',
  slow: 'the print pauses before each line, for most of the pause that ends a print',
  noise: 'junk comes before the print',
  'cut-short': 'the print stops in the plate',
  'pulled-cable': 'the connection ends in the plate',
  'lost-byte': 'one byte of a line with values is missing',
  'repeated-line': 'one line with values comes twice',
  'wrong-baud': 'the print comes as garbage, as at a wrong baud rate',
  'error-before-data': 'an error message is printed in place of the plate',
  'overrange-wells': 'four wells are above the range',
  'two-plates': 'a second plate is printed right behind the first',
} as const

export type FaultName = keyof typeof FAULTS

/** A number from 0 up to, but not including, the limit. */
export type Dice = (limit: number) => number

/** What a mishap has to work with. */
export interface Strike {
  readonly template: Template
  readonly pauseMs: number
  readonly dice: Dice
  /** The lines of the plate in the carrier. */
  readonly lines: () => readonly PrintedLine[]
  /** The plate counts as printed: the next one comes into the carrier. */
  readonly taken: () => void
}

const THINKING_MS = 400
const SLOW_SHARE = 0.8

/** The lines as bytes, one emission each. */
export function said(
  lines: readonly PrintedLine[],
  template: Template,
  waitMs = 0,
): readonly Emission[] {
  return lines.map(({ text }, index) => ({
    afterMs: index === 0 ? THINKING_MS : waitMs,
    bytes: bytesOf(text + LINE_ENDS[template.line_end]),
  }))
}

type Mishap = (strike: Strike) => readonly Emission[]

const cut: Mishap = ({ template, dice, lines }) => {
  const printed = lines()
  const rows = rowsIn(printed)
  const at = rows[dice(rows.length - 1) + 1] ?? 0
  const part = (printed[at]?.text.trimEnd() ?? '').slice(0, dice(8))
  const before = said(printed.slice(0, at), template)
  return [...before, { afterMs: 0, bytes: bytesOf(part) }]
}

/** What the reader says to START when a mishap strikes; the others print as if nothing were. */
export const STRIKES: Readonly<Partial<Record<FaultName, Mishap>>> = {
  silent: () => [],
  slow: ({ template, pauseMs, lines, taken }) => {
    const emissions = said(lines(), template, pauseMs * SLOW_SHARE)
    taken()
    return emissions
  },
  noise: ({ template, dice, lines, taken }) => {
    const junk = Array.from({ length: 5 + dice(20) }, () => 0x80 + dice(0x80))
    const emissions = said(lines(), template)
    taken()
    return [{ afterMs: 5, bytes: Uint8Array.of(0x01, ...junk) }, ...emissions]
  },
  'cut-short': cut,
  'pulled-cable': (strike) =>
    cut(strike).map((each, index, all) =>
      index === all.length - 1 ? { ...each, hangUp: true } : each,
    ),
  'lost-byte': ({ template, dice, lines }) => {
    const printed = lines()
    const rows = rowsIn(printed)
    const at = rows[dice(rows.length)] ?? 0
    const without = (text: string): string => {
      const place = dice(text.length)
      return text.slice(0, place) + text.slice(place + 1)
    }
    return said(
      printed.map((line, index) => (index === at ? { ...line, text: without(line.text) } : line)),
      template,
    )
  },
  'repeated-line': ({ template, dice, lines }) => {
    const printed = lines()
    const rows = rowsIn(printed)
    const at = rows[dice(rows.length)] ?? 0
    return said(
      printed.flatMap((line, index) => (index === at ? [line, line] : [line])),
      template,
    )
  },
  'wrong-baud': ({ template, dice, lines }) => {
    const key = 0x80 + dice(0x40)
    return said(lines(), template).map((each) => ({
      ...each,
      bytes: each.bytes.map((byte) => byte ^ key),
    }))
  },
  'error-before-data': ({ template }) => {
    const text = `${template.error_texts[0] ?? 'ERROR'} 7`
    return said([{ text, isRow: false }], template)
  },
  'two-plates': ({ template, lines, taken }) => {
    const first = said(lines(), template)
    taken()
    const second = said(lines(), template)
    taken()
    return [...first, ...second.map((each) => ({ ...each, afterMs: 0 }))]
  },
}

function rowsIn(lines: readonly PrintedLine[]): readonly number[] {
  return lines.flatMap(({ isRow }, index) => (isRow ? [index] : []))
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
