import { join } from 'node:path'

import Database from 'better-sqlite3'

/** Copies lie so far apart in the numbers of their reads. */
const READS_APART = 1_000_000
const HOURS_APART = 5
const BATCH = 50
/** Documents that every plate has of its own. */
const OWN_DOCUMENTS = "('history', 'run-sheet')"

type Db = Database.Database

interface Column {
  readonly name: string
  readonly pk: number
  readonly type: string
}

export interface FillParts {
  readonly dataFolder: string
  /** A database with the plates to copy; it stays as it is. */
  readonly template: string
  readonly plates: number
}

/**
 * Copies the plates of a template until there are so many: every row of every table under keys of
 * its own, hours apart, with its run sheet, its history and its entries in the audit trail. The
 * hashes of copied entries are made up, so that the trail is as large as a true one and no chain.
 */
export function fillUp({ dataFolder, template, plates }: FillParts): void {
  const db = new Database(join(dataFolder, 'assayd.sqlite'))
  db.pragma('foreign_keys = OFF')
  db.pragma('synchronous = OFF')
  db.pragma('temp_store = MEMORY')
  db.pragma('cache_size = -200000')
  db.prepare('ATTACH ? AS template').run(template)
  const tables = tablesOf(db)
  for (const { name } of tables) {
    db.exec(`CREATE TEMP TABLE t_${name} AS SELECT * FROM template.${name}`)
  }
  const made = countOf(db, 'template')
  const there = Math.floor(countOf(db, 'main') / made)
  const copies = Math.ceil(plates / made) - 1
  db.exec('CREATE TEMP TABLE numbers (copy_n INTEGER PRIMARY KEY)')
  const number = db.prepare('INSERT INTO numbers VALUES (?)')
  for (let n = there; n <= copies; n += 1) number.run(n)
  for (let first = there; first <= copies; first += BATCH) {
    const batch = db.transaction(() => {
      const range = `copy_n BETWEEN ${first} AND ${Math.min(copies, first + BATCH - 1)}`
      for (const table of tables) db.exec(copySql(table, range))
    })
    batch()
  }
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.exec('ANALYZE')
  db.close()
}

interface Table {
  readonly name: string
  readonly columns: readonly Column[]
}

/** Tables whose rows belong to a plate. */
function tablesOf(db: Db): readonly Table[] {
  const names = db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('sqlite_'))
  const tables = names.map((name) => ({
    name,
    columns: db.prepare<[], Column>(`PRAGMA table_info(${name})`).all(),
  }))
  const keys = new Set([...Object.keys(KEYS), 'subject_key'])
  return tables.filter(
    ({ name, columns }) => name === 'documents' || columns.some((column) => keys.has(column.name)),
  )
}

/** What becomes of a key in copy n. */
const KEYS: Readonly<Record<string, string>> = {
  plate: "plate || '-' || copy_n",
  from_plate: "from_plate || '-' || copy_n",
  capture_id: "capture_id || '-' || copy_n",
  read_id: `read_id + copy_n * ${READS_APART}`,
  analysis_id: `substr(analysis_id, 1, instr(analysis_id, '/') - 1) || '-' || copy_n ||
    substr(analysis_id, instr(analysis_id, '/'))`,
}

const OTHERS: Readonly<Record<string, string>> = {
  'reads.received_at': `strftime('%Y-%m-%dT%H:%M:%S', substr(received_at, 1, 19),
    '+' || (copy_n * ${HOURS_APART}) || ' hours') || substr(received_at, 20)`,
  'analysis_documents.hash': `CASE WHEN kind IN ${OWN_DOCUMENTS}
    THEN hash || '-' || copy_n ELSE hash END`,
  'documents.hash': "hash || '-' || copy_n",
  'audit.subject_key': "subject_key || '-' || copy_n",
  'audit.previous': "previous || '-' || copy_n",
  'audit.hash': "hash || '-' || copy_n",
}

function copySql({ name, columns }: Table, range: string): string {
  // SQLite gives new numbers where nothing refers to them.
  const copied = columns.filter(
    ({ name: column, pk, type }) => !(pk === 1 && type === 'INTEGER' && !(column in KEYS)),
  )
  const values = copied.map(({ name: column }) => {
    return OTHERS[`${name}.${column}`] ?? KEYS[column] ?? column
  })
  const own =
    name === 'documents'
      ? ` AND hash IN (SELECT hash FROM t_analysis_documents WHERE kind IN ${OWN_DOCUMENTS})`
      : ''
  return `INSERT INTO ${name} (${copied.map((column) => column.name).join(', ')})
    SELECT ${values.join(', ')} FROM numbers CROSS JOIN t_${name} WHERE ${range}${own}`
}

function countOf(db: Db, schema: 'main' | 'template'): number {
  return Number(db.prepare(`SELECT count(*) FROM ${schema}.plates`).pluck().get())
}
