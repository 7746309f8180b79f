import type BetterSqlite3 from 'better-sqlite3'

import type { AuditHead, NewAuditEntry } from '../ports/audit.ts'
import { appendEntry } from './audit.ts'
import type { Row } from './rows.ts'

/** What a statement may be given. */
export type Binding = string | number | null | Uint8Array

/** One connection with its prepared statements; everything inside a transaction goes through it. */
export interface Session {
  /** Inserts one row. Throws TypeError on a number that is not finite. */
  insert(table: string, row: Row): void
  run(sql: string, ...values: readonly Binding[]): { readonly changes: number }
  all(sql: string, ...values: readonly Binding[]): readonly Row[]
  first(sql: string, ...values: readonly Binding[]): Row | undefined
  /** The key SQLite gave the row inserted last. */
  lastKey(): number
  /** Notes a change of state, after its rows and in their transaction. */
  record(entry: NewAuditEntry): AuditHead
}

/**
 * SQLite turns NaN into NULL and keeps infinities, so that "no number" would look like a number
 * that was never there. Neither may arise in the core: this is the last place to notice.
 */
function insistOnFinite(table: string, row: Row): void {
  for (const [column, cell] of Object.entries(row)) {
    if (typeof cell === 'number' && !Number.isFinite(cell)) {
      throw new TypeError(`Expected a finite number for ${table}.${column}, got '${cell}'.`)
    }
  }
}

function insertSql(table: string, columns: readonly string[]): string {
  const marks = columns.map(() => '?').join(', ')
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`
}

/**
 * Statements are prepared once for each text and kept as long as the connection. `now` gives the
 * time of audit entries; whoever only reads needs none.
 */
export function openSession(database: BetterSqlite3.Database, now?: () => string): Session {
  const statements = new Map<string, BetterSqlite3.Statement<Binding[], Row>>()
  const inserts = new Map<string, string>()
  let lastKey = 0

  const prepared = (sql: string) => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare<Binding[], Row>(sql)
    statements.set(sql, statement)
    return statement
  }

  const session: Session = {
    insert(table, row) {
      insistOnFinite(table, row)
      // Every row of a table is made by one function, so its columns always come in one order.
      const sql = inserts.get(table) ?? insertSql(table, Object.keys(row))
      inserts.set(table, sql)
      lastKey = Number(prepared(sql).run(...Object.values(row)).lastInsertRowid)
    },
    run: (sql, ...values) => ({ changes: prepared(sql).run(...values).changes }),
    all: (sql, ...values) => prepared(sql).all(...values),
    first: (sql, ...values) => prepared(sql).get(...values),
    lastKey: () => lastKey,
    record(entry) {
      if (now === undefined) throw new TypeError('Expected a session that may write.')
      return appendEntry(session, now(), entry)
    },
  }
  return session
}
