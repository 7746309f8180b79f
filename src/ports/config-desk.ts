import type { FileChange } from '../core/changed-files.ts'
import type { AssaydError } from '../core/errors.ts'
import type { ConfigVersion } from './settings.ts'

/** Which configuration the daemon works by. */
export interface ConfigReport {
  /** The main file. */
  readonly file: string
  readonly version: ConfigVersion
  /** Since when it is in force in this run of the daemon, ISO 8601 with offset. */
  readonly takenAt: string
  /** Why the files as they are now were not taken; null when they are in force. */
  readonly refused: { readonly at: string; readonly error: AssaydError } | null
}

/** Where people ask for the configuration of a running daemon. */
export interface ConfigDesk {
  report(): ConfigReport
  /**
   * Takes the files as they are now, and tells which differ from those that were in force. Throws
   * AssaydError with every mistake when they are refused: then everything stays as it is.
   */
  reload(): readonly FileChange[]
}
