import type { Clock } from './ports/clock.ts'

/** A wait that ends so much late shows that the process stood still. */
const STALL_MS = 100
/** What arrived at a serial port is read by threads, which take a moment after a stall. */
const AFTER_STALL_MS = 50

/** The computer's own time. */
export const systemClock: Clock = {
  now: () => {
    const now = new Date()
    // JavaScript counts the offset westwards; ISO 8601 counts it eastwards.
    return { epochMs: now.getTime(), offsetMinutes: -now.getTimezoneOffset() }
  },
  monotonicMs: () => performance.now(),
  after: (ms, action) => {
    const dueMs = performance.now() + ms
    let turn: NodeJS.Immediate | undefined
    // After a stall of the process timers come before the bytes that arrived meanwhile; whatever
    // waits for those bytes must see them first, or it takes the stall for a silence of the reader.
    const ring = (): void => void (turn = setImmediate(action))
    let timer = setTimeout(() => {
      if (performance.now() - dueMs < STALL_MS) ring()
      else timer = setTimeout(ring, AFTER_STALL_MS)
    }, ms)
    return () => {
      clearTimeout(timer)
      clearImmediate(turn)
    }
  },
}
