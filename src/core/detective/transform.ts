import { shapeOf, type PlateFormat, type PlateShape } from '../well.ts'

/**
 * Ways in which a plate can lie otherwise than its layout says; a shift is where the contents went.
 */
export const TRANSFORMATIONS = [
  'as-declared',
  'turned-180',
  'mirrored-left-right',
  'mirrored-top-bottom',
  'shifted-up',
  'shifted-down',
  'shifted-left',
  'shifted-right',
] as const

/** One of them. */
export type Transformation = (typeof TRANSFORMATIONS)[number]

/** Row and column from 0. */
interface Place {
  readonly row: number
  readonly column: number
}

/** From a well of the plate to the well of the layout whose content lies there. */
const SOURCES: Readonly<Record<Transformation, (at: Place, shape: PlateShape) => Place>> = {
  'as-declared': (at) => at,
  'turned-180': ({ row, column }, { rows, columns }) => ({
    row: rows - 1 - row,
    column: columns - 1 - column,
  }),
  'mirrored-left-right': ({ row, column }, { columns }) => ({ row, column: columns - 1 - column }),
  'mirrored-top-bottom': ({ row, column }, { rows }) => ({ row: rows - 1 - row, column }),
  'shifted-up': ({ row, column }) => ({ row: row + 1, column }),
  'shifted-down': ({ row, column }) => ({ row: row - 1, column }),
  'shifted-left': ({ row, column }) => ({ row, column: column + 1 }),
  'shifted-right': ({ row, column }) => ({ row, column: column - 1 }),
}

/**
 * For each well of the plate, in row-major order, the row-major position in the layout whose
 * content lies there; -1 for the wells that a shift leaves bare. What a shift pushes off the plate
 * is lost.
 */
export function sourcesOf(transformation: Transformation, format: PlateFormat): Int16Array {
  const shape = shapeOf(format)
  const sourceAt = SOURCES[transformation]
  return Int16Array.from({ length: format }, (_, index) => {
    const here = { row: Math.floor(index / shape.columns), column: index % shape.columns }
    const { row, column } = sourceAt(here, shape)
    const isOnPlate = row >= 0 && row < shape.rows && column >= 0 && column < shape.columns
    return isOnPlate ? row * shape.columns + column : -1
  })
}

/**
 * What the layout says of its wells, moved to where it lies; `bare` where a shift leaves nothing.
 */
export function transformed<Content>(
  contents: readonly Content[],
  sources: Int16Array,
  bare: Content,
): readonly Content[] {
  return Array.from(sources, (source) => contents[source] ?? bare)
}
