import type { AssaydError } from '../core/errors.ts'
import type { CaptureArchive } from './archive.ts'

/** When the daemon makes backups by itself, and where they go. */
export interface BackupPlan {
  /** Absolute. */
  readonly folder: string
  /** Each day at this local time, in minutes after midnight, or so long after the last one. */
  readonly when: { readonly atMinutes: number } | { readonly everyH: number }
  /** So many good ones stay. */
  readonly keep: number
}

/**
 * How the configuration has things kept. Nothing of a data folder is taken away but old captures,
 * and those only when they were backed up and archived.
 */
export interface KeepingSettings {
  readonly backup: BackupPlan | null
  /** Captures that began so many days ago may go to the archive; null: they stay. */
  readonly capturesDays: number | null
}

/** Nothing is copied or archived unless the configuration says so. */
export const KEEP_EVERYTHING: KeepingSettings = {
  backup: null,
  capturesDays: null,
}

/** A backup that stands in a folder of backups. */
export interface KnownBackup {
  /** Absolute. */
  readonly folder: string
  /** ISO 8601 with offset. */
  readonly madeAt: string
  /** It was opened and checked, and nothing was wrong with it. */
  readonly isGood: boolean
  /** All its files together. */
  readonly bytes: number
  readonly captures: number
  /** Captures that the database names and that were not there to be copied. */
  readonly missing: number
  /** The newest entry of the audit trail that it holds. */
  readonly auditNumber: number
}

/** How a backup ended: its folder as soon as there is one, and what is wrong with it. */
export interface BackupEnd {
  readonly backup: KnownBackup | null
  readonly error: AssaydError | null
}

/** What the daemon needs of the world to keep its data. */
export interface Keeper {
  /**
   * The backups in a folder, oldest first; none when the folder is not there. Rejects with
   * AssaydError `backup-failed`.
   */
  backups(folder: string): Promise<readonly KnownBackup[]>
  /** Takes a backup away. Rejects with AssaydError `backup-failed`. */
  removeBackup(backup: KnownBackup): Promise<void>
  /** Where old captures go. */
  readonly archive: CaptureArchive
  /** Makes and checks a backup in a process of its own, which is killed by the signal. */
  backUp(from: {
    readonly dataFolder: string
    readonly folder: string
    readonly over: AbortSignal
  }): Promise<BackupEnd>
}
