import type { AssaydError } from '../core/errors.ts'
import { median } from '../core/stats/median.ts'
import type { PlateChange, ReanalysisReport, ReanalysisWish } from '../ports/office.ts'

/** So many changed results of one reanalysis are kept for whoever fetches them. */
const RESULTS_KEPT_MAX = 200_000

type Counts = Pick<
  ReanalysisReport,
  'changed' | 'unchanged' | 'failed' | 'lapsed' | 'resultsLeftOff'
>

/** One reanalysis from its beginning to its end, with what it found. */
export class Reanalysis {
  readonly plates: readonly string[]
  readonly changes: PlateChange[] = []
  readonly #now: () => string
  readonly #moved: number[] = []
  #results = 0
  #head: Omit<ReanalysisReport, keyof Counts | 'compared' | 'median' | 'worst'>
  #worst: ReanalysisReport['worst'] = null
  #counts: Counts = { changed: 0, unchanged: 0, failed: 0, lapsed: 0, resultsLeftOff: 0 }

  constructor(from: {
    readonly id: number
    readonly wish: ReanalysisWish
    readonly plates: readonly string[]
    readonly now: () => string
  }) {
    const { id, wish, plates, now } = from
    this.plates = plates
    this.#now = now
    this.#head = {
      ...wish,
      id,
      state: 'running',
      startedAt: now(),
      endedAt: null,
      total: plates.length,
      error: null,
    }
  }

  get report(): ReanalysisReport {
    const compared = this.#moved.length
    const [middle, worst] = [median(this.#moved), this.#worst]
    return { ...this.#head, ...this.#counts, compared, median: middle, worst }
  }

  /** One plate more is done. */
  add(change: PlateChange): void {
    const { outcome, plate, revision } = change
    const results = revision?.results.length ?? 0
    const isKept = this.#results + results <= RESULTS_KEPT_MAX
    this.#counts = {
      ...this.#counts,
      [outcome]: this.#counts[outcome] + 1,
      lapsed: this.#counts.lapsed + (change.lapsed === null ? 0 : 1),
      resultsLeftOff: this.#counts.resultsLeftOff + (isKept ? 0 : results),
    }
    if (isKept) this.#results += results
    if (revision !== null) {
      this.#moved.push(...revision.shift.relative)
      const { worst } = revision.shift
      const most = Math.abs(this.#worst?.relative ?? 0)
      if (worst !== null && Math.abs(worst.relative) > most) this.#worst = { plate, ...worst }
    }
    const shown = revision && !isKept ? { ...revision, results: [] } : revision
    this.changes.push({ ...change, revision: shown })
  }

  /** Nothing more is done. */
  end(state: 'done' | 'cancelled' | 'failed', error: AssaydError | null = null): void {
    this.#head = { ...this.#head, state, endedAt: this.#now(), error }
  }
}
