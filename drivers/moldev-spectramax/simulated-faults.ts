import { type Emission, bytesFromText, textFromBytes } from '../../src/driver-kit.ts'

// Everything a simulated reader can do wrong, by name. A mishap strikes once; a trait stays.

export const TRAITS = {
  chunked: 'says every byte by itself, with gaps, always',
  'air-cal': 'was just switched on and calibrates itself first, which takes a minute',
} as const

const IN_RUN = {
  silent: 'does not answer the start of a read at all',
  slow: 'takes six times as long to measure; the plate is good',
  'error-before-data': 'finds too little light and answers the start of a read with error 302',
  'early-idle': 'says it is idle before it measures, and has no data yet; the plate is good',
  'pulled-while-measuring': 'loses its cable while it measures, and goes on; the plate is good',
  'data-lost': 'is switched off and on while it measures, and has no data',
} as const

const IN_DATA = {
  noise: 'lets junk bytes, none of them ASCII, precede the data; the plate is good',
  'cut-short': 'stops somewhere in the data and stays silent',
  'pulled-cable': 'loses its cable somewhere in the data',
  'lost-byte': 'loses one byte of the data, of those whose loss can be seen',
  'overrange-wells': 'finds four wells too dark; the plate is good',
  'two-plates': 'hands over a second plate right behind the first, unasked',
  'plate-repeated': 'hands over the same plate twice; the first is good',
} as const

/** Mishaps that strike once. */
export const MISHAPS = { ...IN_RUN, ...IN_DATA } as const

export type Mishap = keyof typeof MISHAPS

export function isMishap(name: string): name is Mishap {
  return Object.hasOwn(MISHAPS, name)
}

/** Where the values begin: behind the first heading of a wavelength's own. */
const VALUES = /\n1:\t/

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

/** What the data would have been. */
export interface Strike {
  readonly dice: Dice
  /** The good answer, as it is or with dark wells. */
  readonly whole: Uint8Array
  readonly withDarkWells: () => Uint8Array
  /** Puts the next plate in and measures it. */
  readonly another: () => Uint8Array
}

export interface Struck {
  readonly emissions: readonly Emission[]
  /** The plate counts as read. */
  readonly isRead: boolean
}

const ANSWER_MS = 20
const said = (bytes: Uint8Array, afterMs = ANSWER_MS): Emission => ({ afterMs, bytes })

/** What the reader says to the request for data; undefined when the mishap is not of the data. */
export function spoiltData(mishap: Mishap, strike: Strike): Struck | undefined {
  const { dice, whole } = strike
  switch (mishap) {
    case 'noise': {
      const junk = Array.from({ length: 5 + dice(20) }, () => 0x80 + dice(0x80))
      return { emissions: [said(Uint8Array.from(junk)), said(whole)], isRead: true }
    }
    case 'cut-short':
      return { emissions: [said(part(whole, dice))], isRead: false }
    case 'pulled-cable':
      return { emissions: [{ ...said(part(whole, dice)), hangUp: true }], isRead: false }
    case 'lost-byte':
      return { emissions: [said(withoutOne(whole, dice))], isRead: false }
    case 'overrange-wells':
      return { emissions: [said(strike.withDarkWells())], isRead: true }
    case 'two-plates':
      return { emissions: [said(whole), said(strike.another(), 0)], isRead: true }
    case 'plate-repeated':
      return { emissions: [said(whole), said(whole, 0)], isRead: true }
    default:
      return undefined
  }
}

/** The answer up to somewhere in it. */
function part(whole: Uint8Array, dice: Dice): Uint8Array {
  return whole.slice(0, 1 + dice(whole.length - 2))
}

/** A tab, a point or a digit is missing in the values; a sign could be missing unseen. */
function withoutOne(whole: Uint8Array, dice: Dice): Uint8Array {
  const text = textFromBytes(whole)
  const from = text.search(VALUES)
  const places = Array.from(text, (character, at) =>
    at > from && /[\t.#\d]/.test(character) ? [at] : [],
  ).flat()
  const at = places[dice(places.length)] ?? from
  return bytesFromText(text.slice(0, at) + text.slice(at + 1))
}
