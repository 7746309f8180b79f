import { textFromBytes } from '../../src/core/bytes.ts'
import type { PlateRead } from '../../src/core/plate-read.ts'
import type { Decoder, Heard } from '../../src/ports/driver.ts'
import { collectGarbage } from '../../test/support/heap.ts'
import type { GoodPlate } from './conversations.ts'
import { type Addressed, canBeTold, type Move, type MovedWells, movedWells } from './moved.ts'
import { type Mutated, type Step, transcript } from './mutations.ts'

/**
 * Says why a read must not be believed, from the source of its bytes and without the driver's code.
 */
export type Judge = (read: PlateRead) => string | null

/** How reads are judged. */
export interface Believing {
  readonly judge: Judge
  /** What the dialect says of each value; each of its wells when left out. */
  readonly addressed?: Addressed
}

export interface FuzzReport {
  /** Bytes of the mutated conversations, and of the good plates behind them. */
  readonly bytes: number
  readonly conversations: number
  /** Reads of mutated conversations. */
  readonly reads: number
  /** Reads without a checksum: their dialect has none, and nothing can be said about them. */
  readonly readsWithoutChecksum: number
  /** Reads whose values are not those of any true conversation, though every checksum is right. */
  readonly readsAltered: number
  /**
   * Reads with values in other wells, after mishaps that make up for each other where the dialect
   * has no checksum and says nothing of the wells between. After one mishap, with a checksum, or
   * where the wells are named, such a read is a failure.
   */
  readonly readsMoved: number
  /** Good plates that were read behind a mutated conversation. */
  readonly goodPlates: number
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
const FAILURES_MAX = 10
/** What is no longer than this is the pause behind a conversation. */
const QUIET_STEPS = 2

/** Watches what decoders make of what they are told. */
export class Watch {
  readonly #judge: Judge
  readonly #moved: MovedWells
  readonly #addressed: Addressed
  readonly #trueBytes: ReadonlyMap<string, Uint8Array>
  /** True reads that the judge has seen. */
  readonly #believed = new Set<string>()
  #said: readonly Step[] = []
  readonly #faults: Record<string, number> = {}
  readonly #failures: string[] = []
  readonly #heap = { baseline: 0, last: 0, peak: 0 }
  readonly #count = {
    bytes: 0,
    reads: 0,
    readsWithoutChecksum: 0,
    readsAltered: 0,
    readsMoved: 0,
    goodPlates: 0,
    replies: 0,
  }

  /** `truths` are the reads of the conversations that are mutated. */
  constructor(truths: readonly PlateRead[], { judge, addressed = 'well' }: Believing) {
    this.#judge = judge
    this.#addressed = addressed
    this.#moved = movedWells(truths)
    this.#trueBytes = new Map(truths.map((read) => [keyOf(read), read.bytes]))
  }

  bytes(): number {
    return this.#count.bytes
  }

  /** False when the decoder threw: it is of no use any more. */
  feed(to: Decoder, { steps, mishaps }: Mutated): boolean {
    if (steps.length > QUIET_STEPS) this.#said = steps
    return this.#tell(to, steps, (one) => this.#hear(one, mishaps))
  }

