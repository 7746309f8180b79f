import { Subject } from 'rxjs'

import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import { KeptWork } from '../flow/kept-work.ts'
import { seldom } from '../flow/seldom.ts'
import { storedPlate } from '../plates/stored-plate.ts'
import { isoFromInstant } from '../ports/clock.ts'
import type { Errands } from '../ports/errands.ts'
import type { VerifyDesk, VerifyReport, VerifyWish } from '../ports/verify-desk.ts'
import { Verification } from './verification.ts'

/** Listeners are told of progress no more often. */
const TOLD_EVERY_MS = 500

export interface VerificationsParts {
  readonly bench: Pick<Bench, 'clock' | 'store' | 'settings' | 'tell'>
  readonly errands: Pick<Errands, 'verify'>
}

/** Verifications that people of a running daemon order, one at a time, each beside the daemon. */
export class Verifications implements VerifyDesk {
  readonly changes$ = new Subject<void>()
  readonly #parts: VerificationsParts
  readonly #kept = new KeptWork<Verification>()

  constructor(parts: VerificationsParts) {
    this.#parts = parts
  }

  begin(wish: VerifyWish): VerifyReport {
    const { store, clock } = this.#parts.bench
    const { running } = this.#kept
    if (running !== undefined) throw isRunning(running.report)
    if (wish.scope.plate !== null) storedPlate(store, wish.scope.plate)
    this.#noteOrdered(wish)
    const now = (): string => isoFromInstant(clock.now())
    const begun = this.#kept.add((id) => new Verification(id, wish, now))
    this.changes$.next()
    void this.#run(begun)
    return begun.report
  }

  /** Nothing is begun of which nobody can tell who ordered it. */
  #noteOrdered({ who, scope }: VerifyWish): void {
    const { plate, since, until } = scope
    const subject = { kind: 'none', key: plate ?? 'verification' } as const
    const entry = { who, reason: '', subject, before: null, after: { plate, since, until } }
    this.#parts.bench.store.note({ ...entry, act: 'verification-ordered' })
  }

  reports(): readonly VerifyReport[] {
    return this.#kept.reports()
  }

  report(id: number): VerifyReport {
    return this.#of(id).report
  }

  findings(id: number, from: number) {
    return this.#of(id).findings.slice(from)
  }

  cancel(id: number): VerifyReport {
    const found = this.#of(id)
    if (found.report.state !== 'running') {
      throw new AssaydError('verification-over', `Verification ${id} is over.`, {
        hint: 'Its report and what it found stay until the daemon stops.',
      })
    }
    this.#end(found, 'cancelled', null)
    found.cancelling.abort()
    return found.report
  }

  #of(id: number): Verification {
    const found = this.#kept.of(id)
    if (found !== undefined) return found
    throw new AssaydError('verification-unknown', `There is no verification ${id}.`, {
      hint: 'How an earlier one ended is in the audit trail; order another one.',
    })
  }

  async #run(begun: Verification): Promise<void> {
    const { bench, errands } = this.#parts
    const tell = seldom(bench.clock, TOLD_EVERY_MS, () => this.changes$.next())
    try {
      const { scope } = begun.report
      const dataFolder = bench.settings.folders.data
      const { signal } = begun.cancelling
      await errands.verify({ kind: 'verify', dataFolder, scope }, signal, (steps) => {
        begun.add(steps)
        tell()
      })
      if (begun.report.state === 'running') this.#done(begun)
    } catch (error) {
      if (!(error instanceof AssaydError)) throw error
      if (begun.report.state !== 'running') return
      this.#end(begun, error.code === 'errand-cut' ? 'cancelled' : 'failed', error)
    }
  }

  /** How it ended stays in the audit trail; the report goes with the daemon. */
  #done(begun: Verification): void {
    const { store } = this.#parts.bench
    const { who, scope, totals } = begun.report
    const { plates, reads, analyses, findings } = totals
    const after = { ...scope, plates, reads, analyses, findings }
    const subject = { kind: 'none', key: 'verification' } as const
    let error: AssaydError | null = null
    try {
      store.note({ who, reason: '', act: 'verified', subject, before: null, after })
    } catch (thrown) {
      if (!(thrown instanceof AssaydError)) throw thrown
      error = thrown
    }
    this.#end(begun, 'done', error)
  }

  #end(begun: Verification, state: 'done' | 'cancelled' | 'failed', error: AssaydError | null) {
    begun.end(state, error)
    this.changes$.next()
    const { report } = begun
    this.#parts.bench.tell({ kind: 'verified', who: report.who, report })
  }
}

function isRunning({ id }: VerifyReport): AssaydError {
  return new AssaydError('verification-running', `Verification ${id} is under way.`, {
    hint: 'Wait until it is done, or cancel it.',
  })
}
