import type { AssaydError } from '../core/errors.ts'
import type { OrderReport, ReadOrder } from '../ports/desk.ts'
import type { News } from '../ports/news.ts'

/** An order that leaves everything to the plate that is expected, or was when its read began. */
export const AS_EXPECTED: ReadOrder = {
  assay: null,
  wavelengthsNm: null,
  format: null,
  rows: null,
  columns: null,
  kinetic: null,
  temperature: false,
}

/** An order as the reader's own talk holds it: what to measure, and whether it still should. */
export interface TakenOrder {
  readonly wanted: ReadOrder
  /** Aborted when somebody cancels. */
  readonly cancelled: AbortSignal
  /** The reader was asked and said it is done, or gave up with this error. */
  readonly ended: (error?: AssaydError) => void
}

/** One order from its acceptance to its end; every change makes a new report. */
export class Order {
  #report: OrderReport
  readonly #cancelling = new AbortController()
  readonly #now: () => string
  readonly #changed: () => void
  /** Reads whose plate could not be computed, before the reader itself said it was done. */
  #failure: AssaydError | undefined

  constructor(
    made: Pick<OrderReport, 'id' | 'reader' | 'order'>,
    now: () => string,
    changed: () => void,
  ) {
    this.#now = now
    this.#changed = changed
    this.#report = {
      ...made,
      state: 'waiting',
      acceptedAt: now(),
      startedAt: null,
      endedAt: null,
      blocksDone: 0,
      blocksExpected: null,
      temperatureC: null,
      readId: null,
      plate: null,
      analysisId: null,
      error: null,
    }
  }

  get report(): OrderReport {
    return this.#report
  }

  /** Somebody still waits for something of it. */
  get isUnderWay(): boolean {
    return this.#report.endedAt === null
  }

  take(): TakenOrder {
    this.#change({ state: 'reading', startedAt: this.#now() })
    const cancelled = this.#cancelling.signal
    return { wanted: this.#report.order, cancelled, ended: (error) => this.#readEnded(error) }
  }

  /** One that nobody took ends at once; a read under way ends when its reader has stopped. */
  cancel(): void {
    this.#cancelling.abort()
    if (this.#report.state === 'waiting') this.#end({ state: 'cancelled' })
  }

  /** The connection that served it is gone. */
  abandon(error: AssaydError): void {
    if (this.#report.state === 'waiting' || this.#report.state === 'reading')
      this.#end({ state: this.#cancelling.signal.aborted ? 'cancelled' : 'failed', error })
  }

  hear(news: News): void {
    if (!this.isUnderWay || this.#report.state === 'waiting') return
    switch (news.kind) {
      case 'progress':
        this.#change({
          blocksDone: news.blocksDone,
          blocksExpected: news.blocksExpected,
          temperatureC: news.temperatureC ?? this.#report.temperatureC,
        })
        return
      case 'plate':
        this.#change({ readId: news.read.readId, plate: news.bound.plate })
        return
      case 'analysed':
        if (news.read.readId !== this.#report.readId) return
        this.#change({ analysisId: news.stored.analysisId })
        this.#computed()
        return
      case 'failed':
        this.#failure = news.error
        this.#computed()
        return
      default:
    }
  }

  #readEnded(error: AssaydError | undefined): void {
    if (!this.isUnderWay) return
    if (this.#cancelling.signal.aborted && error !== undefined)
      return this.#end({ state: 'cancelled', error })
    if (error !== undefined) return this.#end({ state: 'failed', error })
    this.#change({ state: 'computing' })
    this.#computed()
  }

  /** The reader is done, and so are the results, or it is known why there will be none. */
  #computed(): void {
    const { state, analysisId } = this.#report
    if (state !== 'computing') return
    if (analysisId !== null) this.#end({ state: 'done' })
    else if (this.#failure !== undefined) this.#end({ state: 'done', error: this.#failure })
  }

  #end(change: Partial<OrderReport>): void {
    this.#change({ ...change, endedAt: this.#now() })
  }

  #change(change: Partial<OrderReport>): void {
    this.#report = { ...this.#report, ...change }
    this.#changed()
  }
}
