import type { PlateFormat, RowColumn, Well } from '../well.ts'
import { rowColumnFromWell, shapeOf, wellFromRowColumn } from '../well.ts'

/**
 * One piece of a well pattern. A grid (a rectangle, or a series with steps) is tiled in two
 * directions; a list of single wells is taken in the order it is written.
 */
export type PatternPiece =
  | { readonly kind: 'grid'; readonly text: string; readonly wells: readonly (readonly Well[])[] }
  | { readonly kind: 'list'; readonly text: string; readonly wells: readonly Well[] }

/** What a pattern names, and what in it names nothing: one sentence each, quoting the piece. */
export interface ParsedPattern {
  readonly pieces: readonly PatternPiece[]
  readonly mistakes: readonly string[]
}

const EXPECTED = 'expected wells such as A1, A1-H2 or A1, A3, ..., A11'

/**
 * Reads a well pattern: `A1` one well, `A1-H2` the rectangle between two corners,
 * `A1, A3, ..., A11` a series, and any of these after one another, separated by commas. The second
 * well of a series shows the step; a step in both directions gives a lattice, as `A1, C3, ..., O23`
 * for a quadrant of a 384-well plate.
 */
export function parsePattern(text: string, format: PlateFormat): ParsedPattern {
  const read = piecesOf(text).map((words) => readPiece(words, format))
  const pieces = mergedLists(read.filter((piece) => typeof piece !== 'string'))
  const mistakes = read.filter((piece) => typeof piece === 'string')
  return { pieces, mistakes: [...mistakes, ...namedTwice(pieces)] }
}

/** Every well of the pattern, piece by piece, grids row by row. */
export function wellsOfPattern({ pieces }: Pick<ParsedPattern, 'pieces'>): readonly Well[] {
  return pieces.flatMap((piece) => (piece.kind === 'grid' ? piece.wells.flat() : piece.wells))
}

/** Splits at commas; the four words of a series stay together. */
function piecesOf(text: string): readonly (readonly string[])[] {
  const words = text.split(',').map((word) => word.trim())
  const pieces: string[][] = []
  for (let at = 0; at < words.length;) {
    const length = words[at + 2] === '...' ? 4 : 1
    pieces.push(words.slice(at, at + length))
    at += length
  }
  return pieces
}

function readPiece(words: readonly string[], format: PlateFormat): PatternPiece | string {
  const [word = '', second, , last = ''] = words
  if (second !== undefined) return readSeries([word, second, last], format)
  if (word === '...') return `'...' stands alone, expected two wells before it and one after it`
  const corners = word.split('-')
  if (corners.length === 2) return readRectangle(word, corners, format)
  const well = readWell(word, format)
  return typeof well === 'string'
    ? well
    : { kind: 'list', text: word, wells: [wellFromRowColumn(well)] }
}

function readRectangle(
  text: string,
  corners: readonly string[],
  format: PlateFormat,
): PatternPiece | string {
  const [from, to] = corners.map((corner) => readWell(corner, format))
  if (from === undefined || typeof from === 'string') return from ?? EXPECTED
  if (to === undefined || typeof to === 'string') return to ?? EXPECTED
  if (to.row < from.row || to.column < from.column)
    return `'${text}' runs backwards, expected the upper left corner first`
  const rows = countTo({ from: from.row, to: to.row, step: 1 })
  return gridPiece(text, rows, countTo({ from: from.column, to: to.column, step: 1 }))
}

function readSeries(
  words: readonly [string, string, string],
  format: PlateFormat,
): PatternPiece | string {
  const text = `${words[0]}, ${words[1]}, ..., ${words[2]}`
  if (words[2] === '') return `'${words[0]}, ${words[1]}, ...' has no end, expected a last well`
  const [first, second, last] = words.map((word) => readWell(word, format))
  if (first === undefined || typeof first === 'string') return first ?? EXPECTED
  if (second === undefined || typeof second === 'string') return second ?? EXPECTED
  if (last === undefined || typeof last === 'string') return last ?? EXPECTED
  const rows = countTo({ from: first.row, to: last.row, step: second.row - first.row })
  const columns = countTo({
    from: first.column,
    to: last.column,
    step: second.column - first.column,
  })
  if (rows.at(-1) !== last.row || columns.at(-1) !== last.column)
    return `'${words[2]}' is not in the series '${text}', expected a last well that its steps reach`
  return gridPiece(text, rows, columns)
}

/** Row or column numbers from one to the other; a step of 0 or backwards gives the first alone. */
function countTo({ from, to, step }: { from: number; to: number; step: number }): number[] {
  if (step <= 0) return [from]
  return Array.from(
    { length: Math.floor((to - from) / step) + 1 },
    (_, index) => from + index * step,
  )
}

function gridPiece(
  text: string,
  rows: readonly number[],
  columns: readonly number[],
): PatternPiece {
  const wells = rows.map((row) => columns.map((column) => wellFromRowColumn({ row, column })))
  return { kind: 'grid', text, wells }
}

function readWell(text: string, format: PlateFormat): RowColumn | string {
  const { rows, columns } = shapeOf(format)
  const at = rowColumnFromWell(text)
  if (at !== undefined && at.row <= rows && at.column <= columns) return at
  if (!/^[a-z]+\d+$/i.test(text)) return `'${text}' is not a well, ${EXPECTED}`
  const last = wellFromRowColumn({ row: rows, column: columns })
  return `'${text}' is not on a ${format}-well plate, expected A1 to ${last}`
}

/** Single wells written after one another become one list, so that groups can span them. */
function mergedLists(pieces: readonly PatternPiece[]): readonly PatternPiece[] {
  const merged: PatternPiece[] = []
  for (const piece of pieces) {
    const before = merged.at(-1)
    if (piece.kind === 'list' && before?.kind === 'list') {
      const text = `${before.text}, ${piece.text}`
      merged[merged.length - 1] = { kind: 'list', text, wells: [...before.wells, ...piece.wells] }
    } else merged.push(piece)
  }
  return merged
}

function namedTwice(pieces: readonly PatternPiece[]): readonly string[] {
  const wells = wellsOfPattern({ pieces })
  const twice = new Set(wells.filter((well, at) => wells.indexOf(well) !== at))
  return [...twice].map((well) => `'${well}' is named twice, expected each well once`)
}
