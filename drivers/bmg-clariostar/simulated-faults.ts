import type { Emission, SimulatedPlate, Well } from '../../src/driver-kit.ts'

import type { RunDefinition } from './run-definition.ts'

// Everything a simulated reader can do wrong, by name. A mishap strikes once; a trait stays.

export const TRAITS = {
  chunked: 'says every byte by itself, with gaps, always',
} as const

const IN_RUN = {
  silent: 'does not answer the start of a run at all',
  slow: 'takes six times as long for the run; the plate is good',
  'power-cycle': 'is switched off and on during the run, and forgets it',
  'run-stopped': 'ends the run at half, as when somebody stops it at the maker’s program',
  'pulled-while-measuring': 'loses its cable during the run, and goes on; the plate is good',
  'never-starts': 'accepts the run and does nothing',
} as const

const IN_DATA = {
  noise: 'lets junk bytes precede the data; the plate is good',
  'cut-short': 'stops somewhere in the data and stays silent',
  'pulled-cable': 'loses its cable somewhere in the data',
  'bad-checksum': 'sends a checksum that does not fit the data',
  'lost-byte': 'loses one byte somewhere in the data',
  'overrange-wells': 'finds four wells that let no light through; the plate is good',
  'two-plates': 'sends the data of a second plate right behind the first, unasked',
} as const

/** Mishaps that strike once. */
export const MISHAPS = { ...IN_RUN, ...IN_DATA } as const

export type Mishap = keyof typeof MISHAPS

export function isMishap(name: string): name is Mishap {
  return Object.hasOwn(MISHAPS, name)
}

const OVERRANGE_WELLS = 4
const ANSWER_MS = 20

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
  readonly run: RunDefinition
  /** The good frame; `dark` wells let no light through. */
  readonly frame: (dark?: ReadonlySet<Well>) => Uint8Array
  /** Puts the next plate in. */
  readonly nextPlate: () => SimulatedPlate
}

export interface Struck {
  readonly emissions: readonly Emission[]
  /** The plate counts as read. */
  readonly isRead: boolean
}

/** What the reader says to the request for data; undefined when the mishap is not of the data. */
export function spoiltData(mishap: Mishap, strike: Strike): Struck | undefined {
  const { dice, frame, run, nextPlate } = strike
  const said = (bytes: Uint8Array, afterMs = ANSWER_MS): Emission => ({ afterMs, bytes })
  const whole = frame()
  switch (mishap) {
    case 'noise': {
      const junk = Array.from({ length: 5 + dice(20) }, () => 3 + dice(250))
      return { emissions: [said(Uint8Array.from(junk)), said(whole)], isRead: true }
    }
    case 'cut-short':
      return { emissions: [said(part(whole, dice))], isRead: false }
    case 'pulled-cable':
      return { emissions: [{ ...said(part(whole, dice)), hangUp: true }], isRead: false }
    case 'bad-checksum':
      return { emissions: [said(withWrongSum(whole))], isRead: false }
    case 'lost-byte': {
      // Without its first or its last byte a frame is none, or never ends.
      const at = 1 + dice(whole.length - 2)
      const lost = Uint8Array.of(...whole.slice(0, at), ...whole.slice(at + 1))
      return { emissions: [said(lost)], isRead: false }
    }
    case 'overrange-wells': {
      const { wells } = run
      const any = (): Well => wells[dice(wells.length)] ?? 'A1'
      const dark = new Set(Array.from({ length: OVERRANGE_WELLS }, any))
      return { emissions: [said(frame(dark))], isRead: true }
    }
    case 'two-plates': {
      nextPlate()
      return { emissions: [said(whole), said(frame(), 0)], isRead: true }
    }
    default:
      return undefined
  }
}

/** The frame up to somewhere in its data. */
function part(whole: Uint8Array, dice: Dice): Uint8Array {
  return whole.slice(0, 4 + dice(whole.length - 8))
}

/** The lowest byte of the sum, before the end mark, is another one. */
function withWrongSum(whole: Uint8Array): Uint8Array {
  return whole.map((byte, index) => (index === whole.length - 2 ? byte ^ 0x01 : byte))
}
