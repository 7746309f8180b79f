/** How many wells a plate has. */
export type PlateFormat = 96 | 384

/** A well as people write it: row letter and column number without padding, `A1` to `P24`. */
export type Well = string

/** Rows and columns of a plate format. */
export interface PlateShape {
  readonly rows: number
  readonly columns: number
}

const SHAPES: Readonly<Record<PlateFormat, PlateShape>> = {
  96: { rows: 8, columns: 12 },
  384: { rows: 16, columns: 24 },
}

const WELL_PATTERN = /^([A-P])(0?[1-9]|1\d|2[0-4])$/

/** Rows and columns of the format: 8 × 12 or 16 × 24. */
export function shapeOf(format: PlateFormat): PlateShape {
  return SHAPES[format]
}

/** Row and column as printed on the plate, both from 1: `C7` is row 3, column 7. */
export interface RowColumn {
  readonly row: number
  readonly column: number
}

/** The well at a printed row and column, both from 1. */
export function wellFromRowColumn({ row, column }: RowColumn): Well {
  return `${String.fromCharCode(64 + row)}${column}`
}

/**
 * Row and column of a well, or undefined when the text names no well of the largest plate; `a1` and
 * `A01` are accepted.
 */
export function rowColumnFromWell(text: string): RowColumn | undefined {
  const match = WELL_PATTERN.exec(text.trim().toUpperCase())
  if (match?.[1] === undefined || match[2] === undefined) return undefined
  return { row: match[1].charCodeAt(0) - 64, column: Number(match[2]) }
}

/** The well's position in row-major order from 0, or undefined when it is not on this plate. */
export function indexFromWell(well: string, format: PlateFormat): number | undefined {
  const at = rowColumnFromWell(well)
  const { rows, columns } = SHAPES[format]
  if (at === undefined || at.row > rows || at.column > columns) return undefined
  return (at.row - 1) * columns + (at.column - 1)
}

/** The well at a row-major position from 0. Throws RangeError outside the plate. */
function wellFromIndex(index: number, format: PlateFormat): Well {
  const { rows, columns } = SHAPES[format]
  if (!Number.isInteger(index) || index < 0 || index >= rows * columns) {
    throw new RangeError(`Expected a well index below ${rows * columns}, got '${index}'.`)
  }
  return wellFromRowColumn({ row: Math.floor(index / columns) + 1, column: (index % columns) + 1 })
}

/** Plates are read by the million in a fuzz run: the names of their wells are spelled once. */
const WELLS: Readonly<Record<PlateFormat, readonly Well[]>> = {
  96: Array.from({ length: 96 }, (_, index) => wellFromIndex(index, 96)),
  384: Array.from({ length: 384 }, (_, index) => wellFromIndex(index, 384)),
}

/** Every well of the plate in row-major order. */
export function wellsOf(format: PlateFormat): readonly Well[] {
  return WELLS[format]
}

/** Orders wells by row, then by column, so that A2 comes before A10. */
export function compareWells(left: Well, right: Well): number {
  const [a, b] = [rowColumnFromWell(left), rowColumnFromWell(right)]
  if (a === undefined || b === undefined) return left < right ? -1 : Number(left > right)
  return a.row - b.row || a.column - b.column
}
