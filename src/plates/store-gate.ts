import { defer, Observable, of, retry } from 'rxjs'

import { AssaydError } from '../core/errors.ts'
import { isOfStorage } from '../core/storage-codes.ts'
import { grownMs } from '../flow/growing-wait.ts'
import type { Clock } from '../ports/clock.ts'
import type { Troubles } from '../health/troubles.ts'

const AGAIN = { firstMs: 1_000, maxMs: 60_000 }

/**
 * What comes of the store's faults. While the database is full, locked, read-only or damaged, what
 * was captured waits to be stored: one of those who wait tries again after growing waits, and when
 * it succeeds the others follow, in order.
 */
export interface StoreGate {
  /** Does the work, once it can be done. */
  patiently<Value>(work: () => Value): Observable<Value>
  /** Does the work now or never; its failure is told all the same. */
  attempt<Value>(work: () => Value): Value
  /** When to try again after this error; an error that is not the store's passes through. */
  again(error: unknown): Observable<unknown>
}

export interface GateParts {
  readonly clock: Clock
  readonly troubles: Troubles
  /** Whoever waits then gets the error that it waited with. */
  readonly stop: AbortSignal
  /** False in a single run, where every error is the end. */
  readonly waits: boolean
}

interface Waiter {
  readonly go: () => void
  readonly fail: () => void
}

export function openStoreGate({ clock, troubles, stop, waits }: GateParts): StoreGate {
  const waiters = new Set<Waiter>()
  let isFailing = false
  let tries = 0
  let callOff: (() => void) | undefined
  const next = (): void => {
    callOff = undefined
    tries += 1
    const [first] = waiters
    if (first !== undefined) release(first)
  }
  const release = (waiter: Waiter): void => {
    waiters.delete(waiter)
    waiter.go()
  }
  const failed = (error: unknown): void => {
    if (!waits || !(error instanceof AssaydError) || !isOfStorage(error)) return
    isFailing = true
    troubles.begin('database', error)
  }
  const fine = (): void => {
    if (!isFailing) return
    isFailing = false
    tries = 0
    callOff?.()
    callOff = undefined
    troubles.end('database', 'The database takes what is captured again.')
    for (const waiter of waiters) release(waiter)
  }
  const attempt = <Value>(work: () => Value): Value => {
    try {
      const value = work()
      fine()
      return value
    } catch (error) {
      failed(error)
      throw error
    }
  }
  const again = (error: unknown): Observable<unknown> =>
    new Observable((waiting) => {
      if (!waits || stop.aborted || !isOfStorage(error)) return waiting.error(error)
      const waiter = { go: () => waiting.next(null), fail: () => waiting.error(error) }
      waiters.add(waiter)
      callOff ??= clock.after(grownMs(AGAIN, tries), next)
      return () => void waiters.delete(waiter)
    })
  stop.addEventListener('abort', () => {
    callOff?.()
    for (const waiter of waiters) waiter.fail()
  })
  return {
    patiently: (work) => defer(() => of(attempt(work))).pipe(retry({ delay: again })),
    attempt,
    again,
  }
}
