const GAP = '  '
const NUMBER = /^[<>≤≥±]?\s?[-+]?(?:\d[\d.,]*(?:e[-+]?\d+)?|–)%?$/u
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

/** Takes from the widest column until the line fits, or nothing more can be taken. */
function fitted(widths: readonly number[], width: number): readonly number[] {
  const fits = [...widths]
  const gaps = GAP.length * (widths.length - 1)
  for (;;) {
    const over = fits.reduce((sum, one) => sum + one, gaps) - width
    const widest = Math.max(...fits)
    if (over <= 0 || widest <= WIDTH_MIN) return fits
    fits[fits.indexOf(widest)] = Math.max(WIDTH_MIN, widest - over)
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
 * cut with an ellipsis where the line would be wider than the terminal; a pipe gets every letter.
 */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  width = process.stdout.columns ?? Infinity,
): readonly string[] {
  const columns = header.map((name, at) => [name, ...rows.map((row) => row[at] ?? '')])
  const natural = columns.map((cells) => Math.max(...cells.map(lengthOf)))
  const widths = fitted(natural, width)
  const numeric = columns.map(([, ...cells]) => isNumeric(cells))
  const lineOf = (row: readonly string[]) =>
    header.map((_, at) => cellText(row[at] ?? '', widths[at] ?? 0, numeric[at] ?? false))
  const rule = widths.map((one) => '─'.repeat(one))
  return [lineOf(header), rule, ...rows.map(lineOf)].map((cells) => cells.join(GAP).trimEnd())
}
