import type { Clock } from '../../src/ports/clock.ts'
import { systemClock } from '../../src/system-clock.ts'

/**
 * A clock that runs so many times as fast: a simulated reader with it takes its real pauses and its
 * real wire in proportion, and bytes still come piece by piece.
 */
export function fastClock(times: number): Clock {
  return {
    now: () => systemClock.now(),
    monotonicMs: () => systemClock.monotonicMs() * times,
    after: (ms, action) => systemClock.after(ms / times, action),
  }
}
