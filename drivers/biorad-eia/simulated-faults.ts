import { type Emission, type WellValue, concatBytes } from '../../src/driver-kit.ts'

import { bytesFromLines } from './bytes.ts'
import { checksumFromLine } from './plate-text.ts'
import { NOT_REMOTE } from './reply.ts'
import {
  type Instrument,
  keep,
  type Measured,
  reply,
  say,
  SOME_ERROR,
} from './simulated-instrument.ts'

// Everything a simulated reader can do wrong, by name. A mishap strikes at the first plate and
// never again; a trait stays.

export const TRAIT_FAULTS = {
  chunked: 'says every byte by itself, with gaps, always',
  'spaced-markers': "spells its markers '. begin' and ' end', as the manual does in places",
  'bare-asterisk': 'marks what it cannot measure with one asterisk, where its model may',
  'prefixed-push': 'begins what it pushes like a reply',
} as const

export const MISHAPS = {
  silent: 'does not answer the start of a read, or sends nothing after it',
  slow: 'is slow with every line of the plate, though never too slow; the plate is good',
  noise: 'lets junk bytes precede the plate; the plate is good',
  'cut-short': 'stops somewhere in the plate and stays silent',
  'pulled-cable': 'loses its cable somewhere in the plate',
  'bad-checksum': 'sends a checksum that does not fit a block',
  'no-checksum': 'leaves the checksum of a block out',
  'lost-byte': 'loses one byte of a value somewhere in the plate',
  'overrange-wells': 'finds four wells too dark to measure; the plate is good',
  'two-plates': 'sends a second plate right behind the first, unasked',
  'error-before-data': 'reports an error instead of a plate',
  'remote-dropped': 'drops remote control before the read, as after STOP or a power cut',
  'push-mid-command': 'pushes a plate while a command waits for its reply, where its model pushes',
} as const

export type Mishap = keyof typeof MISHAPS

export function isMishap(name: string): name is Mishap {
  return Object.hasOwn(MISHAPS, name)
}

const SLOW_LINE_MS = 2_500
const MEASURE_MS = 4_000
const OVERRANGE_WELLS = 4

/** A number from 0 up to, but not including, the limit. */
export type Dice = (limit: number) => number

/** Mulberry32: the same seed gives the same fault. */
export function diceFrom(seed: number): Dice {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

/** What the reader would say, and how to spoil it. */
export interface Strike {
  readonly instrument: Instrument
  readonly dice: Dice
  readonly measured: Measured
  /** The lines of the plate, with the code of the reply where there is one. */
  readonly lines: (measured: Measured) => readonly string[]
  /** Measures the plate that comes next. */
  readonly again: () => Measured
}

/** A good plate, said at once. */
export function good({ instrument, measured, lines }: Strike): readonly Emission[] {
  keep(instrument, measured)
  return [say(MEASURE_MS, bytesFromLines(lines(measured)))]
}

/** What the reader says instead of a good plate; the mishaps that spoil one leave it in place. */
export const STRIKES: Readonly<Record<Mishap, (strike: Strike) => readonly Emission[]>> = {
  silent: () => [],
  slow: (strike) => {
    keep(strike.instrument, strike.measured)
    return strike.lines(strike.measured).map((line) => say(SLOW_LINE_MS, bytesFromLines([line])))
  },
  noise: (strike) => {
    const junk = Array.from({ length: 5 + strike.dice(20) }, () => strike.dice(256))
    return [say(5, Uint8Array.from(junk)), ...good(strike)]
  },
  'cut-short': (strike) => [say(MEASURE_MS, partOf(strike))],
  'pulled-cable': (strike) => [{ ...say(MEASURE_MS, partOf(strike)), hangUp: true }],
  'bad-checksum': (strike) =>
    spoilt(strike, (line) => [String(((checksumFromLine(line) ?? 0) + 1) % 256)]),
  'no-checksum': (strike) => spoilt(strike, () => []),
  'lost-byte': ({ dice, measured, lines }) => {
    const whole = lines(measured)
    const values = whole.flatMap((line, at) => (/(?:[ -]\d\.\d{3}){2}/.test(line) ? [at] : []))
    const at = values[dice(values.length)] ?? 0
    return [say(MEASURE_MS, bytesFromLines(replaced(whole, at, (line) => [lessOne(line, dice)])))]
  },
  'overrange-wells': (strike) => {
    const [first = []] = strike.measured.values
    const dark = new Set(Array.from({ length: OVERRANGE_WELLS }, () => strike.dice(first.length)))
    const values = strike.measured.values.map((each) =>
      each.map((value, index): WellValue => (dark.has(index) ? 'overflow' : value)),
    )
    return good({ ...strike, measured: { ...strike.measured, values } })
  },
  'two-plates': (strike) => {
    const first = good(strike)
    const second = strike.again()
    keep(strike.instrument, second)
    return [...first, say(0, bytesFromLines(strike.lines(second)))]
  },
  'error-before-data': () => [reply(SOME_ERROR)],
  'remote-dropped': (strike) => {
    if (!strike.instrument.isRemote) return good(strike)
    strike.instrument.isRemote = false
    return [reply(NOT_REMOTE)]
  },
  'push-mid-command': good,
}

/** The beginning of a plate, cut somewhere behind its first line. */
function partOf({ dice, measured, lines }: Strike): Uint8Array {
  const [first = '', ...rest] = lines(measured)
  const bytes = bytesFromLines(rest)
  const left = 1 + dice(bytes.length - 1)
  return concatBytes(bytesFromLines([first]), bytes.slice(0, left))
}

/** The plate with one of its checksum lines made into others. */
function spoilt(
  { dice, measured, lines }: Strike,
  change: (line: string) => readonly string[],
): readonly Emission[] {
  const whole = lines(measured)
  const sums = whole.flatMap((line, at) => (checksumFromLine(line) === undefined ? [] : [at]))
  const at = sums[dice(sums.length)] ?? 0
  return [say(MEASURE_MS, bytesFromLines(replaced(whole, at, change)))]
}

function replaced(
  lines: readonly string[],
  at: number,
  change: (line: string) => readonly string[],
): readonly string[] {
  return lines.flatMap((line, index) => (index === at ? change(line) : [line]))
}

/** A row without one byte of one of its numbers. */
function lessOne(row: string, dice: Dice): string {
  const places = [...row.matchAll(/[ -]\d\.\d{3}/g)].flatMap(({ index }) =>
    Array.from({ length: 6 }, (_, offset) => index + offset),
  )
  const at = places[dice(places.length)] ?? 0
  return row.slice(0, at) + row.slice(at + 1)
}
