import { terminalWidth } from './terminal-width.ts'

const GAP = '  '
const NUMBER = /^[<>≤≥±]?\s?[-+]?(?:\d[\d.,]*(?:e[-+]?\d+)?|–) ?%?$/u
const BETWEEN = ' … '
const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/u
/** A column is not cut below this, nor below what it holds. */
const WIDTH_MIN = 6
/** A header over shorter cells is not cut below this. */
const HEADER_MIN = 4
/** What a row is of stands first, and the next command is told it: it is not cut below this. */
const NAME_MIN = 16

function lengthOf(text: string): number {
  return Array.from(text).length
}

function isNumeric(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '')
  const isNumber = (cell: string) => cell.split(BETWEEN).every((part) => NUMBER.test(part))
  return filled.some((cell) => /\d/u.test(cell)) && filled.every(isNumber)
}

interface Column {
  readonly width: number
  /** It is not cut below this: half a number would be another number. */
  readonly least: number
  readonly numeric: boolean
}

function columnOf([name = '', ...cells]: readonly string[], at: number): Column {
  const widest = Math.max(0, ...cells.map(lengthOf))
  const width = Math.max(lengthOf(name), widest)
  const numeric = isNumeric(cells)
  const isWhole = numeric || (widest > 0 && cells.every((cell) => MOMENT.test(cell)))
  const short = Math.min(Math.max(widest, HEADER_MIN), at === 0 ? NAME_MIN : WIDTH_MIN)
  return { width, numeric, least: Math.min(width, isWhole ? widest : short) }
}

/** Takes from the widest column until the line fits, or nothing more can be taken. */
function fitted(columns: readonly Column[], width: number): readonly number[] {
  const fits = columns.map((column) => column.width)
  const gaps = GAP.length * (columns.length - 1)
  for (;;) {
    const over = fits.reduce((sum, one) => sum + one, gaps) - width
    const room = fits.map((fit, at) => (fit > (columns[at]?.least ?? 0) ? fit : 0))
    const widest = Math.max(...room)
    if (over <= 0 || widest === 0) return fits
    const at = room.indexOf(widest)
    fits[at] = Math.max(columns[at]?.least ?? 0, widest - 1)
  }
}

function cellText(cell: string, width: number, toTheRight: boolean): string {
  const cut =
    lengthOf(cell) > width
      ? `${Array.from(cell)
          .slice(0, width - 1)
          .join('')}…`
      : cell
  const space = ' '.repeat(width - lengthOf(cut))
  return toTheRight ? `${space}${cut}` : `${cut}${space}`
}

/**
 * A table for a terminal: columns of numbers to the right, a rule below the header. Wide texts are
 * cut with an ellipsis where the line would be wider than the terminal; numbers and times never
 * are, and names in the first column only when they are long. A pipe gets every letter.
 */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  width = terminalWidth(),
): readonly string[] {
  const columns = header.map((name, at) => [name, ...rows.map((row) => row[at] ?? '')])
  const shapes = columns.map(columnOf)
  const widths = fitted(shapes, width)
  const lineOf = (row: readonly string[]) =>
    header.map((_, at) => cellText(row[at] ?? '', widths[at] ?? 0, shapes[at]?.numeric ?? false))
  const rule = widths.map((one) => '─'.repeat(one))
  return [lineOf(header), rule, ...rows.map(lineOf)].map((cells) => cells.join(GAP).trimEnd())
}
