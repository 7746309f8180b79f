import { parse } from 'csv-parse/sync'

import type { TextDialect } from '../core/text-dialect.ts'

/** The sign between two cells. */
export type Separator = TextDialect['separator']

/** One record of a CSV file, with the line it begins on. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

/** Something wrong at a line. */
export interface WrongLine {
  readonly line: number
  readonly what: string
}

/** The records of a text that is well-formed CSV, or where it is not. */
export type CsvReading =
  | { readonly records: readonly CsvRecord[]; readonly wrong: readonly WrongLine[] }
  | { readonly records: null; readonly wrong: readonly WrongLine[] }

const OPTIONS = {
  relax_column_count: true,
  skip_empty_lines: true,
  skip_records_with_empty_values: true,
  trim: true,
} as const

/**
 * Reads separated records; the first is the header. Every ragged record is told. Windows line ends
 * become plain ones, also in quoted cells, where csv-parse would count them twice.
 */
export function readRecords(text: string, separator: Separator): CsvReading {
  const records: CsvRecord[] = []
  // csv-parse counts to the end of a record, which quoted line breaks move down.
  const keep = (cells: string[], { lines }: { lines: number }): null => {
    const breaks = cells.join('').split('\n').length - 1
    records.push({ line: lines - breaks, cells })
    return null
  }
  try {
    const options = { ...OPTIONS, delimiter: separator, on_record: keep }
    parse(text.replaceAll('\r\n', '\n'), options)
    return { records, wrong: raggedRecords(records, separator) }
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 1
    const why = error instanceof Error ? error.message : String(error)
    return { records: null, wrong: [{ line, what: `is not well-formed CSV: ${why}` }] }
  }
}

function raggedRecords(
  [header, ...records]: readonly CsvRecord[],
  separator: Separator,
): readonly WrongLine[] {
  const width = header?.cells.length ?? 0
  return records
    .filter(({ cells }) => cells.length !== width)
    .map(({ line, cells }) => {
      const text = `'${cells.join(separator)}' has ${cells.length} cells`
      return { line, what: `${text}, expected ${width} as in the header` }
    })
}
