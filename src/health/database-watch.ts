import { AssaydError, oneLine } from '../core/errors.ts'
import type { DatabaseFacts } from '../core/health/facts.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'

/** Tries at each call whether the database takes a write, and since when it is so. */
export function databaseWatch(store: Store, clock: Clock): () => DatabaseFacts {
  let state: DatabaseFacts['state'] = 'unasked'
  let sinceMs = clock.monotonicMs()
  let bytes: number | null = null
  return () => {
    const tried = attempt(store)
    if (tried.state !== state) sinceMs = clock.monotonicMs()
    state = tried.state
    bytes = tried.bytes ?? bytes
    return { ...tried, bytes, inStateS: (clock.monotonicMs() - sinceMs) / 1000 }
  }
}

function attempt(store: Store): Omit<DatabaseFacts, 'inStateS'> {
  try {
    return { state: 'writable', error: '', bytes: store.checkWrite() }
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const state = error.code === 'store-busy' ? 'busy' : 'failing'
    return { state, error: oneLine(error), bytes: null }
  }
}
