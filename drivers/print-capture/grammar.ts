import { shapeOf, wellFromRowColumn, type PlateFormat, type Well } from '../../src/driver-kit.ts'
import type { Template } from './settings.ts'

/** One line with values: its label, and the wells whose values follow. */
export interface Row {
  /** Null where the print has no labels. */
  readonly label: string | null
  readonly wells: readonly Well[]
}

/** The lines of one block, in the order in which they must come. */
export interface Grammar {
  readonly format: PlateFormat
  /** The labels above a matrix; null where none are printed. */
  readonly header: readonly string[] | null
  readonly rows: readonly Row[]
}

/** The lines that one block of a plate has by its template. */
export function grammarOf(template: Template): Grammar {
  const format: PlateFormat = template.wells === 384 ? 384 : 96
  const { rows, columns } = shapeOf(format)
  const last = template.last_column ?? columns
  const rowNumbers = numbers(1, rows)
  const columnNumbers = numbers(template.first_column, last)
  const isByRow = template.order === 'by-row'
  const [outer, inner] = isByRow ? [rowNumbers, columnNumbers] : [columnNumbers, rowNumbers]
  const wellAt = (line: number, place: number): Well =>
    isByRow
      ? wellFromRowColumn({ row: line, column: place })
      : wellFromRowColumn({ row: place, column: line })
  const matrix = outer.map((at) => ({
    label: isByRow ? letter(at) : String(at),
    wells: inner.map((place) => wellAt(at, place)),
  }))
  if (template.style === 'list') {
    return { format, header: null, rows: listRows(matrix, template) }
  }
  const above = inner.map((place) => (isByRow ? String(place) : letter(place)))
  const hasLabels = template.labels === 'printed'
  return {
    format,
    header: template.header === 'printed' ? above : null,
    rows: matrix.map(({ label, wells }) => ({ label: hasLabels ? label : null, wells })),
  }
}

function listRows(matrix: readonly Row[], template: Template): readonly Row[] {
  return matrix
    .flatMap(({ wells }) => wells)
    .map((well, index) => ({ label: nameOf(well, index, template), wells: [well] }))
}

function nameOf(well: Well, index: number, { well_names: names }: Template): string {
  if (names === 'number') return String(index + 1)
  return names === 'A01' ? `${well.slice(0, 1)}${well.slice(1).padStart(2, '0')}` : well
}

function letter(row: number): string {
  return String.fromCharCode(64 + row)
}

function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
