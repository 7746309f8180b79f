import type { Slice, SliceOf } from '../ports/lists.ts'
import { numberOrNullAt } from './rows.ts'
import type { Binding, Session } from './session.ts'

/** What is greater than every number that SQLite gives. */
export const NO_NUMBER = Number.MAX_SAFE_INTEGER

/** Rows of a table by their growing numbers. */
export interface Numbered {
  readonly table: string
  /** Its INTEGER PRIMARY KEY. */
  readonly key: string
  /** Of which rows alone, where an index leads to them. */
  readonly only?: { readonly sql: string; readonly value: Binding } | undefined
}

/** The number of the row so many rows before `below`, or of the first; null when none is before. */
export function floorOf(
  session: Session,
  { table, key, only }: Numbered,
  { below, rows }: { readonly below: number; readonly rows: number },
): number | null {
  const where = only === undefined ? '' : ` AND ${only.sql}`
  const sql = `SELECT min(number) AS floor FROM (
    SELECT ${key} AS number FROM ${table} WHERE ${key} < ?${where} ORDER BY ${key} DESC LIMIT ?)`
  const row = session.first(sql, below, ...(only === undefined ? [] : [only.value]), rows)
  return row === undefined ? null : numberOrNullAt(row, 'floor')
}

/** Which rows of a table a slice may have, and which of these it takes. */
export interface Looked extends Numbered, SliceOf {
  /** So many rows are looked at, whether they fit or not. */
  readonly rows: number
}

/** What was found, newest first, each row with its number. */
type Found<Row> = readonly { readonly number: number; readonly row: Row }[]

/** A slice of a list in the order of one number, whose `before` is such a number. */
export function numberedSlice<Row>(
  session: Session,
  from: Looked,
  load: (below: number, floor: number) => Found<Row>,
): Slice<Row> {
  const below = from.before === null ? NO_NUMBER : Number(from.before)
  const floor = floorOf(session, from, { below, rows: from.rows })
  if (floor === null) return { rows: [], before: null }
  const found = load(below, floor)
  const end = found.length < from.rowsMax ? floor : (found.at(-1)?.number ?? floor)
  const isMore = floorOf(session, from, { below: end, rows: 1 }) !== null
  return { rows: found.map(({ row }) => row), before: isMore ? String(end) : null }
}
