import { type Emission, type Well } from '../../src/driver-kit.ts'

import { ENQ, EOT, STX } from './bytes.ts'
import { bytesFromFrame, type Frame, numberAfter } from './frame.ts'
import { say, type Step } from './link-sender.ts'

// Everything a simulated analyser can do wrong, by name. A mishap strikes at the first plate and
// never again; the traits stay.

/** Traits: not a mishap but what the analyser is. */
export const TRAITS = {
  chunked: 'says every byte by itself, with gaps, always',
  'one-frame': 'puts the whole message into one frame, always',
  merged: 'sends all frames without waiting for an acknowledgement, always',
} as const

/** Mishaps that strike once. */
export const MISHAPS = {
  silent: 'sends nothing when START is pressed',
  slow: 'waits two seconds before every frame; the plate is good',
  noise: 'lets junk bytes precede its enquiry; the plate is good',
  'keep-alive': 'sends ENQ and EOT a few times with nothing between; the plate is good',
  'cut-short': 'stops in the middle of a frame and stays silent',
  'pulled-cable': 'loses its cable in the middle of a frame',
  'damaged-frame': 'sends one frame with a wrong byte, and again when refused; the plate is good',
  'bad-checksum': 'sends one frame with a wrong checksum, six times, and gives up',
  'wrong-number': 'leaves out a frame number, six times, and gives up',
  'lost-acknowledgement': 'misses an acknowledgement and sends a frame again; the plate is good',
  'sends-twice': 'sends the whole message a second time; the plate is good',
  'starts-over': 'asks anew in the middle of the message, and sends it whole; the plate is good',
  'lost-byte': 'leaves the letter out of a record, in frames that are right',
  'missing-well': 'leaves out one well',
  'sender-aborts': 'ends the message with L|1|T',
  'bad-final-status': 'ends the message with L|1|E',
  'overrange-wells': 'finds four wells too dark to measure; the plate is good',
  'two-plates': 'sends the messages of two plates behind one enquiry',
} as const

export type Mishap = keyof typeof MISHAPS

export function isMishap(name: string): name is Mishap {
  return Object.hasOwn(MISHAPS, name)
}

/** A number from 0 up to, but not including, the limit. */
export type Dice = (limit: number) => number

/** Chance that is the same for the same seed: a linear congruence over 32 bits. */
export function diceFrom(seed: number): Dice {
  let state = (seed ^ 0x2545f491) >>> 0
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % limit
  }
}

/** Mishaps behind which the plate counts as read. */
const GOOD: ReadonlySet<Mishap> = new Set([
  'slow',
  'noise',
  'keep-alive',
  'damaged-frame',
  'lost-acknowledgement',
  'sends-twice',
  'starts-over',
  'overrange-wells',
  'two-plates',
])

export function isGood(mishap: Mishap | null): boolean {
  return mishap === null || GOOD.has(mishap)
}

const OVERRANGE_WELLS = 4

/** Some of these wells, as many as are too dark at once. */
export function darkWells(wells: readonly Well[], dice: Dice): ReadonlySet<Well> {
  const picked = Array.from({ length: OVERRANGE_WELLS }, () => wells[dice(wells.length)] ?? 'A1')
  return new Set(picked)
}

/** The records with one result that lost its first letter. */
export function withoutLetter(records: readonly string[], dice: Dice): readonly string[] {
  const results = [...records.keys()].filter((index) => records[index]?.startsWith('R') === true)
  const at = results[dice(results.length)]
  return records.map((text, index) => (index === at ? text.slice(1) : text))
}

/** What comes before the enquiry. */
export function prelude(mishap: Mishap | null, dice: Dice): readonly Emission[] {
  if (mishap === 'noise') {
    const junk = Array.from({ length: 5 + dice(20) }, () => dice(256))
    return [say(5, ...junk.filter((byte) => byte !== ENQ && byte !== EOT && byte !== STX), 0xff)]
  }
  if (mishap !== 'keep-alive') return []
  return Array.from({ length: 1 + dice(3) }, () => [say(5, ENQ), say(500, EOT)]).flat()
}

