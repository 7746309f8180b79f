import { concatMap, map, of, type Observable, type OperatorFunction } from 'rxjs'

import { AssaydError } from '../core/errors.ts'
import { isOfStorage } from '../core/storage-codes.ts'

/**
 * A value, or the failure that took its place. A failed plate travels on like a good one and is
 * shown.
 */
export type Outcome<Value> = (
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: AssaydError }
) & {
  /** The read it began with, for whoever looks for what became of it. */
  readonly readId?: number | undefined
}

export function good<Value>(value: Value, readId?: number): Outcome<Value> {
  return { ok: true, value, readId }
}

/** Does the work, waiting as long as the store is at fault. */
export type Patiently = <Value>(work: () => Value) => Observable<Value>

/**
 * One step of the pipeline. An AssaydError about the plate becomes the outcome, one about the store
 * is waited out; anything else is a broken invariant of ours and ends the process, because results
 * computed after it could not be trusted.
 */
export function step<From, To>(
  patiently: Patiently,
  make: (value: From) => To,
): OperatorFunction<Outcome<From>, Outcome<To>> {
  return concatMap(({ readId, ...outcome }) =>
    outcome.ok
      ? patiently(() => attempt(make, outcome.value)).pipe(map((made) => ({ ...made, readId })))
      : of({ ...outcome, readId }),
  )
}

function attempt<From, To>(make: (value: From) => To, value: From): Outcome<To> {
  try {
    return good(make(value))
  } catch (error) {
    if (error instanceof AssaydError && !isOfStorage(error)) return { ok: false, error }
    throw error
  }
}
