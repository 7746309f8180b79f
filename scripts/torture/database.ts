import { existsSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'

/** What a kill can leave on the way, by the tables of work under way. */
export const WORKS = [
  { name: 'captures open', sql: 'SELECT count(*) FROM captures WHERE settled = 0' },
  { name: 'reads without plate', sql: 'SELECT count(*) FROM reads_to_assign' },
  { name: 'plates without analysis', sql: 'SELECT count(*) FROM plates_to_analyse' },
  { name: 'analyses without files', sql: 'SELECT count(*) FROM analyses_to_export' },
] as const

type Row = Readonly<Record<string, unknown>>
type Rows = (sql: string) => readonly Row[]

/** Looks at a database without the daemon's code; nothing is changed, no checkpoint is made. */
export function looking<Value>(dataFolder: string, look: (rows: Rows) => Value): Value | undefined {
  const file = join(dataFolder, 'assayd.sqlite')
  if (!existsSync(file)) return undefined
  const database = new Database(file, { readonly: true, fileMustExist: true })
  try {
    return look((sql) => database.prepare<[], Row>(sql).all())
  } finally {
    database.close()
  }
}

/** The one number that a query gives. */
export function count(rows: Rows, sql: string): number {
  return Number(Object.values(rows(sql)[0] ?? {})[0])
}

/** How much of each of `WORKS` waits; none in a database that has no tables yet. */
export function workLeft(dataFolder: string): readonly number[] {
  const found = looking(dataFolder, (rows) => {
    const isNew = rows("SELECT 1 FROM sqlite_schema WHERE name = 'exports'").length === 0
    return WORKS.map(({ sql }) => (isNew ? 0 : count(rows, sql)))
  })
  return found ?? WORKS.map(() => 0)
}

export interface StoredRead {
  readonly reader: string
  readonly bytes: Buffer
}

/** The bytes of every stored read. */
export function storedReads(dataFolder: string): readonly StoredRead[] {
  const found = looking(dataFolder, (rows) => rows('SELECT reader_id, bytes FROM reads'))
  return (found ?? []).map(({ reader_id: reader, bytes }) => {
    if (!Buffer.isBuffer(bytes)) throw new TypeError('Expected the bytes of a read.')
    return { reader: String(reader), bytes }
  })
}
