import type { Clock } from '../../src/ports/clock.ts'

/** A clock whose time passes only when the test says so. */
export interface SimulatedClock extends Clock {
  /** Lets everything that is due within `ms` happen, in order, with the promises in between. */
  pass(ms: number): Promise<void>
  /** Lets time run until `done` is settled; fails the test when nothing is left to wait for. */
  runUntil<Value>(done: Promise<Value>): Promise<Value>
  /** How many waits are under way. */
  waiting(): number
}

interface Alarm {
  readonly atMs: number
  readonly action: () => void
}

/**
 * Files and modules take real time; when so long nothing is due in simulated time either, nothing
 * ever will be.
 */
const REAL_WORK_MS_MAX = 25_000

/** Lets every promise that is ready, and what follows from it, settle. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    await new Promise((resolve) => void setImmediate(resolve))
  }
}

export function simulatedClock(startEpochMs = Date.UTC(2026, 10, 23, 6, 0, 0)): SimulatedClock {
  let nowMs = 0
  const alarms = new Set<Alarm>()
  const next = (): Alarm | undefined =>
    [...alarms].reduce<Alarm | undefined>(
      (first, alarm) => (first === undefined || alarm.atMs < first.atMs ? alarm : first),
      undefined,
    )
  const ring = (alarm: Alarm): void => {
    alarms.delete(alarm)
    nowMs = Math.max(nowMs, alarm.atMs)
    alarm.action()
  }
  return {
    now: () => ({ epochMs: startEpochMs + nowMs, offsetMinutes: 180 }),
    monotonicMs: () => nowMs,
    after: (ms, action) => {
      const alarm: Alarm = { atMs: nowMs + Math.max(0, ms), action }
      alarms.add(alarm)
      return () => void alarms.delete(alarm)
    },
    pass: async (ms) => {
      const until = nowMs + ms
      await settle()
      for (let alarm = next(); alarm !== undefined && alarm.atMs <= until; alarm = next()) {
        ring(alarm)
        await settle()
      }
      nowMs = until
    },
    runUntil: async (done) => {
      const progress = { over: false }
      const finish = (): void => void (progress.over = true)
      done.then(finish, finish)
      await settle()
      let idleSinceMs = performance.now()
      while (!progress.over) {
        const alarm = next()
        if (alarm !== undefined) {
          ring(alarm)
          idleSinceMs = performance.now()
        } else if (performance.now() - idleSinceMs > REAL_WORK_MS_MAX) {
          throw new Error('Nothing is left to wait for, and it is not done.')
        }
        await settle()
      }
      return done
    },
    waiting: () => alarms.size,
  }
}
