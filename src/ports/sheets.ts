import type { RunSheet } from '../core/run-sheet.ts'
import type { Settings, Sourced } from './settings.ts'
import type { StoredDocument } from './store.ts'

/** A run sheet as somebody hands it in: what it is called, and what it says. */
export interface SheetText {
  /** `IL6-09.csv`; its ending says how it is written. */
  readonly file: string
  readonly text: string
}

/** Run sheets that do not come from their folder, and the way into it. */
export interface Sheets {
  /** The text of a file. Throws AssaydError `config-missing`, `config-syntax` when it is none. */
  readonly read: (path: string) => SheetText
  /**
   * The sheet, checked like those of the folder. Throws AssaydError `config-invalid` or
   * `config-syntax` with every mistake as `file:line: path: what`.
   */
  readonly check: (settings: Settings, from: SheetText) => Sourced<RunSheet>
  /**
   * Puts a checked sheet into the folder, whole or not at all, and gives its path. Throws
   * AssaydError `sheet-unsuited` when a file of that name is there, `sheet-write` when it cannot be
   * written.
   */
  readonly put: (settings: Settings, sheet: Sourced<RunSheet>) => string
  /** The sheet among the documents of an analysis; null where there was none. */
  readonly kept: (documents: readonly StoredDocument[]) => Sourced<RunSheet> | null
}
