import type { Clock } from '../ports/clock.ts'

/** A wait with an end. */
export interface Limit {
  readonly limitMs: number
  /** The error when the limit runs out. */
  readonly late: () => Error
  /** Ends the wait at once with its reason, which is an Error. */
  readonly signal?: AbortSignal
}

/**
 * What `work` gives, unless the limit runs out or the signal comes first. The work itself is not
 * stopped.
 */
export function within<Value>(clock: Clock, limit: Limit, work: Promise<Value>): Promise<Value> {
  const { limitMs, late, signal } = limit
  return new Promise((resolve, reject) => {
    const over = (settle: () => void): void => {
      callOff()
      signal?.removeEventListener('abort', aborted)
      settle()
    }
    const aborted = (): void => over(() => reject(reasonOf(signal)))
    const callOff = clock.after(limitMs, () => over(() => reject(late())))
    work.then(
      (value) => over(() => resolve(value)),
      (error: unknown) => over(() => reject(error)),
    )
    if (signal?.aborted === true) aborted()
    else signal?.addEventListener('abort', aborted, { once: true })
  })
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new TypeError('A wait was called off without a reason.')
}
