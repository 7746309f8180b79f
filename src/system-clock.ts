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
    let turn: NodeJS.Immediate | undefined
    // After a stall of the process timers come before the bytes that arrived meanwhile; whatever
    // waits for those bytes must see them first, or it takes the stall for a silence of the reader.
    const timer = setTimeout(() => {
      turn = setImmediate(action)
    }, ms)
    return () => {
      clearTimeout(timer)
      clearImmediate(turn)
    }
  },
}
