import { AssaydError } from '../core/errors.ts'
import type { CurvePoint } from '../core/curve/fit-curve.ts'
import type { ReadTable, Table, TableRow } from '../ports/table.ts'

/** An OD to be read off the curve: the mean of so many wells. */
export interface Unknown {
  readonly od: number
  readonly wells: number
}

/** What `assayd fit` works on. */
export interface FitInput {
  readonly standards: readonly CurvePoint[]
  readonly unknowns: readonly Unknown[]
}

/** A cell's value, or what is wrong with it. */
type Cell = { readonly value: number } | { readonly what: string }

const NUMBER_PATTERN = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i
const DECIMAL_COMMA_PATTERN = /^[-+]?\d*,\d+(e[-+]?\d+)?$/i
const WHOLE_PATTERN = /^[1-9]\d{0,8}$/

/**
 * Reads standards (`conc,od`) and, where a file is given, unknowns (`od` and perhaps `wells`).
 * Throws AssaydError `config-invalid` with every mistake of both files, one a line as
 * `file:line: column: 'text', expected what`.
 */
export function readFitInput(
  readTable: ReadTable,
  files: { readonly standards: string; readonly unknowns: string | undefined },
): FitInput {
  const standards = checked(readTable(files.standards), STANDARD_COLUMNS)
  const unknowns =
    files.unknowns === undefined ? NOTHING : checked(readTable(files.unknowns), UNKNOWN_COLUMNS)
  const mistakes = [...standards.mistakes, ...unknowns.mistakes]
  if (mistakes.length > 0) {
    const hint = 'Correct these places and try again.'
    throw new AssaydError('config-invalid', mistakes.join('\n'), { hint })
  }
  return {
    standards: standards.rows.map(({ conc = 0, od = 0 }) => ({ concentration: conc, od })),
    unknowns: unknowns.rows.map(({ od = 0, wells = 1 }) => ({ od, wells })),
  }
}

interface Column {
  readonly name: string
  readonly isOptional: boolean
  readonly cellFrom: (text: string) => Cell
}

const OD_COLUMN: Column = { name: 'od', isOptional: false, cellFrom: numberFrom }

const STANDARD_COLUMNS: readonly Column[] = [
  { name: 'conc', isOptional: false, cellFrom: concentrationFrom },
  OD_COLUMN,
]

const UNKNOWN_COLUMNS: readonly Column[] = [
  OD_COLUMN,
  { name: 'wells', isOptional: true, cellFrom: wellsFrom },
]

/** The rows of a table by column name, or the lines of its mistakes. */
interface Checked {
  readonly rows: readonly Readonly<Record<string, number>>[]
  readonly mistakes: readonly string[]
}

const NOTHING: Checked = { rows: [], mistakes: [] }

function checked(table: Table, columns: readonly Column[]): Checked {
  const inHeader = headerMistakes(table, columns)
  if (inHeader.length > 0) return { rows: [], mistakes: inHeader }
  const present = columns.filter(({ name }) => table.header.includes(name))
  const mistakes: string[] = []
  const rows = table.rows.filter(hasText).map(({ line, cells }) => {
    const values: Record<string, number> = {}
    for (const { name, cellFrom } of present) {
      const text = (cells[name] ?? '').trim()
      const cell = cellFrom(text)
      if ('value' in cell) values[name] = cell.value
      else mistakes.push(`${table.file}:${line}: ${name}: '${text}', ${cell.what}`)
    }
    return values
  })
  if (rows.length === 0) mistakes.push(`${table.file}:1: has no rows, expected one a well`)
  return { rows, mistakes }
}

function headerMistakes({ file, header }: Table, columns: readonly Column[]): readonly string[] {
  const names = new Set(columns.map(({ name }) => name))
  const shown = columns.map(({ name, isOptional }) => (isOptional ? `[${name}]` : name))
  const expected = `expected ${shown.join(',')}`
  const missing = columns.filter(({ name, isOptional }) => !isOptional && !header.includes(name))
  const strange = header.filter((name) => !names.has(name))
  return [
    ...missing.map(({ name }) => `${file}:1: column '${name}' is missing, ${expected}`),
    ...strange.map((name) => `${file}:1: Unrecognized column '${name}', ${expected}`),
  ]
}

function hasText({ cells }: TableRow): boolean {
  return Object.values(cells).some((text) => text.trim() !== '')
}

function numberFrom(text: string): Cell {
  if (DECIMAL_COMMA_PATTERN.test(text)) {
    return { what: 'expected a number with a decimal point, not a decimal comma' }
  }
  const value = Number(text)
  if (!NUMBER_PATTERN.test(text) || !Number.isFinite(value)) return { what: 'expected a number' }
  return { value }
}

function concentrationFrom(text: string): Cell {
  const cell = numberFrom(text)
  return 'value' in cell && cell.value < 0 ? { what: 'expected a number not below zero' } : cell
}

/** An empty cell is one well. */
function wellsFrom(text: string): Cell {
  if (text === '') return { value: 1 }
  if (WHOLE_PATTERN.test(text)) return { value: Number(text) }
  return { what: 'expected a whole number of wells above zero' }
}
