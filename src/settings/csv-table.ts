import type { ReadTable, Table, TableRow } from '../ports/table.ts'
import type { CsvRecord, WrongLine } from './csv-records.ts'
import { readRecords } from './csv-records.ts'
import type { Mistake } from './mistake.ts'
import { mistakesError, shownFile } from './mistake.ts'
import { readText, withoutMark } from './text-file.ts'

/** A table with its text, or every mistake that keeps it from being one. */
export type TableReading =
  | { readonly table: Table; readonly text: string; readonly mistakes: readonly [] }
  | { readonly table: null; readonly mistakes: readonly Mistake[]; readonly missing: boolean }

/** Separators of other dialects, and how to name them. */
const OTHER_SEPARATORS = new Map([
  [';', "';'"],
  ['\t', 'tabs'],
  ['|', "'|'"],
])

/**
 * Reads a comma-separated table with a header line (RFC 4180). A byte order mark is skipped, spaces
 * around unquoted cells do not count, and records without any text are passed over.
 */
export const readTable: ReadTable = (file) => {
  const reading = parseTable(file)
  if (reading.table !== null) return reading.table
  throw mistakesError(reading.mistakes, reading.missing ? 'config-missing' : 'config-syntax')
}

/** Like readTable, with the mistakes as values. */
export function parseTable(path: string): TableReading {
  const read = readText(path)
  if (read.text === undefined)
    return { table: null, mistakes: [read.mistake], missing: read.missing }
  const file = shownFile(path)
  const { records, wrong } = readRecords(withoutMark(read.text))
  const [header, ...rest] = records ?? []
  const inHeader = records === null ? [] : headerMistakes(header)
  const mistakes = [...inHeader, ...(otherSeparator(header) ? [] : wrong)]
  if (header === undefined || mistakes.length > 0) {
    const told = mistakes.map(({ line, what }) => ({ file, line, path: '', what, syntax: true }))
    return { table: null, mistakes: told, missing: false }
  }
  const table = { file, header: header.cells, rows: rest.map((record) => rowOf(header, record)) }
  return { table, text: read.text, mistakes: [] }
}

function rowOf(header: CsvRecord, { line, cells }: CsvRecord): TableRow {
  return {
    line,
    cells: Object.fromEntries(header.cells.map((name, at) => [name, cells[at] ?? ''])),
  }
}

function headerMistakes(header: CsvRecord | undefined): readonly WrongLine[] {
  if (header === undefined) return [{ line: 1, what: 'has no header line, expected column names' }]
  const { line, cells } = header
  const separator = otherSeparator(header)
  if (separator !== undefined)
    return [{ line, what: `'${cells[0]}' is separated by ${separator}, expected commas` }]
  const twice = cells.filter((name, at) => name !== '' && cells.indexOf(name) !== at)
  const unnamed = cells.flatMap((name, at) => (name === '' ? [at + 1] : []))
  return [
    ...twice.map((name) => `column '${name}' is there twice, expected each name once`),
    ...unnamed.map((at) => `column ${at} has no name, expected one`),
  ].map((what) => ({ line, what }))
}

/** The sign that separates a header of one cell, if it is one that other dialects use. */
function otherSeparator(header: CsvRecord | undefined): string | undefined {
  const [cell = '', ...others] = header?.cells ?? []
  if (others.length > 0) return undefined
  return [...OTHER_SEPARATORS].find(([sign]) => cell.includes(sign))?.[1]
}