  /** A good plate behind whatever came: it must be read, exactly. False when it was not. */
  feedGood(to: Decoder, plate: GoodPlate): boolean {
    let isRead = false
    const wanted = keyOf(plate.read)
    const hear = (one: Heard): void => {
      if (one.kind === 'read') isRead ||= keyOf(one.read) === wanted
    }
    if (!this.#tell(to, plate.steps, hear)) return false
    if (isRead) this.#count.goodPlates += 1
    else this.#failBehind('The good plate behind a mutated conversation was not read.')
    return isRead
  }

  /** A baseline is what later weighings are compared with. */
  weigh({ isBaseline }: { readonly isBaseline: boolean }): void {
    collectGarbage()
    const heap = this.#heap
    heap.last = process.memoryUsage().heapUsed
    heap.peak = Math.max(heap.peak, heap.last)
    if (isBaseline) heap.baseline = heap.last
  }

  report(): Omit<FuzzReport, 'conversations'> {
    const { baseline, last, peak } = this.#heap
    const grew = last - baseline > HEAP_GROWN_BYTES_MAX ? ['The heap grew.'] : []
    return {
      ...this.#count,
      faults: this.#faults,
      heapPeakBytes: peak,
      heapGrownBytes: last - baseline,
      failures: [...this.#failures, ...grew],
    }
  }

  #fail(what: string): void {
    if (this.#failures.length >= FAILURES_MAX) return
    this.#failures.push(`After ${this.#count.bytes} bytes: ${what}`)
  }

  /** Tells with it the mutated conversation that was said last. */
  #failBehind(what: string): void {
    this.#fail(`${what}\n${transcript(this.#said)}`)
  }

  #tell(to: Decoder, steps: readonly Step[], hear: (one: Heard) => void): boolean {
    try {
      for (const step of steps) {
        if (step.kind === 'byte') this.#count.bytes += 1
        for (const one of told(to, step)) hear(one)
      }
      return true
    } catch (error) {
      this.#failBehind(`The decoder threw: ${String(error)}`)
      return false
    }
  }

  #hear(one: Heard, mishaps: number): void {
    if (one.kind === 'reply') this.#count.replies += 1
    if (one.kind === 'read') this.#hearRead(one.read, mishaps)
    if (one.kind !== 'fault') return
    const { code, bytes } = one.fault
    this.#faults[code] = (this.#faults[code] ?? 0) + 1
    if (bytes.length > FAULT_BYTES_MAX) this.#fail('A fault keeps too many bytes.')
  }

  #hearRead(read: PlateRead, mishaps: number): void {
    const count = this.#count
    count.reads += 1
    const key = keyOf(read)
    const known = this.#trueBytes.get(key)
    // What was judged once, byte by byte the same, need not be judged a million times.
    const isTrue = known !== undefined && Buffer.compare(known, read.bytes) === 0
    const why = isTrue && this.#believed.has(key) ? null : this.#judge(read)
    if (isTrue && why === null) this.#believed.add(key)
    if (why !== null) {
      const bytes = JSON.stringify(textFromBytes(read.bytes))
      this.#fail(`A read was accepted that may not be believed: ${why}\n${bytes}`)
    }
    const isUnproven = read.blocks.some(({ checksum }) => checksum !== 'ok')
    if (isUnproven) count.readsWithoutChecksum += 1
    else if (known === undefined) count.readsAltered += 1
    const moves = known === undefined ? this.#moved(read) : []
    if (moves.length === 0) return
    const isHidden = moves.every((move) => !canBeTold(move, this.#addressed))
    if (isUnproven && mishaps > 1 && isHidden) count.readsMoved += 1
    else this.#failMoved(read, moves, mishaps)
  }

  #failMoved({ bytes }: PlateRead, moves: readonly Move[], mishaps: number): void {
    const what = moves.map((move) => move.what).join(', ')
    this.#fail(
      `A read was accepted with values in wrong wells: ${what}, after ${mishaps} mishaps, from\n` +
        JSON.stringify(textFromBytes(bytes)),
    )
  }
}

/** The reads that a decoder makes of these steps. */
export function readsOf(decoder: Decoder, steps: readonly Step[]): readonly PlateRead[] {
  return steps
    .flatMap((step) => told(decoder, step))
    .flatMap((one) => (one.kind === 'read' ? [one.read] : []))
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
    case 'resumed':
      decoder.resumed?.(step.told)
      return []
  }
}

function keyOf({ blocks }: PlateRead): string {
  let key = ''
  for (const { wavelengthNm, wells } of blocks) {
    key += `|${wavelengthNm}`
    for (const { text } of wells) key += `,${text}`
  }
  return key
}
