import type { ExportInput } from '../ports/exporter.ts'

/** A number, a text, or null for a number there is none of. */
export type Cell = number | string | null

/** One column: its name in the header, and where its cell comes from. */
export interface Column<Item> {
  readonly name: string
  readonly cell: (item: Item) => Cell
}

/** One file of an export, without a word on how it is written. */
export interface ExportTable {
  /** The file is `PLATE_suffix.csv`. */
  readonly suffix: string
  readonly header: (input: ExportInput) => readonly string[]
  readonly rows: (input: ExportInput) => readonly (readonly Cell[])[]
}

/** An item of the export with the whole it belongs to. */
export interface Line<Item> {
  readonly input: ExportInput
  readonly item: Item
}

/**
 * A table whose columns may depend on the plate (one for each wavelength) and whose lines are found
 * in it.
 */
export function tableOf<Item>(from: {
  readonly suffix: string
  readonly columns: (input: ExportInput) => readonly Column<Line<Item>>[]
  readonly items: (input: ExportInput) => readonly Item[]
}): ExportTable {
  return {
    suffix: from.suffix,
    header: (input) => from.columns(input).map(({ name }) => name),
    rows(input) {
      const columns = from.columns(input)
      return from.items(input).map((item) => columns.map(({ cell }) => cell({ input, item })))
    },
  }
}
