import type { Observable } from 'rxjs'

import type { AssaydError } from '../core/errors.ts'
import type { BackupPlan, KnownBackup } from './keeping.ts'

/** One making of a backup. Times in ISO 8601 with offset. */
export interface BackupRun {
  /** When it was ordered, or began by schedule. */
  readonly begunAt: string
  /** Null while it is under way. */
  readonly endedAt: string | null
  /** Null for one by schedule. */
  readonly orderedBy: string | null
  /** What was written; null until then, and when nothing was. */
  readonly backup: KnownBackup | null
  /** What is wrong with it. */
  readonly error: AssaydError | null
}

/** What the daemon knows of its backups without looking. */
export interface BackupRuns {
  readonly underWay: BackupRun | null
  /** The last that ended in this run of the daemon. */
  readonly last: BackupRun | null
}

/** Everything that is known of the backups of this daemon. */
export interface BackupsReport extends BackupRuns {
  /** Null where the configuration plans none. */
  readonly plan: BackupPlan | null
  /** Those in the folder of the plan, oldest first. */
  readonly backups: readonly KnownBackup[]
  /** When the next one begins by itself; now, when it is due; null without a plan. */
  readonly nextAt: string | null
}

/** Where people look after the backups of a running daemon. */
export interface BackupDesk {
  runs(): BackupRuns
  /** Looks into the folder. Rejects with AssaydError `backup-failed` when it cannot. */
  report(): Promise<BackupsReport>
  /**
   * Has a backup made now, as the schedule would. Throws AssaydError `backup-unplanned` where the
   * configuration names no folder, `backup-running` when one is under way.
   */
  order(who: string): BackupRun
  /** Emits whenever the runs are other ones. */
  readonly changes$: Observable<void>
}
