import type { Clock } from '../ports/clock.ts'
import type { Supervisor } from '../ports/supervisor.ts'

/** A message may be lost, or late by one turn, without a restart of a sound daemon. */
const PULSES_A_WATCHDOG = 3

export interface WatchParts {
  readonly supervisor: Supervisor
  readonly clock: Clock
  readonly stop: AbortSignal
  /** Whether the daemon does its work; asked at each pulse, which is sent only when it does. */
  readonly isAlive: () => boolean
}

/**
 * Tells the supervisor that the daemon is ready, then that it lives as long as it does, and
 * that it stops when it is asked to. The returned function ends it.
 */
export function watchedBy({ supervisor, clock, stop, isAlive }: WatchParts): () => void {
  const onStop = (): void => supervisor.stopping()
  supervisor.ready()
  if (stop.aborted) onStop()
  else stop.addEventListener('abort', onStop, { once: true })
  const callOff = pulse(supervisor, clock, isAlive)
  return () => {
    stop.removeEventListener('abort', onStop)
    callOff()
  }
}

/** A timer that rings proves that the event loop turns; `isAlive` says the rest. */
function pulse(supervisor: Supervisor, clock: Clock, isAlive: () => boolean): () => void {
  const { watchdogMs } = supervisor
  if (watchdogMs === null) return () => undefined
  let callOff = (): void => undefined
  const next = (): void => {
    callOff = clock.after(watchdogMs / PULSES_A_WATCHDOG, () => {
      if (isAlive()) supervisor.alive()
      next()
    })
  }
  next()
  return () => callOff()
}
