import type { CaptureHeader } from './capture.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { Sourced } from './settings.ts'
import type { PlateRecord, StoredAnalysis, StoredRead } from './store.ts'

/** Work a stop or a crash left undone. */
export interface Unfinished {
  /** Captures whose bytes may hold reads that were not stored. */
  readonly captures: readonly { readonly header: CaptureHeader; readonly file: string }[]
  /** Reads that belong to no plate yet. */
  readonly reads: readonly StoredRead[]
  /** Plates whose newest read has no analysis though a layout is known. */
  readonly plates: readonly { readonly record: PlateRecord; readonly read: StoredRead }[]
  /** The ids of analyses that were not exported, in the order they were made. */
  readonly exports: readonly string[]
}

/** Which run sheets waited for a reader when it was asked for a plate. */
export interface Expectation {
  readonly captureId: string
  /** How many bytes had been received in the capture by then. */
  readonly fromByte: number
  readonly sheets: readonly Sourced<RunSheet>[]
  /** Why it is fixed so, for the trail, where it is not that somebody asks now. */
  readonly reason?: string
}

/** What was fixed when a reader was asked last, and the file of the capture in which it was. */
export interface LastExpected {
  readonly file: string
  readonly sheets: readonly Sourced<RunSheet>[]
}

/** An analysis that waits to be exported: its own record, and the read it was made from. */
export interface WaitingExport {
  readonly record: PlateRecord
  readonly read: StoredRead
  readonly stored: StoredAnalysis
}
