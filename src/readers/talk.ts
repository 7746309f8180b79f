import type { Bench } from '../bench.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { Left } from './left-read.ts'
import type { TakenOrder } from './order.ts'
import type { Driver, Identity, Line, LineSettings } from '../ports/driver.ts'
import type { SheetStarts } from './sheet-starts.ts'
import type { ReaderSettings, Sourced } from '../ports/settings.ts'

/** One reader on an open line. */
export interface Talk {
  readonly bench: Bench
  /** As the configuration in force has it: its trigger and its default layout may change. */
  readonly reader: ReaderSettings
  readonly driver: Driver
  readonly line: Line
  /** Changes the line settings of the open port. */
  readonly retune: (settings: LineSettings) => Promise<void>
  readonly hasLineSettings: boolean
  /** The reader answered, and is the configured one. */
  readonly found: (identity: Identity) => void
  /** Fixes durably what the next read is expected to be, before it is asked for. */
  readonly expect: (sheets: readonly Sourced<RunSheet>[]) => void
  /**
   * Writes down what is asked for from now on, until the read is over, and the sheets that are
   * fixed for it; none are said of a read that is resumed.
   */
  readonly asked: (what: string, sheets?: readonly Sourced<RunSheet>[]) => void
  /** The read that an earlier connection left this instrument with. */
  readonly left: (identity: Identity) => Left | undefined
  /** Writes down that what is asked for is that read, as the driver said it. */
  readonly resumed: (told: string) => void
  /** Which waiting run sheets start a read by themselves. */
  readonly starts: SheetStarts
  /** Makes an order of a read that is resumed, so that it is seen and cancelled as one. */
  readonly resumeOrder: () => TakenOrder | undefined
  /** What somebody ordered of this reader, when something was. */
  readonly takeOrder: () => TakenOrder | undefined
  /** Ends the read under way. */
  readonly stopRead: () => void
  /** The read is over, stopped or not. */
  readonly readOver: () => void
  /** True once the daemon was asked to stop, or the session's capture is full. */
  readonly shouldEnd: () => boolean
  /** True when one plate is all that is wanted, whatever the reader's trigger says. */
  readonly once: boolean
}
