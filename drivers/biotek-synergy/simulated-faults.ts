import {
  type Emission,
  type Well,
  bytesFromText,
  concatBytes,
  textFromBytes,
} from '../../src/driver-kit.ts'

import { ACK, NAK, SUB } from './bytes.ts'
import { NO_DEFINITION } from './error-table.ts'
import { statusBytes } from './result-block.ts'
import { type Instrument, say } from './simulated-instrument.ts'

// Everything a simulated reader can do wrong, by name. A mishap strikes once; a trait stays.

export const TRAITS = {
  chunked: 'says every byte by itself, with gaps, always',
} as const

/** Mishaps that strike at the first `O`, or at the first `D`. */
const AT_START = {
  silent: 'does not answer the start of a read at all',
  slow: 'is slow with every line of the plate, though never too slow; the plate is good',
  noise: 'lets junk bytes precede the acknowledgement of a read; the plate is good',
  nak: 'refuses the start of a read',
  'power-cycle': 'is switched off and on between set-up and read, and forgets its settings',
  'error-before-data': 'reports a jammed carrier instead of data',
  'definition-refused': 'refuses the definition, as a reader of another kind may',
} as const

/** Mishaps that strike at one `O` of a plate, whichever it is. */
const AT_ANY_READ = {
  'cut-short': 'stops somewhere in the plate and stays silent',
  'pulled-cable': 'loses its cable somewhere in the plate',
  'bad-checksum': 'sends a checksum that does not fit a block',
  'lost-byte': 'loses one byte somewhere in a block',
  'doubled-well': 'says one well of a row twice',
  'bad-final-status': 'sends the whole plate, then says that the read failed',
  'overrange-wells': 'finds four wells too dark to measure; the plate is good',
} as const

/** Mishaps that strike at the last `O` of a plate. */
const AT_LAST_READ = {
  'two-plates': 'sends the answer for a second plate right behind the first, unasked',
  'error-between-wavelengths': 'reads one wavelength, then reports a jammed carrier at the next',
} as const

export const MISHAPS = { ...AT_START, ...AT_ANY_READ, ...AT_LAST_READ } as const

export type Mishap = keyof typeof MISHAPS

export function isMishap(name: string): name is Mishap {
  return Object.hasOwn(MISHAPS, name)
}

/** Whether a mishap strikes at this `O`. */
export function strikesNow(mishap: Mishap, isLast: boolean, dice: Dice): boolean {
  if (mishap === 'definition-refused') return false
  if (Object.hasOwn(AT_START, mishap)) return true
  return isLast || (Object.hasOwn(AT_ANY_READ, mishap) && dice(2) === 0)
}

const JAMMED = '0400'
const SATURATED = '0500'
const OVERRANGE_WELLS = 4
const SLOW_LINE_MS = 4_000
const STAR = 0x2a

/** A number from 0 up to, but not including, the limit. */
export type Dice = (limit: number) => number

/** Weyl's sequence, mixed: the same seed gives the same fault. */
export function diceFrom(seed: number): Dice {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x9e3779b9) >>> 0
    const mixed = Math.imul(state ^ (state >>> 16), 0x45d9f3b)
    return ((mixed ^ (mixed >>> 13)) >>> 0) % limit
  }
}

/** What the read would have been, and how to make a good answer of it. */
export interface Strike {
  readonly instrument: Instrument
  readonly dice: Dice
  /** The good block; `overrange` wells read as too dark. Asked again, that of the next plate. */
  readonly block: (overrange?: ReadonlySet<Well>) => Uint8Array
  /** Opening, block and final status in time, as a good reader says them. */
  readonly timed: (block: Uint8Array, status?: string) => readonly Emission[]
  /** The plate counts as read. */
  readonly taken: () => void
}

const refusing = (code: string): readonly Emission[] => [
  say(2, Uint8Array.of(ACK)),
  say(10, statusBytes(code)),
]

