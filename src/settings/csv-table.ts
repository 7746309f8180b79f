import type { ReadTable, Table, TableRow } from '../ports/table.ts'
import type { CsvRecord, Separator, WrongLine } from './csv-records.ts'
import { readRecords } from './csv-records.ts'
import type { Mistake } from './mistake.ts'
import { mistakesError, shownFile } from './mistake.ts'
import { readText, withoutMark } from './text-file.ts'

/**
 * A table with its text, or null when there is none to be had. A table may have mistakes: ragged
 * lines are told and are not among its rows, so that the others can be looked at all the same.
 */
export type TableReading =
  | { readonly table: Table; readonly text: string; readonly mistakes: readonly Mistake[] }
  | { readonly table: null; readonly mistakes: readonly Mistake[]; readonly missing: boolean }

/** How the cells of a file are separated, and which setting said so. */
export interface Separation {
  readonly separator: Separator
  readonly saidBy: string | null
}

const BY_COMMAS: Separation = { separator: ',', saidBy: null }

/** What separates cells in one dialect or another, and how to name it. */
const SEPARATORS = new Map([
  [',', 'commas'],
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
  if (reading.table !== null && reading.mistakes.length === 0) return reading.table
  const isMissing = reading.table === null && reading.missing
  throw mistakesError(reading.mistakes, isMissing ? 'config-missing' : 'config-syntax')
}

/** Like readTable, with the mistakes as values, and with other separators when it is said. */
export function parseTable(path: string, separation: Separation = BY_COMMAS): TableReading {
  const read = readText(path)
  if (read.text === undefined)
    return { table: null, mistakes: [read.mistake], missing: read.missing }
  return tableFrom({ file: shownFile(path), text: read.text }, separation)
}

/** The table in a text; `file` is how messages name it. */
export function tableFrom(
  { file, text }: { readonly file: string; readonly text: string },
  separation: Separation,
): TableReading {
  const { records, wrong } = readRecords(withoutMark(text), separation.separator)
  const [header, ...rest] = records ?? []
  const inHeader = records === null ? [] : headerMistakes(header, separation)
  const told = [...inHeader, ...(otherSeparator(header, separation) ? [] : wrong)]
  const mistakes = told.map(({ line, what }) => ({ file, line, path: '', what, syntax: true }))
  if (header === undefined || inHeader.length > 0) return { table: null, mistakes, missing: false }
  const whole = rest.filter(({ cells }) => cells.length === header.cells.length)
  const table = { file, header: header.cells, rows: whole.map((record) => rowOf(header, record)) }
  return { table, text, mistakes }
}

function rowOf(header: CsvRecord, { line, cells }: CsvRecord): TableRow {
  return {
    line,
    cells: Object.fromEntries(header.cells.map((name, at) => [name, cells[at] ?? ''])),
  }
}

function headerMistakes(
  header: CsvRecord | undefined,
  separation: Separation,
): readonly WrongLine[] {
  if (header === undefined) return [{ line: 1, what: 'has no header line, expected column names' }]
  const { line, cells } = header
  const other = otherSeparator(header, separation)
  if (other !== undefined) {
    const what = `'${cells[0]}' is separated by ${other}, expected ${inWords(separation)}`
    return [{ line, what }]
  }
  const twice = cells.filter((name, at) => name !== '' && cells.indexOf(name) !== at)
  const unnamed = cells.flatMap((name, at) => (name === '' ? [at + 1] : []))
  return [
    ...twice.map((name) => `column '${name}' is there twice, expected each name once`),
    ...unnamed.map((at) => `column ${at} has no name, expected one`),
  ].map((what) => ({ line, what }))
}

/** The sign that separates a header of one cell, if it is one that other dialects use. */
function otherSeparator(
  header: CsvRecord | undefined,
  { separator }: Separation,
): string | undefined {
  const [cell = '', ...others] = header?.cells ?? []
  if (others.length > 0) return undefined
  return [...SEPARATORS].find(([sign]) => sign !== separator && cell.includes(sign))?.[1]
}

function inWords({ separator, saidBy }: Separation): string {
  const name = SEPARATORS.get(separator) ?? separator
  return saidBy === null ? name : `${name}, as ${saidBy} says`
}
