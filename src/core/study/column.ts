import type { StudyRow } from './study.ts'

/** A number, a text, or null for a number there is none of. */
export type StudyCell = number | string | null

/** One column of a study: what the data dictionary says of it, and where its cells come from. */
export interface StudyColumn {
  readonly name: string
  readonly type: 'text' | 'number' | 'date' | 'time' | 'yes/no'
  /** Empty when it has none; `unit` is the unit in the column of that name. */
  readonly unit: string
  readonly meaning: string
  readonly cell: (row: StudyRow) => StudyCell
}

type TextCell = (row: StudyRow) => string
type NumberCell = (row: StudyRow) => number | null

/** A column of texts; a text there is none of is empty. */
export function textColumn(name: string, meaning: string, cell: TextCell): StudyColumn {
  return { name, type: 'text', unit: '', meaning, cell }
}

/** A column of `yes` and `no`. */
export function yesNoColumn(
  name: string,
  meaning: string,
  cell: (row: StudyRow) => boolean,
): StudyColumn {
  return { name, type: 'yes/no', unit: '', meaning, cell: (row) => (cell(row) ? 'yes' : 'no') }
}

/** A column of numbers, in the unit of the row unless it says otherwise. */
export function numberColumn(
  { name, unit = 'unit' }: { readonly name: string; readonly unit?: string },
  meaning: string,
  cell: NumberCell,
): StudyColumn {
  return { name, type: 'number', unit, meaning, cell }
}