/** What a frame goes out as. */
export type Emit = (frame: Frame, at: { readonly index: number; readonly attempt: number }) => Step

const FRAME_MS = 10
const SLOW_FRAME_MS = 2_000

/** How frames go out when nothing is wrong. */
export function plainly(bytesOf: (frame: Frame) => Uint8Array, next: Step['next']): Emit {
  return (frame) => ({ emissions: [{ afterMs: FRAME_MS, bytes: bytesOf(frame) }], next })
}

export interface StrikeParts {
  readonly plain: Emit
  /** How many frames the message has. */
  readonly frames: number
  readonly dice: Dice
}

/** How frames go out when a mishap strikes at one of them, behind the first. */
export function struck(mishap: Mishap | null, { plain, frames, dice }: StrikeParts): Emit {
  const strike = mishap === null ? undefined : STRIKES[mishap]
  if (strike === undefined) return plain
  const target = 1 + dice(Math.max(1, frames - 1))
  let hasStruck = false
  return (frame, at) => {
    const step = strike(frame, { ...at, plain, dice, target, hasStruck })
    if (at.index === target) hasStruck = true
    return step
  }
}

interface Turn {
  readonly index: number
  readonly attempt: number
  readonly plain: Emit
  readonly dice: Dice
  /** The frame that it strikes at. */
  readonly target: number
  /** That frame went out before. */
  readonly hasStruck: boolean
}

type Strike = (frame: Frame, turn: Turn) => Step

const STRIKES: Partial<Readonly<Record<Mishap, Strike>>> = {
  slow: (frame, turn) => {
    const { emissions, next } = turn.plain(frame, turn)
    return { emissions: emissions.map((one) => ({ ...one, afterMs: SLOW_FRAME_MS })), next }
  },
  'cut-short': atTarget((step, { dice }) => ({ emissions: halved(step, dice), next: 'forget' })),
  'pulled-cable': atTarget((step, { dice }) => ({
    emissions: halved(step, dice).map((one) => ({ ...one, hangUp: true })),
    next: 'forget',
  })),
  'damaged-frame': atTarget((step, { attempt }) =>
    attempt > 1 ? step : { ...step, emissions: step.emissions.map(damaged) },
  ),
  'bad-checksum': atTarget((step) => ({ ...step, emissions: step.emissions.map(damaged) })),
  'wrong-number': atTarget((_step, turn) =>
    turn.plain({ ...turn.frame, number: numberAfter(turn.frame.number) }, turn),
  ),
  'lost-acknowledgement': atTarget((step, { attempt }) =>
    attempt > 1 ? step : { ...step, next: 'misses' },
  ),
  'starts-over': atTarget((step, { hasStruck }) =>
    hasStruck ? step : { emissions: [], next: 'restart' },
  ),
}

/** A strike that leaves all frames but one as they are. */
function atTarget(change: (step: Step, turn: Turn & { readonly frame: Frame }) => Step): Strike {
  return (frame, turn) => {
    const step = turn.plain(frame, turn)
    return turn.index === turn.target ? change(step, { ...turn, frame }) : step
  }
}

/** A frame up to somewhere in its text. */
function halved({ emissions }: Step, dice: Dice): readonly Emission[] {
  return emissions.map((one) => ({
    ...one,
    bytes: one.bytes.slice(0, 3 + dice(one.bytes.length - 6)),
  }))
}

/** One digit of the text or of the checksum is another. */
function damaged(one: Emission): Emission {
  const bytes = one.bytes.slice()
  const at = bytes.length - 3
  bytes[at] = bytes[at] === 0x30 ? 0x31 : 0x30
  return { ...one, bytes }
}

/** The bytes of a frame, with its checksum in lower case where the analyser writes it so. */
export function frameBytes(frame: Frame, isLowerCase: boolean): Uint8Array {
  const bytes = bytesFromFrame(frame)
  if (!isLowerCase) return bytes
  for (const at of [bytes.length - 4, bytes.length - 3]) {
    const byte = bytes[at] ?? 0
    if (byte >= 0x41 && byte <= 0x46) bytes[at] = byte + 0x20
  }
  return bytes
}
