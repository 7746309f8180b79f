import { AssaydError } from '../core/errors.ts'

/** What a column of a STRICT table holds. */
export type Cell = string | number | null | Uint8Array

/** One row by column name. */
export type Row = Readonly<Record<string, Cell>>

function unexpected(column: string, wanted: string, cell: unknown): AssaydError {
  const shown = cell instanceof Uint8Array ? 'bytes' : String(cell)
  return new AssaydError('store-damaged', `Expected ${wanted} in '${column}', got '${shown}'.`, {
    hint: 'The database was changed by another program: restore it from a copy.',
  })
}

export function textAt(row: Row, column: string): string {
  const cell = row[column]
  if (typeof cell !== 'string') throw unexpected(column, 'text', cell)
  return cell
}

export function textOrNullAt(row: Row, column: string): string | null {
  return row[column] === null ? null : textAt(row, column)
}

export function numberAt(row: Row, column: string): number {
  const cell = row[column]
  if (typeof cell !== 'number') throw unexpected(column, 'a number', cell)
  return cell
}

export function numberOrNullAt(row: Row, column: string): number | null {
  return row[column] === null ? null : numberAt(row, column)
}

export function flagAt(row: Row, column: string): boolean {
  return numberAt(row, column) === 1
}

/** A copy, so that the value outlives the statement and compares like the bytes that were saved. */
export function bytesAt(row: Row, column: string): Uint8Array {
  const cell = row[column]
  if (!(cell instanceof Uint8Array)) throw unexpected(column, 'bytes', cell)
  return Uint8Array.from(cell)
}

/** One word of a closed union; the words are given as the keys of an object. */
export function wordAt<Words extends object>(
  row: Row,
  column: string,
  words: Words,
): keyof Words & string {
  const cell = row[column]
  if (typeof cell === 'string' && isWord(words, cell)) return cell
  throw unexpected(column, `one of ${Object.keys(words).join(', ')}`, cell)
}

function isWord<Words extends object>(words: Words, text: string): text is keyof Words & string {
  return Object.hasOwn(words, text)
}

/** JSON of something small. Throws TypeError on a number JSON would silently turn into null. */
export function jsonFrom(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (typeof part === 'number' && !Number.isFinite(part)) {
      throw new TypeError(`Expected a finite number at '${key}', got '${part}'.`)
    }
    return part
  })
}

/** What `jsonFrom` wrote, as the type that was written; `check` says whether it still is. */
export function jsonAt<Value>(
  row: Row,
  column: string,
  check: (value: unknown) => value is Value,
): Value {
  const text = textAt(row, column)
  try {
    const value: unknown = JSON.parse(text)
    if (check(value)) return value
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
  }
  throw unexpected(column, 'the JSON this program writes', text.slice(0, 80))
}
