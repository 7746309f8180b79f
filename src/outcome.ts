import { map, type OperatorFunction } from 'rxjs'

import { AssaydError } from './core/errors.ts'

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

/**
 * One step of the pipeline. An AssaydError, the world's fault, becomes the outcome; anything else
 * is a broken invariant of ours and ends the process, because results computed after it could not
 * be trusted.
 */
export function step<From, To>(
  make: (value: From) => To,
): OperatorFunction<Outcome<From>, Outcome<To>> {
  return map(({ readId, ...outcome }) =>
    outcome.ok ? { ...attempt(make, outcome.value), readId } : { ...outcome, readId },
  )
}

function attempt<From, To>(make: (value: From) => To, value: From): Outcome<To> {
  try {
    return good(make(value))
  } catch (error) {
    if (error instanceof AssaydError) return { ok: false, error }
    throw error
  }
}
