import type { Clock } from './ports/clock.ts'

/** The computer's own time. */
export const systemClock: Clock = {
  now: () => {
    const now = new Date()
    // JavaScript counts the offset westwards; ISO 8601 counts it eastwards.
    return { epochMs: now.getTime(), offsetMinutes: -now.getTimezoneOffset() }
  },
  monotonicMs: () => performance.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms)
    return () => clearTimeout(timer)
  },
}
