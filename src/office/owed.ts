import { concatMap, take } from 'rxjs'

import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import { isOfStorage } from '../core/storage-codes.ts'
import { boundNow } from './bound-now.ts'
import { compute, storeAnalysis, writeOut } from '../plates/steps.ts'
import { ownRead, storedPlate } from '../plates/stored-plate.ts'
import type { Deed } from '../ports/audit.ts'
import type { ExportInput } from '../ports/exporter.ts'
import type { Store } from '../ports/store.ts'

/** Whether a decision on the plate, or its read, has no analysis yet. */
export function isOwed(store: Store, plate: string): boolean {
  return store.unfinished().plates.some(({ record }) => record.plate === plate)
}

/**
 * What was decided stands, and the database did not take the version that follows from it: it is
 * made once the database takes it again. Gives the error for whoever decided. Until then, or for
 * the next start, the plate stands among those to be analysed.
 */
export function owedAfter(bench: Bench, plate: string, { deed, error }: Owing): unknown {
  if (!(error instanceof AssaydError) || !isOfStorage(error)) return error
  bench.gate
    .again(error)
    .pipe(
      take(1),
      concatMap(() => bench.gate.patiently(() => madeUp(bench, plate, deed))),
      concatMap(async (input) => input && writeOut(bench, input)),
    )
    .subscribe({ error: (failure: unknown) => tellFailed(bench, plate, failure) })
  return new AssaydError(error.code, error.message, {
    hint: `What is decided of '${plate}' stays; its analysis follows when the database takes it.`,
    cause: error,
  })
}

interface Owing {
  readonly deed: Deed
  readonly error: unknown
}

/** Undefined where nothing was decided, or somebody else has made it meanwhile. */
function madeUp(bench: Bench, plate: string, deed: Deed): ExportInput | undefined {
  const { store } = bench
  if (!isOwed(store, plate)) return undefined
  const detail = storedPlate(store, plate)
  const computed = compute(bench, boundNow(bench, detail, ownRead(detail)))
  const input = storeAnalysis(bench, computed, deed)
  bench.tell({ kind: 'revised', plate, analysis: input.stored.analysisId, ...deed })
  return input
}

/** A daemon that stops leaves it to the next start; what cannot be computed by now is told. */
function tellFailed({ tell }: Bench, plate: string, failure: unknown): void {
  if (!(failure instanceof AssaydError)) throw failure
  if (!isOfStorage(failure)) tell({ kind: 'failed', reader: '', plate, error: failure })
}
