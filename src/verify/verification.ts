import type { AssaydError } from '../core/errors.ts'
import type { Finding } from '../core/verify/finding.ts'
import { addTo, noTotals } from '../core/verify/totals.ts'
import type { Verified } from '../ports/verify.ts'
import type { VerifyReport, VerifyWish } from '../ports/verify-desk.ts'

/** So many findings of one verification are kept for whoever fetches them. */
const FINDINGS_KEPT_MAX = 1_000

type Head = Omit<VerifyReport, 'totals' | 'findingsLeftOff'>

/** One verification from its beginning to its end, with what it found. */
export class Verification {
  readonly findings: Finding[] = []
  readonly cancelling = new AbortController()
  readonly #now: () => string
  readonly #totals = noTotals()
  #head: Head

  constructor(id: number, wish: VerifyWish, now: () => string) {
    this.#now = now
    const so = { phase: 'plates', done: 0, total: 0 } as const
    const times = { startedAt: now(), endedAt: null }
    this.#head = { ...wish, id, state: 'running', ...times, ...so, error: null }
  }

  get report(): VerifyReport {
    const totals = { ...this.#totals, versions: new Map(this.#totals.versions) }
    return { ...this.#head, totals, findingsLeftOff: totals.findings - this.findings.length }
  }

  /** It came further. */
  add(steps: readonly Verified[]): void {
    for (const step of steps) {
      addTo(this.#totals, step)
      this.findings.push(...step.findings.slice(0, FINDINGS_KEPT_MAX - this.findings.length))
    }
    const last = steps.at(-1)
    if (last === undefined) return
    const { phase, done, total } = last
    this.#head = { ...this.#head, phase, done, total }
  }

  /** Nothing more is looked at. */
  end(state: 'done' | 'cancelled' | 'failed', error: AssaydError | null): void {
    this.#head = { ...this.#head, state, endedAt: this.#now(), error }
  }
}
