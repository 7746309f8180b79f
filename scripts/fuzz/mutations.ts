import { textFromBytes } from '../../src/core/bytes.ts'
import type { LineEvent } from '../../src/ports/capture.ts'
import type { Dice } from './dice.ts'

/** One thing a decoder is told; received bytes one by one. */
export type Step =
  | { readonly kind: 'sent'; readonly bytes: Uint8Array }
  | { readonly kind: 'byte'; readonly byte: number }
  | { readonly kind: 'silence' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'resumed'; readonly told: string }

/** One step a byte value: conversations are long, and mutated a million times. */
const BYTES: readonly Step[] = Array.from({ length: 256 }, (_, byte) => ({ kind: 'byte', byte }))
const byteStep = (byte: number): Step => BYTES[byte & 0xff] ?? { kind: 'byte', byte }

/** A conversation as steps. */
export function stepsFrom(events: readonly LineEvent[]): readonly Step[] {
  return events.flatMap((event): readonly Step[] => {
    switch (event.kind) {
      case 'opened':
      case 'identified':
      case 'asked':
      case 'ended':
        return []
      case 'resumed':
        return [{ kind: 'resumed', told: event.note }]
      case 'sent':
        return [{ kind: 'sent', bytes: event.bytes }]
      case 'received':
        return Array.from(event.bytes, byteStep)
      case 'silence':
      case 'closed':
        return [{ kind: event.kind }]
    }
  })
}

const REPEAT_MAX = 40
const SWAP_DISTANCE_MAX = 12

type Mutation = (steps: Step[], at: number, dice: Dice) => void

const byteAt = (steps: readonly Step[], at: number): number => {
  const step = steps[at]
  return step?.kind === 'byte' ? step.byte : 0
}

/** What can happen to a conversation on its way: each changes the steps at a place. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  flip: (steps, at, dice) => {
    steps[at] = byteStep(byteAt(steps, at) ^ (1 << dice(8)))
  },
  replace: (steps, at, dice) => {
    steps[at] = byteStep(dice(256))
  },
  // Bytes that occur in the conversation are worse than any: they may stand where they should not.
  borrow: (steps, at, dice) => {
    steps[at] = byteStep(byteAt(steps, dice(steps.length)))
  },
  drop: (steps, at, dice) => {
    steps.splice(at, 1 + dice(3))
  },
  insert: (steps, at, dice) => {
    steps.splice(at, 0, byteStep(dice(256)))
  },
  repeat: (steps, at, dice) => {
    steps.splice(at, 0, ...steps.slice(at, at + 1 + dice(REPEAT_MAX)))
  },
  // Keeps the sum of the bytes: no checksum of this kind can find it.
  swap: (steps, at, dice) => {
    const other = Math.min(steps.length - 1, at + 1 + dice(SWAP_DISTANCE_MAX))
    const [first, second] = [steps[at], steps[other]]
    if (first === undefined || second === undefined) return
    steps[at] = second
    steps[other] = first
  },
  truncate: (steps, at) => {
    const next = steps.findIndex(({ kind }, index) => index > at && kind !== 'byte')
    steps.splice(at, (next < 0 ? steps.length : next) - at)
  },
  silence: (steps, at) => {
    steps.splice(at, 0, { kind: 'silence' })
  },
}

const ALL = Object.values(MUTATIONS)
const MUTATIONS_MAX = 3
/** So many bytes without a word of the host are a plate. */
const PLATE_BYTES_MIN = 60

/** Bytes by chance. */
export function randomSteps(dice: Dice, count: number): Mutated {
  return { steps: Array.from({ length: count }, () => byteStep(dice(256))), mishaps: count }
}

/** A conversation to be said, and how many mishaps it had on its way. */
export interface Mutated {
  readonly steps: readonly Step[]
  readonly mishaps: number
}

/**
 * The first steps of the conversation with none to three mishaps, three quarters of them in its
 * plates.
 */
export function mutated(steps: readonly Step[], length: number, dice: Dice): Mutated {
  const copy = steps.slice(0, length)
  const plates = placesInPlates(steps)
  const said = countBelow(plates, length)
  const mishaps = dice(MUTATIONS_MAX + 1)
  for (let count = mishaps; count > 0 && copy.length > 1; count -= 1) {
    const inPlate = dice(4) > 0 && said > 0 ? plates[dice(said)] : undefined
    const at = Math.min(inPlate ?? dice(copy.length), copy.length - 1)
    ALL[dice(ALL.length)]?.(copy, at, dice)
  }
  return { steps: copy, mishaps }
}

/** Conversations are mutated again and again: where their plates are is looked for once. */
const placesOf = new WeakMap<readonly Step[], readonly number[]>()

function placesInPlates(steps: readonly Step[]): readonly number[] {
  const known = placesOf.get(steps)
  if (known !== undefined) return known
  let run = 0
  const places = steps.flatMap(({ kind }, index) => {
    run = kind === 'byte' ? run + 1 : 0
    return run > PLATE_BYTES_MIN ? [index] : []
  })
  placesOf.set(steps, places)
  return places
}

/** How many of the ascending places are below a limit. */
function countBelow(places: readonly number[], limit: number): number {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? limit) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** A conversation as one text: received bytes as they are, and all else in brackets. */
export function transcript(steps: readonly Step[]): string {
  const texts = steps.map((step) => {
    if (step.kind === 'byte') return String.fromCharCode(step.byte)
    if (step.kind === 'resumed') return `⟨resumed ${step.told}⟩`
    return step.kind === 'sent' ? `⟨sent ${textFromBytes(step.bytes)}⟩` : `⟨${step.kind}⟩`
  })
  return JSON.stringify(texts.join(''))
}
