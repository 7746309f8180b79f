/** One row of a table file. */
export interface TableRow {
  /** Line in the file, from 1. */
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/** A CSV file with a header line, as text; nothing is converted or guessed. */
export interface Table {
  readonly file: string
  readonly header: readonly string[]
  readonly rows: readonly TableRow[]
}

/** Reads a table. Throws AssaydError `config-syntax` or `config-missing`. */
export type ReadTable = (file: string) => Table
