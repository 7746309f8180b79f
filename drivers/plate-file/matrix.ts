import type { ReadWell } from '../../src/driver-kit.ts'
import {
  blockOf,
  columnNumbers,
  formatOf,
  reading,
  rowLetters,
  wellsInRow,
  type DialectReader,
} from './plate.ts'
import type { Line, Mistake } from './sheet.ts'
import { withoutTail } from './sheet.ts'
import { readWells, type WellParts } from './values.ts'

/** Where a matrix was found, and what it holds. */
export interface MatrixReading {
  readonly wells: readonly ReadWell[]
  /** The line behind the last row. */
  readonly next: number
}

/** The line of column numbers, with at most one field in its corner. */
export function isColumnHeader(line: Line, columns: readonly string[], corner?: string): boolean {
  const [first = '', ...rest] = withoutTail(line.fields)
  const isCorner = corner === undefined ? true : first === corner
  return isCorner && rest.length === columns.length && rest.every((one, at) => one === columns[at])
}

/** Rows with their letters, from a line on; every mistake is told. */
export function readRows(lines: readonly Line[], from: number, parts: WellParts): MatrixReading {
  const format = formatOf(parts.settings)
  const wells: ReadWell[] = []
  const columns = columnNumbers(format).length
  for (const [row, letter] of rowLetters(format).entries()) {
    const line = lines[from + row]
    if (line === undefined || line.fields[0] !== letter) {
      const number = line?.number ?? lines.length
      parts.mistakes.push({ line: number, what: `row ${letter} of the plate is expected` })
      return { wells, next: from + row }
    }
    const texts = line.fields.slice(1, columns + 1)
    if (withoutTail(line.fields).length - 1 > columns || texts.length < columns) {
      const found = withoutTail(line.fields).length - 1
      parts.mistakes.push({
        line: line.number,
        what: `row ${letter} has ${found} values, expected ${columns}`,
      })
    } else wells.push(...readWells(line, wellsInRow(row, texts), parts))
  }
  return { wells, next: from + rowLetters(format).length }
}

/** Plates without anything else: column numbers, then rows, once for each wavelength. */
export const readMatrix: DialectReader = (lines, settings) => {
  const mistakes: Mistake[] = []
  const columns = columnNumbers(formatOf(settings))
  const found: MatrixReading[] = []
  for (let at = 0; at < lines.length;) {
    const line = lines[at]
    if (line === undefined || line.text.trim() === '') at += 1
    else if (isColumnHeader(line, columns)) {
      const matrix = readRows(lines, at + 1, { settings, mistakes })
      found.push(matrix)
      at = Math.max(matrix.next, at + 1)
    } else {
      mistakes.push({ line: line.number, what: 'expected a line of column numbers' })
      break
    }
  }
  const wavelengths = settings.wavelengths_nm ?? []
  if (mistakes.length === 0 && found.length !== wavelengths.length) {
    const what = `the file has ${found.length} matrices, expected ${wavelengths.length}`
    mistakes.push({ line: lines.length, what })
  }
  const blocks = found.map(({ wells }, index) =>
    blockOf(wavelengths[index] ?? 0, wells, { settings }),
  )
  return reading([{ blocks, extra: {}, endsAt: lines.at(-1)?.endsAt ?? 0 }], mistakes)
}
