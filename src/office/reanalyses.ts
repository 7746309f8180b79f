import { setImmediate as turn } from 'node:timers/promises'

import { concatMap, defer, from, ignoreElements, ReplaySubject, Subject } from 'rxjs'
import type { Observable } from 'rxjs'

import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import type { LapsedVerdict } from '../core/lapsed-verdict.ts'
import type { PlateDetail, StoredAnalysis } from '../ports/store.ts'
import type { PlateChange, ReanalysisReport, ReanalysisWish } from '../ports/office.ts'
import { isoFromInstant } from '../ports/clock.ts'
import { Reanalysis } from './reanalysis.ts'
import { boundNow } from './bound-now.ts'
import { recomputed, revise } from './revise.ts'
import { KeptWork } from '../flow/kept-work.ts'
import { seldom } from '../flow/seldom.ts'
import { ownRead, storedPlate } from '../plates/stored-plate.ts'

/** Listeners are told of progress no more often. */
const TOLD_EVERY_MS = 500

/**
 * Plates computed again one after the other, each in a transaction of its own, with a turn of the
 * event loop before each, so that readers are heard meanwhile. What a stop ends stays done, and the
 * same wish again does the rest.
 */
export class Reanalyses {
  /** Emits when the newest has come further, twice a second at most, and when it ends. */
  readonly changes$ = new Subject<void>()
  readonly #bench: Bench
  readonly #further: () => void
  readonly #asked$ = new ReplaySubject<Reanalysis>(1)
  readonly #kept = new KeptWork<Reanalysis>()

  constructor(bench: Bench) {
    this.#bench = bench
    this.#further = seldom(bench.clock, TOLD_EVERY_MS, () => this.changes$.next())
  }

  /** The work itself, for as long as somebody subscribes. */
  readonly work$: Observable<never> = this.#asked$.pipe(
    concatMap((asked) => this.#walked(asked)),
    ignoreElements(),
  )

  begin(wish: ReanalysisWish): ReanalysisReport {
    const { running } = this.#kept
    if (running !== undefined) {
      const message = `Reanalysis ${running.report.id} is under way.`
      throw new AssaydError('reanalysis-running', message, {
        hint: 'Wait until it is done, or cancel it.',
      })
    }
    const plates = platesMeant(this.#bench, wish)
    const now = (): string => isoFromInstant(this.#bench.clock.now())
    const asked = this.#kept.add((id) => new Reanalysis({ id, wish, plates, now }))
    this.#asked$.next(asked)
    this.changes$.next()
    return asked.report
  }

  /** Those that are remembered, oldest first. */
  reports(): readonly ReanalysisReport[] {
    return this.#kept.reports()
  }

  /** Throws AssaydError `reanalysis-unknown`, `reanalysis-over`. */
  cancel(id: number): ReanalysisReport {
    const asked = this.of(id)
    if (asked.report.state !== 'running') {
      throw new AssaydError('reanalysis-over', `Reanalysis ${id} is over.`, {
        hint: 'The versions that it made stay; the ones before them are kept as well.',
      })
    }
    this.#end(asked, 'cancelled')
    return asked.report
  }

  #end(asked: Reanalysis, ...how: Parameters<Reanalysis['end']>): void {
    asked.end(...how)
    this.changes$.next()
  }

  /** Throws AssaydError `reanalysis-unknown`. */
  of(id: number): Reanalysis {
    const found = this.#kept.of(id)
    if (found !== undefined) return found
    throw new AssaydError('reanalysis-unknown', `There is no reanalysis ${id}.`, {
      hint: 'What an earlier one changed is in the audit trail and in the analyses themselves.',
    })
  }

  /** Whoever unsubscribes while a turn is waited for gets no further plate. */
  #walked(asked: Reanalysis): Observable<unknown> {
    const steps = [
      ...asked.plates.map((plate) => () => this.#add(asked, plate)),
      () => this.#done(asked),
    ]
    return from(steps).pipe(
      concatMap((take) => defer(() => turn()).pipe(concatMap(async () => take()))),
    )
  }

  async #done(asked: Reanalysis): Promise<void> {
    if (asked.report.state === 'running') this.#end(asked, 'done')
  }

  async #add(asked: Reanalysis, plate: string): Promise<void> {
    if (asked.report.state !== 'running') return
    try {
      asked.add(await computedAgain(this.#bench, plate, asked.report))
    } catch (error) {
      if (!(error instanceof AssaydError)) throw error
      // What ails the database ails every plate.
      if (error.code.startsWith('store-')) return this.#end(asked, 'failed', error)
      asked.add({ plate, outcome: 'failed', ...NOTHING, error })
    }
    this.#further()
  }
}

const NOTHING = { before: null, after: null, revision: null, lapsed: null } as const

async function computedAgain(
  bench: Bench,
  plate: string,
  { isDryRun, deed }: ReanalysisWish,
): Promise<PlateChange> {
  const detail = storedPlate(bench.store, plate)
  // It may have been given to another plate since the reanalysis began.
  const read = ownRead(detail)
  const next = recomputed(bench, boundNow(bench, detail, read), detail.analyses.at(-1))
  const { before, revision } = next
  const compared = { plate, before: before?.analysisId ?? null, after: null, revision, error: null }
  if (revision?.isSame === true) return { ...compared, lapsed: null, outcome: 'unchanged' }
  if (!isDryRun) return revise(bench, next, deed)
  return { ...compared, lapsed: lapsing(detail, before), outcome: 'changed' }
}

/** What would not hold any more if another version were made. */
function lapsing(
  { verdicts }: PlateDetail,
  before: StoredAnalysis | undefined,
): LapsedVerdict | null {
  const said = verdicts.findLast(({ analysisId }) => analysisId === before?.analysisId)
  if (said === undefined || before === undefined) return null
  const { verdict, name, at } = said
  return { verdict, version: before.version, name, at }
}

/** In the order they were read, since earlier plates are an input of later ones. */
function platesMeant({ store }: Bench, { scope }: ReanalysisWish): readonly string[] {
  const { plate, since, until, kitLot, assay, layout } = scope
  if (plate !== null) storedPlate(store, plate)
  const fits = (wanted: string | null, is: string): boolean => wanted === null || wanted === is
  return store
    .plates({
      ...(plate === null ? {} : { plate }),
      ...(since === null ? {} : { since }),
      ...(until === null ? {} : { until }),
    })
    .filter((one) => {
      const isOfKit = fits(kitLot, one.kitLot) && fits(assay, one.assayId)
      return isOfKit && fits(layout, one.layoutId) && !one.isEmptied && one.layoutId !== ''
    })
    .map((one) => one.plate)
}
