const GAP = '  '
const NUMBER = /^[<>≤≥±]?\s?[-+]?(?:\d[\d.,]*(?:e[-+]?\d+)?|–) ?%?$/u
const BETWEEN = ' … '
/** A column is not cut below this. */
const WIDTH_MIN = 6

function lengthOf(text: string): number {
  return Array.from(text).length
}

function isNumeric(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '')
  const isNumber = (cell: string) => cell.split(BETWEEN).every((part) => NUMBER.test(part))
  return filled.length > 0 && filled.every(isNumber)
}

interface Column {
  readonly width: number
  /** It is not cut below this: half a number would be another number. */
  readonly least: number
  readonly numeric: boolean
}

function columnOf([name = '', ...cells]: readonly string[]): Column {
  const widest = Math.max(0, ...cells.map(lengthOf))
  const width = Math.max(lengthOf(name), widest)
  const numeric = isNumeric(cells)
  return { width, numeric, least: Math.min(width, numeric ? widest : WIDTH_MIN) }
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
 * cut with an ellipsis where the line would be wider than the terminal, numbers never; a pipe gets
 * every letter.
 */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  width = process.stdout.columns ?? Infinity,
): readonly string[] {
  const columns = header.map((name, at) => [name, ...rows.map((row) => row[at] ?? '')])
  const shapes = columns.map(columnOf)
  const widths = fitted(shapes, width)
  const lineOf = (row: readonly string[]) =>
    header.map((_, at) => cellText(row[at] ?? '', widths[at] ?? 0, shapes[at]?.numeric ?? false))
  const rule = widths.map((one) => '─'.repeat(one))
  return [lineOf(header), rule, ...rows.map(lineOf)].map((cells) => cells.join(GAP).trimEnd())
}
