import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { MIGRATIONS, migrate } from '../../src/store/migrate.ts'
import type { Migration } from '../../src/store/migration.ts'
import { openStore } from '../../src/store/open-store.ts'
import { sampleCapture, sampleHeardRead } from '../support/sample-records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A folder whose database holds one read; the file is closed. */
function filledFolder(): { folder: string; file: string } {
  const folder = temporaryFolder()
  const store = openStore(folder)
  store.saveCapture(sampleCapture(), 'a.capture')
  for (const lastByte of [1, 2, 3, 4]) store.saveRead(sampleHeardRead({ lastByte }))
  store.close()
  return { folder, file: join(folder, 'assayd.sqlite') }
}

function errorFrom(work: () => unknown): AssaydError {
  try {
    work()
  } catch (error) {
    if (error instanceof AssaydError) return error
    throw error
  }
  throw new RangeError('Expected the work to fail.')
}

describe('opening', () => {
  it('makes the folder and a database with the promised settings', () => {
    const folder = join(temporaryFolder(), 'deep', 'data')
    openStore(folder).close()
    const database = new Database(join(folder, 'assayd.sqlite'))
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(database.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length)
    const sql = `SELECT name, strict FROM pragma_table_list
      WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`
    const tables = database.prepare<[], { name: string; strict: number }>(sql).all()
    expect(tables.length).toBeGreaterThan(15)
    expect(tables.filter(({ strict }) => strict === 0)).toStrictEqual([])
    database.close()
  })

  it('refuses a file that is no database and leaves it as it is', () => {
    const folder = temporaryFolder()
    const file = join(folder, 'assayd.sqlite')
    writeFileSync(file, 'plate,well,od\n'.repeat(500))
    const error = errorFrom(() => openStore(folder))
    expect(error).toMatchObject({ code: 'store-damaged' })
    expect(error.message).toContain(file)
    expect(error.hint).not.toBe('')
    expect(readFileSync(file, 'utf8')).toBe('plate,well,od\n'.repeat(500))
  })

  it('refuses a database with broken pages', () => {
    const { folder, file } = filledFolder()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 4096 * 4, 4096 * 9)
    writeFileSync(file, bytes)
    expect(errorFrom(() => openStore(folder))).toMatchObject({ code: 'store-damaged' })
  })

  it('refuses the database of another program', () => {
    const folder = temporaryFolder()
    const other = new Database(join(folder, 'assayd.sqlite'))
    other.exec('CREATE TABLE notes (text TEXT)')
    other.close()
    expect(errorFrom(() => openStore(folder)).message).toContain("another program's")
  })

  it('refuses a database newer than the program, naming both', () => {
    const { folder, file } = filledFolder()
    const newer = new Database(file)
    newer.pragma('user_version = 99')
    newer.close()
    const error = errorFrom(() => openStore(folder))
    expect(error.code).toBe('store-newer')
    expect(error.message).toContain(`form 99; this program knows forms up to ${MIGRATIONS.length}`)
  })

  it('refuses a data folder that is a file', () => {
    const file = join(temporaryFolder(), 'data')
    writeFileSync(file, '')
    expect(errorFrom(() => openStore(file))).toMatchObject({ code: 'store-open' })
  })

  it('may be closed twice', () => {
    const store = openStore(temporaryFolder())
    store.close()
    expect(() => store.close()).not.toThrow()
  })
})

const now = (): string => '2026-11-23T09:00:00.000+03:00'

describe('migrating', () => {
  const next: Migration = {
    number: MIGRATIONS.length + 1,
    name: 'next',
    insertedOnly: ['notes'],
    sql: 'CREATE TABLE notes (note TEXT NOT NULL) STRICT',
  }
  const later: Migration = {
    number: next.number + 1,
    name: 'later',
    insertedOnly: [],
    sql: 'CREATE TABLE half (a TEXT) STRICT; INSERT INTO nowhere VALUES (1)',
  }

  it('numbers its steps without holes', () => {
    expect(MIGRATIONS.map(({ number }) => number)).toStrictEqual(MIGRATIONS.map((_, i) => i + 1))
  })

  it('keeps a whole copy of a database that holds something', () => {
    const { file } = filledFolder()
    const database = new Database(file)
    migrate(database, file, { now, migrations: [...MIGRATIONS, next] })
    expect(database.pragma('user_version', { simple: true })).toBe(next.number)
    database.exec("INSERT INTO notes VALUES ('x')")
    expect(() => database.exec('DELETE FROM notes')).toThrow('only ever inserted')
    database.close()
    const copy = new Database(`${file}.version-${MIGRATIONS.length}`, { readonly: true })
    expect(copy.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length)
    expect(copy.prepare('SELECT count(*) AS n FROM reads').get()).toStrictEqual({ n: 4 })
    copy.close()
    expect(existsSync(`${file}.version-${MIGRATIONS.length}.partial`)).toBe(false)
  })

  it('makes no copy of a new database', () => {
    const folder = temporaryFolder()
    openStore(folder).close()
    expect(existsSync(join(folder, 'assayd.sqlite.version-0'))).toBe(false)
    expect(existsSync(join(folder, 'assayd.sqlite.version-1'))).toBe(false)
  })

  it('undoes a step that fails, tables and number together, and keeps the steps before', () => {
    const { file } = filledFolder()
    const database = new Database(file)
    expect(() =>
      migrate(database, file, { now, migrations: [...MIGRATIONS, next, later] }),
    ).toThrow('nowhere')
    expect(database.pragma('user_version', { simple: true })).toBe(next.number)
    const sql = "SELECT name FROM sqlite_schema WHERE name IN ('half', 'notes')"
    expect(database.prepare(sql).all()).toStrictEqual([{ name: 'notes' }])
    database.close()
  })
})
