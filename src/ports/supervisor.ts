import type { AssaydError } from '../core/errors.ts'

/** Whoever started the daemon and watches over it, as systemd does; nobody is watching else. */
export interface Supervisor {
  /** Kills and restarts a daemon that it has not heard of for so long; null when it does not. */
  readonly watchdogMs: number | null
  /** The daemon serves: configuration read, store open, API listening. */
  ready(): void
  /** The daemon still does its work. */
  alive(): void
  /** The daemon was asked to end and is about it. */
  stopping(): void
}

/** Finds the supervisor; what cannot be told to it goes to `trouble`, and the work goes on. */
export type FindSupervisor = (trouble: (error: AssaydError) => void) => Supervisor
