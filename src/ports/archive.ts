import type { CaptureSeal } from './capture.ts'

/** A capture that stands in an archive; its file in the data folder may be gone. */
export interface ArchivedCapture {
  readonly captureId: string
  /** The archive, absolute; the file has its name of the capture folder there. */
  readonly folder: string
  /** In hex, as the file was read back there. */
  readonly sha256: string
  /** ISO 8601 with offset. */
  readonly at: string
}

/** What the store knows of a capture that may be old enough to go. */
export interface OldCapture {
  readonly captureId: string
  /** ISO 8601 with offset. */
  readonly startedAt: string
  readonly isSettled: boolean
  readonly seal: CaptureSeal | null
  /** The archive that holds it already. */
  readonly archivedIn: string | null
}

/** One capture on its way into an archive. */
export interface ArchiveFrom {
  readonly dataFolder: string
  /** Relative to the capture folder. */
  readonly file: string
  /** What the file must be wherever it stands. */
  readonly seal: CaptureSeal
  /** The archive, absolute. */
  readonly archive: string
}

/**
 * Takes captures into an archive. Every step reads back what it relies on. Rejects with AssaydError
 * `backup-damaged` when a copy is not what its seal says, `capture-damaged` when the original is
 * not, `archive-away` when an archived copy is not there, and `backup-failed` when the disks do not
 * let it.
 */
export interface CaptureArchive {
  /** Files of the capture folder that began up to a day, `2026-11-23`; oldest first. */
  files(dataFolder: string, untilDay: string): Promise<readonly string[]>
  /**
   * Copies a capture that stands in a good backup; the original stays. One that the backup does not
   * hold to its end yet is left alone.
   */
  copy(from: ArchiveFrom & { readonly backup: string }): Promise<'copied' | 'not-backed-up'>
  /** Takes away the original of a capture that stands in its archive, and its empty folder. */
  removeOriginal(from: ArchiveFrom): Promise<void>
}
