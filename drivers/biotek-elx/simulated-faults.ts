import { type Emission, type Well, concatBytes } from '../../src/driver-kit.ts'

import { ACK, DLE, NAK, SUB } from './bytes.ts'
import type { PlateAnswer } from './plate-answer.ts'
import { cyclePower, type Instrument, say, statusSaid } from './simulated-instrument.ts'

// Everything a simulated reader can do wrong, by name. A fault strikes at the first `S` and never
// again, except for the traits, which stay.

/** Traits: not a mishap but what the reader is; they stay. */
export const TRAITS = {
  'old-basecode': 'has a basecode below 3.00: no ranges, no version, and data without a checksum',
  'no-multi-wavelength': 'measures one wavelength, or one less a reference, but never several',
  chunked: 'says every byte by itself, with gaps, always',
} as const

/** Mishaps that strike once. */
export const MISHAPS = {
  silent: 'does not answer the start of a read at all',
  slow: 'is slow with every line of the plate, though never too slow; the plate is good',
  noise: 'lets junk bytes precede the acknowledgement of a read; the plate is good',
  nak: 'refuses the start of a read',
  'cut-short': 'stops somewhere in the plate and stays silent',
  'pulled-cable': 'loses its cable somewhere in the plate',
  'bad-checksum': 'sends a checksum that does not fit a block',
  'lost-byte': 'loses one byte somewhere in the plate',
  'dle-mid-plate': 'stops somewhere in the plate as if STOP were pressed',
  'bad-final-status': 'sends the whole plate, then says that the read failed',
  'overrange-wells': 'finds four wells too dark to measure; the plate is good',
  'power-cycle': 'is switched off and on between set-up and read, and forgets its settings',
  'two-plates': 'sends a second plate right behind the first, unasked',
  'error-before-data': 'reports a jammed carrier instead of data',
} as const

export type Mishap = keyof typeof MISHAPS

export function isMishap(name: string): name is Mishap {
  return Object.hasOwn(MISHAPS, name)
}

const JAMMED = '0400'
const SATURATED = '0500'
const ABORTED = '0100'
const OVERRANGE_WELLS = 4
const SLOW_LINE_MS = 4_000

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

/** What the read would have been, and how to make a good answer of it. */
export interface Strike {
  readonly instrument: Instrument
  readonly dice: Dice
  /** The good answer; `overrange` wells read as too dark. */
  readonly good: (overrange?: ReadonlySet<Well>) => PlateAnswer
  /** An answer in time, as a good reader says it. */
  readonly timed: (answer: PlateAnswer) => readonly Emission[]
  /** The plate counts as read: the next one comes into the carrier. */
  readonly taken: () => void
}

/** What the reader says to `S` when a mishap strikes. */
export const STRIKES: Readonly<Record<Mishap, (strike: Strike) => readonly Emission[]>> = {
  silent: () => [],
  slow: ({ good, timed, taken }) => {
    const emissions = timed(good()).flatMap(lineByLine)
    taken()
    return emissions
  },
  noise: ({ dice, good, timed, taken }) => {
    const junk = Array.from({ length: 5 + dice(20) }, () => dice(256))
    const emissions = timed(good())
    taken()
    const harmless = junk.filter((byte) => byte !== ACK && byte !== NAK)
    return [say(5, Uint8Array.from(harmless)), ...emissions]
  },
  nak: () => [say(2, Uint8Array.of(NAK))],
  'cut-short': ({ dice, good, timed }) => [...before(dice, timed(good()))],
  'pulled-cable': ({ dice, good, timed }) => {
    const heard = before(dice, timed(good()))
    return heard.map((each, at) => (at === heard.length - 1 ? { ...each, hangUp: true } : each))
  },
  'bad-checksum': ({ dice, good, timed }) => {
    const answer = good()
    const at = dice(answer.blocks.length)
    const blocks = answer.blocks.map((block, index) => (index === at ? spoilLast(block) : block))
    return timed({ ...answer, blocks })
  },
  'lost-byte': ({ dice, good, timed }) => {
    const answer = good()
    const at = dice(answer.blocks.length)
    const blocks = answer.blocks.map((block, index) =>
      index === at ? without(block, dice(block.length)) : block,
    )
    return timed({ ...answer, blocks })
  },
  'dle-mid-plate': ({ instrument, dice, good, timed }) => {
    // The DLE stands for what is left of the data, so the cut lies before their last byte.
    const answer = good()
    const isElx = answer.closing[0] === SUB
    const closing = isElx ? Uint8Array.of(SUB) : new Uint8Array()
    const heard = before(dice, timed({ ...answer, closing }))
    const hasStatus = instrument.statusFormat === 'elx'
    const status = hasStatus ? statusSaid(instrument, ABORTED) : new Uint8Array()
    return [...heard, say(20, Uint8Array.of(DLE), status)]
  },
  'bad-final-status': ({ instrument, good, timed }) => {
    const answer = good()
    if (instrument.statusFormat !== 'elx') return timed(answer)
    const closing = concatBytes(answer.closing.slice(0, -5), statusSaid(instrument, SATURATED))
    return timed({ ...answer, closing })
  },
  'overrange-wells': ({ dice, instrument, good, timed, taken }) => {
    const wells = [...new Set([...(instrument.plate?.od.values() ?? [])].flatMap(namesOf))]
    const dark = Array.from({ length: OVERRANGE_WELLS }, () => wells[dice(wells.length)] ?? 'A1')
    const emissions = timed(good(new Set(dark)))
    taken()
    return emissions
  },
  'power-cycle': ({ instrument }) => {
    cyclePower(instrument)
    return [say(2, Uint8Array.of(ACK)), say(10, statusSaid(instrument, '1600'))]
  },
  'two-plates': ({ good, timed, taken }) => {
    const first = timed(good())
    taken()
    const second = good()
    taken()
    const together = concatBytes(second.opening, ...second.blocks, second.closing)
    return [...first, say(0, together)]
  },
  'error-before-data': ({ instrument }) => [
    say(2, Uint8Array.of(ACK)),
    say(10, statusSaid(instrument, JAMMED)),
  ],
}

/** The emissions up to a point somewhere after the opening. */
function before(dice: Dice, emissions: readonly Emission[]): readonly Emission[] {
  const [opening, ...rest] = emissions
  const total = rest.reduce((sum, { bytes }) => sum + bytes.length, 0)
  let left = 1 + dice(total - 1)
  const kept = rest.map((each) => {
    const bytes = each.bytes.slice(0, Math.max(0, left))
    left -= each.bytes.length
    return { ...each, bytes }
  })
  return [...(opening === undefined ? [] : [opening]), ...kept.filter(({ bytes }) => bytes.length)]
}

function lineByLine({ afterMs, bytes }: Emission): readonly Emission[] {
  const ends = [...bytes.entries()].flatMap(([at, byte]) => (byte === 0x0a ? [at + 1] : []))
  return [0, ...ends].map((from, index) => ({
    afterMs: index === 0 ? afterMs : SLOW_LINE_MS,
    bytes: bytes.slice(from, ends[index] ?? bytes.length),
  }))
}

function spoilLast(block: Uint8Array): Uint8Array {
  const spoilt = block.slice()
  spoilt[spoilt.length - 1] = ((spoilt.at(-1) ?? 0) + 1) % 256
  return spoilt
}

function without(block: Uint8Array, at: number): Uint8Array {
  return concatBytes(block.slice(0, at), block.slice(at + 1))
}

function namesOf(wells: ReadonlyMap<Well, unknown>): readonly Well[] {
  return [...wells.keys()]
}
