import { type Emission, bytesFromText } from '../../src/driver-kit.ts'

import type { Dialect } from './settings.ts'

// Everything a simulated reader can do wrong, by name. A mishap strikes once; a trait stays.

const MISHAPS = {
  silent: 'does not answer the start of a read at all',
  slow: 'waits half its pause before every line; the plate is good',
  noise: 'lets a line of junk precede the plate; the plate is good',
  refuses: 'refuses the start, in words if it has any, otherwise by silence',
  'cut-short': 'stops in the middle of a line and stays silent',
  'pulled-cable': 'loses its cable in the middle of a line',
  'lost-byte': 'loses a byte that its lines cannot do without',
  'doubled-value': 'says one value twice',
  spiked: 'says a count above its full scale',
  restarts: 'is switched off and on in the middle of the plate',
  'overrange-wells': 'finds four wells that let no light through; the plate is good',
  'two-plates': 'sends a second plate right behind the first, unasked',
} as const

/** Fault → what goes wrong. */
export const FAULTS: Readonly<Record<string, string>> = {
  ...MISHAPS,
  chunked: 'says every byte by itself, with gaps, always',
}

export type Mishap = keyof typeof MISHAPS

export function isMishap(name: string): name is Mishap {
  return Object.hasOwn(MISHAPS, name)
}

type Dice = (limit: number) => number

/** Chance that is the same for the same seed: a linear congruence over 32 bits. */
export function diceFrom(seed: number): Dice {
  let state = (seed ^ 0x2545f491) >>> 0
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % limit
  }
}

interface Strike {
  readonly lines: (isDark?: boolean) => readonly string[]
  /** The plate counts as read. */
  readonly taken: () => void
  readonly dice: Dice
  readonly dialect: Dialect
}

const SCAN_MS = 1_000

function said(lines: readonly string[], gapMs = 0): readonly Emission[] {
  return lines.map((line, at) => ({
    afterMs: at === 0 ? SCAN_MS : gapMs,
    bytes: bytesFromText(`${line}\r\n`),
  }))
}

/** What the reader does about a start when a mishap strikes. */
export const STRIKES: Readonly<Record<Mishap, (strike: Strike) => readonly Emission[]>> = {
  silent: () => [],
  slow: ({ lines, taken, dialect }) => {
    const plate = said(lines(), dialect.pauseMs / 2)
    taken()
    return plate
  },
  noise: ({ lines, taken, dice }) => {
    const junk = Array.from({ length: 5 + dice(20) }, () => 0x80 + dice(0x80))
    const plate = said(lines())
    taken()
    return [{ afterMs: 5, bytes: Uint8Array.from([...junk, 0x0a]) }, ...plate]
  },
  refuses: ({ dialect }) =>
    dialect.refusal === undefined ? [] : said([`${dialect.refusal} invalid command`]),
  'cut-short': ({ lines, dice, dialect }) => said(cutAt(lines(), dice, dialect)).map(half),
  'pulled-cable': ({ lines, dice, dialect }) =>
    said(cutAt(lines(), dice, dialect))
      .map(half)
      .map((one, at, all) => (at === all.length - 1 ? { ...one, hangUp: true } : one)),
  'lost-byte': ({ lines, dice, dialect }) => {
    const plate = lines()
    const at = targetOf(plate, dice, dialect)
    return said(plate).map((one, index) =>
      index === at ? { ...one, bytes: withoutByte(one.bytes, dialect) } : one,
    )
  },
  'doubled-value': ({ lines, dice, dialect }) => {
    const plate = lines()
    const at = targetOf(plate, dice, dialect)
    return said(
      plate.flatMap((line, index) => {
        if (index !== at) return [line]
        if (dialect.valuesPerLine === 1) return [line, line]
        return [`${line.slice(0, line.indexOf(dialect.separator) + 1)}${line}`]
      }),
    )
  },
  spiked: ({ lines, dice, dialect }) => {
    const plate = lines()
    const at = targetOf(plate, dice, dialect)
    return said(
      plate.map((line, index) => (index === at ? line.replace(/\d+(?=\D*$)/, '9999999') : line)),
    )
  },
  restarts: ({ lines, dice, dialect }) => {
    const plate = lines()
    return said([...plate.slice(0, targetOf(plate, dice, dialect)), ...dialect.startupLines])
  },
  'overrange-wells': ({ lines, taken }) => {
    const plate = said(lines(true))
    taken()
    return plate
  },
  'two-plates': ({ lines, taken, dialect }) => {
    const first = said(lines())
    taken()
    const second = said(lines())
    taken()
    const gapMs = dialect.end === 'pause' ? dialect.pauseMs + 300 : 100
    return [...first, ...second.map((one, at) => (at === 0 ? { ...one, afterMs: gapMs } : one))]
  },
}

/** A line of values that is neither the first nor the last that could be. */
function targetOf(plate: readonly string[], dice: Dice, { before }: Dialect): number {
  const values = plate.length - before.length
  return values < 4 ? before.length : before.length + 1 + dice(values - 3)
}

/** The plate up to a line. */
function cutAt(plate: readonly string[], dice: Dice, dialect: Dialect): readonly string[] {
  return plate.slice(0, targetOf(plate, dice, dialect) + 1)
}

function half(one: Emission, at: number, all: readonly Emission[]): Emission {
  const isLast = at === all.length - 1
  return isLast ? { ...one, bytes: one.bytes.slice(0, Math.ceil(one.bytes.length / 2)) } : one
}

/** A separator, a letter of the form, or the end of the line: whatever such lines need. */
function withoutByte(bytes: Uint8Array, { valuesPerLine, separator, value }: Dialect): Uint8Array {
  const ofSeparator = bytes.indexOf(separator.charCodeAt(0))
  const ofForm = value === '{count}' ? bytes.length - 1 : 0
  const at = valuesPerLine > 1 ? ofSeparator : ofForm
  return bytes.filter((_, index) => index !== at)
}
