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

/** One capture that a restore took over, new or as the rest of one that the backup holds. */
export interface TakenCapture {
  /** `captures/2026-11-23/elx_091500_1.jsonl`. */
  readonly path: string
  /** So many were taken. */
  readonly bytes: number
  readonly from: string
}

/** One capture that a restore did not take over: whoever has both files must look. */
export interface LeftCapture {
  readonly path: string
  /** The file that the new data folder has in its place; null where it has none. */
  readonly kept: string | null
  /** The file that stays where it is. */
  readonly other: string
  readonly why: string
}

/** What a restore found in other data folders, beyond the captures of the backup. */
export interface TakenOver {
  readonly taken: readonly TakenCapture[]
  /** So many are in the new data folder already, to the last byte. */
  readonly equal: number
  /** So many are the beginning of what the new data folder has. */
  readonly shorter: number
  readonly left: readonly LeftCapture[]
  /** Folders with captures none of which the backup knows: perhaps of another installation. */
  readonly strange: readonly string[]
}

/** How far a restore is: files of the backup compared and copied, captures of others looked at. */
export interface RestoreStep {
  readonly phase: 'compared' | 'copied' | 'looked-at'
  readonly done: number
  readonly total: number
}

/** How a data folder is restored. */
export interface RestoreHow {
  /** Data folders, only read, whose captures are taken over where they go beyond the backup. */
  readonly captures?: readonly string[]
  readonly tell?: (step: RestoreStep) => void
}

/** A data folder that was restored. */
export interface Restored {
  readonly manifest: BackupManifest
  readonly takenOver: TakenOver
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
   * AssaydError `backup-damaged` with every file that differs, `capture-missing` with everything
   * that is wrong with the folders of captures, or `backup-failed`; then there is no new folder.
   */
  restore(backup: string, dataFolder: string, how?: RestoreHow): Promise<Restored>
  /** What a backup says of itself. Throws AssaydError `backup-damaged`. */
  manifest(backup: string): BackupManifest
  /** Notes in the backup that it was checked, and nothing was wrong with it. */
  approve(folder: string, checked: { readonly checkedAt: string; readonly plates: number }): void
  /** What SQLite finds wrong with the database in the folder; empty when it is sound. */
  troubles(folder: string): readonly string[]
}
