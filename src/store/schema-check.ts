import Database from 'better-sqlite3'

import { migrate } from './migrate.ts'
import { textAt } from './rows.ts'
import { openSession, type Session } from './session.ts'

/** Tables, triggers, views and indexes that are not as this program makes them. */
export function alteredSchema(session: Session): readonly string[] {
  const wanted = ownSchema()
  const found = schemaOf(session)
  const gone = [...wanted.keys()].filter((name) => !found.has(name))
  const other = [...found].filter(([name, sql]) => wanted.get(name) !== sql)
  return [
    ...gone.map((name) => `The database has lost its ${name}.`),
    ...other.map(([name]) => `The ${name} of the database is not as this program makes it.`),
  ]
}

function ownSchema(): ReadonlyMap<string, string> {
  const database = new Database(':memory:')
  try {
    migrate(database, ':memory:', { now: () => '' })
    return schemaOf(openSession(database))
  } finally {
    database.close()
  }
}

/** By `trigger audit_no_update`, what SQLite keeps of how it was made. */
function schemaOf(session: Session): ReadonlyMap<string, string> {
  const sql = `SELECT type || ' ' || name AS name, sql FROM sqlite_schema
    WHERE sql IS NOT NULL AND NOT (type = 'table' AND name GLOB 'sqlite_stat[0-9]')`
  return new Map(session.all(sql).map((row) => [textAt(row, 'name'), textAt(row, 'sql')]))
}
