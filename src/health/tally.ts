import type { CaptureWriter, LineEvent } from '../ports/capture.ts'
import { instantFromIso, type Clock } from '../ports/clock.ts'
import type { News } from '../ports/news.ts'

/** Upper ends of the classes of a histogram, in seconds. */
export const CLASSES_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** How long something took, counted in classes. */
export interface Histogram {
  /** How often it took no longer than each class, and how often at all. */
  readonly counts: readonly number[]
  readonly count: number
  readonly sumS: number
}

/** What has been heard of one reader since the daemon started. */
interface ReaderTally {
  received: number
  sent: number
  lastByteMs: number | null
  plates: number
  analyses: number
  failures: number
  losses: number
  readonly faults: Map<string, number>
}

/**
 * Counts what happens, by reader, since the daemon started. What is counted only grows; ages are
 * measured by the clock that never goes back.
 */
export class Tally {
  readonly #clock: Clock
  readonly #readers = new Map<string, ReaderTally>()
  readonly #stored = histogram()
  readonly #analysed = histogram()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get readers(): ReadonlyMap<string, Readonly<ReaderTally>> {
    return this.#readers
  }

  /** From the last byte of a plate until it was stored. */
  get stored(): Histogram {
    return this.#stored.now()
  }

  /** From the last byte of a plate until its files were written. */
  get analysed(): Histogram {
    return this.#analysed.now()
  }

  /** Null when no byte came yet. */
  lastByteAgeS(readerId: string): number | null {
    const lastByteMs = this.#readers.get(readerId)?.lastByteMs ?? null
    return lastByteMs === null ? null : (this.#clock.monotonicMs() - lastByteMs) / 1000
  }

  /** Something happened on the line of a reader. */
  #line(readerId: string, event: LineEvent): void {
    if (event.kind !== 'received' && event.kind !== 'sent') return
    const tally = this.#of(readerId)
    tally[event.kind] += event.bytes.length
    if (event.kind === 'received') tally.lastByteMs = this.#clock.monotonicMs()
  }

  /** The writer of a capture, counted. */
  counting(writer: CaptureWriter): CaptureWriter {
    const { reader } = writer.header
    return {
      ...writer,
      append: (event) => {
        writer.append(event)
        this.#line(reader, event)
      },
    }
  }

  hear(news: News): void {
    if (!('reader' in news) || news.reader === '') return
    const tally = this.#of(news.reader)
    switch (news.kind) {
      case 'plate':
        tally.plates += 1
        return this.#stored.note(this.#sinceS(news.read.receivedAt))
      case 'analysed':
        tally.analyses += 1
        return this.#analysed.note(this.#sinceS(news.read.receivedAt))
      case 'fault': {
        const { code } = news.fault
        return void tally.faults.set(code, (tally.faults.get(code) ?? 0) + 1)
      }
      case 'failed':
        return void (tally.failures += 1)
      case 'lost':
        return void (tally.losses += 1)
      default:
    }
  }

  #sinceS(at: string): number {
    return Math.max(0, this.#clock.now().epochMs - instantFromIso(at).epochMs) / 1000
  }

  #of(readerId: string): ReaderTally {
    const known = this.#readers.get(readerId)
    if (known !== undefined) return known
    const bytes = { received: 0, sent: 0, lastByteMs: null }
    const fresh = { ...bytes, plates: 0, analyses: 0, failures: 0, losses: 0, faults: new Map() }
    this.#readers.set(readerId, fresh)
    return fresh
  }
}

function histogram() {
  const counts = CLASSES_S.map(() => 0)
  let count = 0
  let sumS = 0
  return {
    note: (seconds: number): void => {
      count += 1
      sumS += seconds
      for (const [index, end] of CLASSES_S.entries()) {
        if (seconds <= end) counts[index] = (counts[index] ?? 0) + 1
      }
    },
    now: (): Histogram => ({ counts: [...counts], count, sumS }),
  }
}
