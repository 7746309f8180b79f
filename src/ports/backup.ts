import type { AuditHead } from './audit.ts'

/** One file of a backup: path inside it with slashes, size, SHA-256 in hex. */
export interface BackupFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** What a backup says of itself in `manifest.json`. */
export interface BackupManifest {
  /** The form of this file. */
  readonly backup: 1
  /** ISO 8601 with offset. */
  readonly madeAt: string
  readonly codeVersion: string
  /** The data folder it was made from. */
  readonly from: string
  readonly files: readonly BackupFile[]
  /** Captures that the database names and that were not there to be copied. */
  readonly missing: readonly string[]
  /** The end of the copied audit trail: kept here, nobody can cut it off in the original. */
  readonly auditHead: AuditHead
}

/** Copies of a data folder. Nothing that exists is ever overwritten. */
export interface Backups {
  /**
   * Copies database and captures into a new folder while a daemon may go on writing. Rejects with
   * AssaydError `backup-failed`, or what the database cannot do; then the new folder is gone.
   */
  make(from: {
    readonly dataFolder: string
    readonly folder: string
    readonly madeAt: string
    readonly codeVersion: string
  }): Promise<BackupManifest>
  /**
   * Copies a backup into a new data folder, each file compared with the manifest. Rejects with
   * AssaydError `backup-damaged` with every file that differs, or `backup-failed`.
   */
  restore(backup: string, dataFolder: string): Promise<BackupManifest>
  /** What a backup says of itself. Throws AssaydError `backup-damaged`. */
  manifest(backup: string): BackupManifest
  /** Notes in the backup that it was checked, and nothing was wrong with it. */
  approve(folder: string, checked: { readonly checkedAt: string; readonly plates: number }): void
  /** What SQLite finds wrong with the database in the folder; empty when it is sound. */
  troubles(folder: string): readonly string[]
}
