import type { StoredAssignment } from './decisions.ts'
import type { PlateRecord, StoredAnalysis, StoredRead } from './store.ts'

/** What an exporter is given: one analysis of one plate, with the read it was made from. */
export interface ExportInput {
  /** The record of `stored`. */
  readonly record: PlateRecord
  readonly read: StoredRead
  readonly stored: StoredAnalysis
}

/** Writes one analysis somewhere. Files appear whole under their final name or not at all. */
export interface Exporter {
  readonly id: string
  /** Resolves to the files written; rejects with AssaydError when the folder cannot be written. */
  write(input: ExportInput, folder: string): Promise<readonly string[]>
  /**
   * Says beside what was written of a plate that it holds no longer, since the plate has no read;
   * resolves and rejects as above. The files themselves stay: somebody may have used them.
   */
  withdraw(given: StoredAssignment, folder: string): Promise<readonly string[]>
}
