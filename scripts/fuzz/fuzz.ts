import type { PlateRead } from '../../src/core/plate-read.ts'
import type { Decoder, Heard } from '../../src/ports/driver.ts'
import { collectGarbage } from '../../test/support/heap.ts'
import { type Dice, diceFrom } from './dice.ts'
import { mutated, type Step } from './mutations.ts'

/**
 * Says why a read must not be believed, from the source of its bytes and without the driver's code.
 */
export type Judge = (read: PlateRead) => string | null

export interface FuzzParts {
  readonly decoder: () => Decoder
  /** True conversations, to be mutated. */
  readonly conversations: readonly (readonly Step[])[]
  readonly judge: Judge
  /** How many received bytes are fed. */
  readonly bytes: number
  readonly seed: number
}

export interface FuzzReport {
  readonly bytes: number
  readonly conversations: number
  readonly reads: number
  /** Reads without a checksum: their dialect has none, and nothing can be said about them. */
  readonly readsWithoutChecksum: number
  /** Reads whose bytes are not those of any true conversation, though every checksum is right. */
  readonly readsAltered: number
  readonly faults: Readonly<Record<string, number>>
  readonly replies: number
  readonly heapPeakBytes: number
  readonly heapGrownBytes: number
  /** What must not have happened, one sentence each. */
  readonly failures: readonly string[]
}

/** The heap may grow by so much: code that is compiled on the way, not bytes that are kept. */
const HEAP_GROWN_BYTES_MAX = 4 * 1024 * 1024
/** At most so many bytes of one fault are kept. */
const FAULT_BYTES_MAX = 65_536
const RANDOM_RUN_BYTES = 600
const CONVERSATIONS_A_DECODER = 25
const CONVERSATIONS_BETWEEN_WEIGHINGS = 50
/** The heap is compared with what it was after these: before, code is still being compiled. */
const CONVERSATIONS_OF_WARM_UP = 10
const FAILURES_MAX = 10

/** Feeds a decoder with mutated conversations and random bytes, and watches it. */
export function fuzz(parts: FuzzParts): FuzzReport {
  const dice = diceFrom(parts.seed)
  const watch = watcher(parts)
  let decoder = parts.decoder()
  let conversations = 0
  watch.weigh({ isBaseline: true })
  while (watch.report().bytes < parts.bytes) {
    conversations += 1
    if (conversations % CONVERSATIONS_A_DECODER === 0) decoder = parts.decoder()
    const isRandom = conversations % 8 === 0
    const truth = parts.conversations[dice(parts.conversations.length)] ?? []
    const steps = isRandom ? randomSteps(dice) : mutated(truth, dice)
    if (!watch.feed(decoder, steps)) decoder = parts.decoder()
    const isBaseline = conversations === CONVERSATIONS_OF_WARM_UP
    const isDue = conversations % CONVERSATIONS_BETWEEN_WEIGHINGS === 0
    if (isDue || isBaseline) watch.weigh({ isBaseline })
  }
  watch.weigh({ isBaseline: false })
  return { ...watch.report(), conversations }
}

function randomSteps(dice: Dice): readonly Step[] {
  return Array.from({ length: RANDOM_RUN_BYTES }, () => ({ kind: 'byte', byte: dice(256) }))
}

function watcher({ conversations, decoder, judge }: FuzzParts) {
  const truths = new Set(conversations.flatMap((steps) => readsOf(decoder(), steps)).map(keyOf))
  const faults: Record<string, number> = {}
  const failures: string[] = []
  const count = { bytes: 0, reads: 0, readsWithoutChecksum: 0, readsAltered: 0, replies: 0 }
  const heap = { baseline: 0, last: 0, peak: 0 }
  const fail = (what: string): void => {
    if (failures.length < FAILURES_MAX) failures.push(what)
  }
  const hear = (one: Heard): void => {
    if (one.kind === 'reply') count.replies += 1
    if (one.kind === 'fault') {
      faults[one.fault.code] = (faults[one.fault.code] ?? 0) + 1
      if (one.fault.bytes.length > FAULT_BYTES_MAX) fail('A fault keeps too many bytes.')
    }
    if (one.kind !== 'read') return
    count.reads += 1
    const why = judge(one.read)
    if (why !== null) fail(`A read was accepted after ${count.bytes} bytes: ${why}`)
    const isUnproven = one.read.blocks.some(({ checksum }) => checksum !== 'ok')
    if (isUnproven) count.readsWithoutChecksum += 1
    else if (!truths.has(keyOf(one.read))) count.readsAltered += 1
  }
  return {
    /** False when the decoder threw: it is of no use any more. */
    feed(to: Decoder, steps: readonly Step[]): boolean {
      try {
        for (const step of steps) {
          if (step.kind === 'byte') count.bytes += 1
          for (const one of told(to, step)) hear(one)
        }
        return true
      } catch (error) {
        fail(`The decoder threw after ${count.bytes} bytes: ${String(error)}`)
        return false
      }
    },
    /** A baseline is what later weighings are compared with. */
    weigh({ isBaseline }: { readonly isBaseline: boolean }): void {
      collectGarbage()
      heap.last = process.memoryUsage().heapUsed
      heap.peak = Math.max(heap.peak, heap.last)
      if (isBaseline) heap.baseline = heap.last
    },
    report: () => {
      const heapGrownBytes = heap.last - heap.baseline
      const grew = heapGrownBytes > HEAP_GROWN_BYTES_MAX ? ['The heap grew.'] : []
      return {
        ...count,
        faults,
        heapPeakBytes: heap.peak,
        heapGrownBytes,
        failures: [...failures, ...grew],
      }
    },
  }
}

function told(decoder: Decoder, step: Step): readonly Heard[] {
  switch (step.kind) {
    case 'sent':
      return decoder.sent(step.bytes)
    case 'byte':
      return decoder.received(step.byte)
    case 'silence':
      return decoder.silence()
    case 'closed':
      return decoder.closed()
  }
}

function readsOf(decoder: Decoder, steps: readonly Step[]): readonly PlateRead[] {
  return steps
    .flatMap((step) => told(decoder, step))
    .flatMap((one) => (one.kind === 'read' ? [one.read] : []))
}

function keyOf({ blocks }: PlateRead): string {
  return blocks
    .map(({ wavelengthNm, wells }) => `${wavelengthNm} ${wells.map(({ text }) => text).join()}`)
    .join()
}