/** What the reader says to `O` when a mishap strikes. */
export const STRIKES: Readonly<Record<Mishap, (strike: Strike) => readonly Emission[]>> = {
  silent: () => [],
  slow: (strike) => good(strike).flatMap(lineByLine),
  noise: (strike) => {
    const { dice } = strike
    const junk = Array.from({ length: 5 + dice(20) }, () => dice(256))
    const harmless = junk.filter((byte) => byte !== ACK && byte !== NAK)
    return [say(5, Uint8Array.from([...harmless, 0x7e])), ...good(strike)]
  },
  nak: () => [say(2, Uint8Array.of(NAK))],
  'power-cycle': ({ instrument }) => {
    instrument.definition = undefined
    return refusing(NO_DEFINITION)
  },
  'error-before-data': () => refusing(JAMMED),
  'definition-refused': () => [],
  'cut-short': ({ dice, block, timed }) => before(dice, timed(block())),
  'pulled-cable': ({ dice, block, timed }) =>
    before(dice, timed(block())).map((each, at, all) =>
      at === all.length - 1 ? { ...each, hangUp: true } : each,
    ),
  'bad-checksum': ({ block, timed }) => timed(spoilChecksum(block())),
  'lost-byte': ({ dice, block, timed }) => {
    const whole = block()
    // One star less of many is no damage that structure tells; the checksum does.
    const places = [...whole.keys()].filter((at) => whole[at] !== STAR)
    const at = places[dice(places.length)] ?? 0
    return timed(concatBytes(whole.slice(0, at), whole.slice(at + 1)))
  },
  'doubled-well': ({ dice, block, timed }) => timed(doubleWell(block(), dice)),
  'bad-final-status': ({ block, timed }) => timed(block(), SATURATED),
  'overrange-wells': ({ dice, instrument, block, timed, taken }) => {
    const wells = [...new Set([...(instrument.plate?.od.values() ?? [])].flatMap(namesOf))]
    const dark = Array.from({ length: OVERRANGE_WELLS }, () => wells[dice(wells.length)] ?? 'A1')
    taken()
    return timed(block(new Set(dark)))
  },
  'two-plates': (strike) => {
    const { instrument, block, timed } = strike
    const first = good(strike)
    instrument.plate = undefined
    const [opening, data] = timed(block())
    return [...first, say(0, opening?.bytes ?? bytesFromText(''), data?.bytes ?? bytesFromText(''))]
  },
  'error-between-wavelengths': () => refusing(JAMMED),
}

function good({ block, timed, taken }: Strike): readonly Emission[] {
  const emissions = timed(block())
  taken()
  return emissions
}

/** The emissions up to a point somewhere in the block. */
function before(dice: Dice, emissions: readonly Emission[]): readonly Emission[] {
  const [opening, data] = emissions
  if (opening === undefined || data === undefined) return emissions
  const kept = 1 + dice(data.bytes.length - 1)
  return [opening, { ...data, bytes: data.bytes.slice(0, kept) }]
}

function lineByLine({ afterMs, bytes }: Emission): readonly Emission[] {
  const ends = [...bytes.entries()].flatMap(([at, byte]) => (byte === 0x0a ? [at + 1] : []))
  return [0, ...ends].map((from, index) => ({
    afterMs: index === 0 ? afterMs : SLOW_LINE_MS,
    bytes: bytes.slice(from, ends[index] ?? bytes.length),
  }))
}

/** The last of the three digits before the last ^Z is another one. */
function spoilChecksum(block: Uint8Array): Uint8Array {
  const at = block.lastIndexOf(SUB) - 1
  return block.map((byte, index) => (index === at ? 0x30 + ((byte - 0x2f) % 10) : byte))
}

function doubleWell(block: Uint8Array, dice: Dice): Uint8Array {
  const text = textFromBytes(block)
  const wells = [...text.matchAll(/,\d{2},\d{2},[^,\r]+/g)]
  const well = wells[dice(wells.length)]
  const at = well?.index ?? 0
  return bytesFromText(text.slice(0, at) + (well?.[0] ?? '') + text.slice(at))
}

function namesOf(wells: ReadonlyMap<Well, unknown>): readonly Well[] {
  return [...wells.keys()]
}
