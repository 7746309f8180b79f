import { finalize, merge, Subject, takeUntil, type Observable } from 'rxjs'

import type { StaffedBackupDesk } from './upkeep/backup-desk.ts'
import { backingUp } from './upkeep/backing-up.ts'
import type { Bench } from './bench.ts'
import { clockWatching } from './health/clock-watching.ts'
import type { StaffedDesk } from './readers/desk.ts'
import { exporting } from './upkeep/exporting.ts'
import type { Keeper } from './ports/keeping.ts'
import { healthWatch } from './health/health-watch.ts'
import type { OpenHealth } from './health/health.ts'
import type { Log } from './ports/log.ts'
import type { RunProgram } from './ports/program.ts'
import type { Quarantine } from './ports/synthetic.ts'
import { checkingTheWay } from './upkeep/checking-the-way.ts'
import { retaining } from './upkeep/retaining.ts'

/** What goes on beside the readers may use this. */
export interface Beside {
  readonly bench: Bench
  readonly desk: StaffedDesk
  readonly keeper: Keeper
  readonly backups: StaffedBackupDesk
  readonly runProgram: RunProgram
  readonly quarantine: Quarantine
  readonly health: OpenHealth
  readonly log: Log
  /** Aborted when the daemon is told to stop. */
  readonly stop: AbortSignal
}

/**
 * Work that goes on beside the readers for as long as the daemon lives: it gives nothing, tells
 * what happens through the bench, and waits out the faults of the world by itself; an error that
 * leaves it is a fault of ours and ends the process.
 */
export type Companion = (beside: Beside) => Observable<never>

/** The companions of a daemon, in the order they begin. One file each; it is named here alone. */
export const COMPANIONS: readonly Companion[] = [
  exporting,
  backingUp,
  retaining,
  clockWatching,
  healthWatch,
  checkingTheWay,
]

/** The work with its companions, which end when it ends. */
export function accompanied<Value>(
  work$: Observable<Value>,
  companions: readonly Observable<never>[],
): Observable<Value> {
  const over$ = new Subject<void>()
  const beside = companions.map((each) => each.pipe(takeUntil(over$)))
  return merge(...beside, work$.pipe(finalize(() => over$.next())))
}
