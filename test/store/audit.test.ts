import { createHash } from 'node:crypto'
import { cpSync } from 'node:fs'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import type { AuditHead } from '../../src/ports/audit.ts'
import { MIGRATIONS, migrate } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open-store.ts'
import { flipped } from '../support/flipped-bit.ts'
import { decideAll } from '../support/sample-decisions.ts'
import { pastTriggers } from '../support/past-triggers.ts'
import {
  sampleArchived,
  sampleCapture,
  sampleFault,
  sampleHeardRead,
  sampleNewAnalysis,
  sampleRecord,
} from '../support/sample-records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { WHOLE_TRAIL as ALL } from '../support/whole-trail.ts'

const AT = '2026-11-23T09:15:01.000+03:00'

/** A folder with a row in every table of evidence. */
function filled(): string {
  const folder = temporaryFolder()
  const store = openStore(folder, () => AT)
  store.saveCapture(sampleCapture(), 'a.capture')
  store.saveExpectation({ captureId: sampleCapture().id, fromByte: 0, sheets: [] })
  const { readId } = store.saveRead(sampleHeardRead()).stored
  store.savePlate(sampleRecord(), readId)
  store.saveAnalysis(sampleNewAnalysis({ readId, blocked: true }))
  store.saveExport('IL6-07/1', AT, ['a.csv'])
  store.saveFault(sampleFault())
  store.settleCapture(sampleCapture().id, { bytes: 3, sha256: 'abc' })
  store.saveArchived(sampleArchived())
  decideAll(store, readId)
  store.close()
  return folder
}

function findings(folder: string, kept: AuditHead | null = null): readonly string[] {
  const store = openStore(folder)
  const found = [...store.auditChecked(kept)].flatMap((step) => step.findings)
  store.close()
  return found
}

/** Writes into the database as somebody would who knows SQLite, past every trigger and key. */
function behindTheBack(folder: string, work: (database: Database.Database) => void): void {
  const database = new Database(join(folder, 'assayd.sqlite'))
  database.pragma('foreign_keys = OFF')
  pastTriggers(database, () => work(database))
  database.close()
}

/** Work under way is no evidence: it follows from the rows. */
const UNDER_WAY = new Set(['reads_to_assign', 'plates_to_analyse', 'analyses_to_export'])

interface Table {
  readonly table: string
  readonly columns: readonly string[]
}

interface ColumnInfo {
  readonly name: string
  readonly pk: number
}

function infoOf(database: Database.Database, table: string): readonly ColumnInfo[] {
  return database.prepare<[], ColumnInfo>(`PRAGMA table_info(${table})`).all()
}

function tables(folder: string): readonly Table[] {
  const database = new Database(join(folder, 'assayd.sqlite'), { readonly: true })
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
  const found = database
    .prepare<[], { name: string }>(sql)
    .all()
    .filter(({ name }) => !UNDER_WAY.has(name))
    .map(({ name }) => ({
      table: name,
      columns: infoOf(database, name).map((column) => column.name),
    }))
  database.close()
  return found
}

/** Turns one bit over in the first row that has a value there; false when there is none. */
function turnOver(database: Database.Database, table: string, column: string): boolean {
  const keys = infoOf(database, table).filter(({ pk }) => pk > 0)
  const where = keys.map(({ name }) => `${name} = ?`).join(' AND ')
  const sql = `SELECT * FROM ${table} WHERE ${column} IS NOT NULL AND ${column} <> '' LIMIT 1`
  const row = database.prepare<[], Record<string, string | number | Buffer>>(sql).get()
  const cell = row?.[column]
  if (row === undefined || cell === undefined) return false
  const values = keys.map(({ name }) => row[name])
  database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(flipped(cell), ...values)
  return true
}

describe('the audit trail', () => {
  it('has an entry for every change of state, with who and why', () => {
    const store = openStore(filled())
    const entries = store.audit(ALL)
    expect(entries.map(({ act }) => act)).toStrictEqual([
      'capture-begun',
      'expectation-fixed',
      'read-stored',
      'plate-bound',
      'analysis-stored',
      'exported',
      'fault-stored',
      'capture-settled',
      'capture-archived',
      'masked',
      'masked',
      'unmasked',
      'accepted',
      'plate-bound',
      'assigned',
      'unmasked',
    ])
    expect(entries.find(({ act }) => act === 'unmasked')).toMatchObject({
      at: AT,
      who: 'k.wander',
      reason: 'the pipette slipped',
      before: '{"plate":"IL6-07","well":"B4","isMasked":true}',
      after: '{"plate":"IL6-07","well":"B4","isMasked":false}',
    })
    expect(store.audit({ ...ALL, who: 'k.wander', act: 'accepted' })).toHaveLength(1)
    expect(store.audit({ ...ALL, about: 'IL6-07' }).map(({ act }) => act)).toStrictEqual([
      'plate-bound',
      'analysis-stored',
    ])
    expect(store.audit({ ...ALL, since: '2026-11-24' })).toStrictEqual([])
    expect(store.audit({ ...ALL, newestMax: 2 })[0]?.act).toBe('assigned')
    store.close()
  })

  it('is whole when nobody touched it', () => {
    expect(findings(filled())).toStrictEqual([])
  })

  it('is whole when it had not begun as its end was written down', () => {
    const folder = temporaryFolder()
    const store = openStore(folder)
    const kept = store.auditHead()
    store.close()
    expect(kept.number).toBe(0)
    expect(findings(folder, kept)).toStrictEqual([])
  })
})

describe('a bit that is turned over behind its back', () => {
  it.each(tables(filled()))('in any column of $table is found', ({ table, columns }) => {
    const whole = filled()
    const missed = columns.filter((column) => {
      const folder = temporaryFolder()
      cpSync(whole, folder, { recursive: true })
      let isTurned = false
      behindTheBack(folder, (database) => {
        database.pragma('ignore_check_constraints = ON')
        isTurned = turnOver(database, table, column)
      })
      return isTurned && !isNoticed(folder)
    })
    expect(missed).toStrictEqual([])
  })
})

/** A word that no program writes is noticed when the database is opened already. */
function isNoticed(folder: string): boolean {
  try {
    return findings(folder).length > 0
  } catch (error) {
    if (error instanceof AssaydError && error.code === 'store-damaged') return true
    throw error
  }
}

describe('somebody who writes into the database', () => {
  it('cannot take an entry out', () => {
    const folder = filled()
    behindTheBack(folder, (database) => database.exec('DELETE FROM audit WHERE entry = 5'))
    expect(findings(folder)).toContain('Audit entry 5 is gone.')
  })

  it('cannot exchange two entries', () => {
    const folder = filled()
    const swap = `UPDATE audit SET entry = -1 WHERE entry = 3;
      UPDATE audit SET entry = 3 WHERE entry = 4; UPDATE audit SET entry = 4 WHERE entry = -1`
    behindTheBack(folder, (database) => database.exec(swap))
    expect(findings(folder).join('\n')).toContain('Audit entry 3 does not follow')
  })

  it('cannot remove rows, nor the last entries with their rows when the end is kept', () => {
    const folder = filled()
    const store = openStore(folder)
    const kept = store.auditHead()
    store.close()
    behindTheBack(folder, (database) => database.exec('DELETE FROM faults'))
    expect(findings(folder)).toStrictEqual(["The rows of fault '1' are gone."])

    const other = filled()
    behindTheBack(other, (database) => {
      database.exec('DELETE FROM assignments; DELETE FROM masks WHERE mask_id = 4')
      database.exec('DELETE FROM audit WHERE entry >= 15')
    })
    expect(findings(other)).toStrictEqual([])
    expect(findings(other, kept).join()).toContain('Entry 16')
  })

  it('cannot take away what keeps rows from being changed', () => {
    const folder = filled()
    const database = new Database(join(folder, 'assayd.sqlite'))
    database.exec('DROP TRIGGER audit_no_update; DROP INDEX captures_unsettled')
    database.exec('CREATE TABLE notes (text TEXT)')
    // Its name only looks like one of SQLite's own.
    database.exec('CREATE TRIGGER sqlite3 BEFORE INSERT ON masks BEGIN SELECT RAISE(IGNORE); END')
    database.close()
    expect(findings(folder).toSorted()).toStrictEqual([
      'The database has lost its index captures_unsettled.',
      'The database has lost its trigger audit_no_update.',
      'The table notes of the database is not as this program makes it.',
      'The trigger sqlite3 of the database is not as this program makes it.',
    ])
  })

  it('cannot take out a text that only the binding of a plate names', () => {
    const folder = temporaryFolder()
    const store = openStore(folder, () => AT)
    const text = 'plate,layout'
    const hash = createHash('sha256').update(text).digest('hex')
    const record = { ...sampleRecord(), layoutId: '' }
    const named = { plate: 'IL6-07', layout: 'milk', assay: null, reader: null, barcode: null }
    const value = { ...named, kitLot: '', operator: '', specimens: [] }
    store.saveCapture(sampleCapture(), 'a.capture')
    const { readId } = store.saveRead(sampleHeardRead()).stored
    store.savePlate({ ...record, sheet: { hash, text, file: 'a.csv', value } }, readId)
    store.close()
    expect(findings(folder)).toStrictEqual([])
    behindTheBack(folder, (database) => database.exec('DELETE FROM documents'))
    expect(findings(folder)).toStrictEqual([`The kept text '${hash}' is gone.`])
  })

  it('cannot keep an analysis from being exported', () => {
    const folder = filled()
    const store = openStore(folder, () => AT)
    const [read] = store.plate('IL6-09')?.reads ?? []
    const { plate: _, ...record } = sampleRecord()
    const plate = 'IL6-09'
    const own = { ...sampleNewAnalysis({ readId: read?.readId ?? 0 }), plate }
    store.saveAnalysis({ ...own, record: { ...record, plate } })
    store.close()
    expect(findings(folder)).toStrictEqual([])
    behindTheBack(folder, (database) => database.exec('DELETE FROM analyses_to_export'))
    const said = "Analysis 'IL6-09/1' was never exported, and waits for it no more."
    expect(findings(folder)).toStrictEqual([said])
  })

  it('cannot put rows in', () => {
    const folder = filled()
    behindTheBack(folder, (database) => {
      database.exec(`INSERT INTO masks (plate, well, is_masked, who, reason, at)
        VALUES ('IL6-07', 'A1', 1, 'nobody', '', '')`)
    })
    expect(findings(folder)).toStrictEqual(["The rows of mask '5' have no audit entry."])
  })
})

describe('a database from before there was a chain', () => {
  it('is taken into it as it stands', () => {
    const folder = temporaryFolder()
    const file = join(folder, 'assayd.sqlite')
    const old = new Database(file)
    migrate(old, file, { now: () => AT, migrations: MIGRATIONS.slice(0, 4) })
    old.exec(`INSERT INTO captures (capture_id, reader_id, driver_id, port, started_at, file)
      VALUES ('c', 'r', 'd', 'p', '${AT}', 'f')`)
    old.close()
    const store = openStore(folder, () => AT)
    expect(store.audit(ALL)).toMatchObject([
      { number: 1, act: 'adopted', subject: { kind: 'capture', key: 'c' } },
    ])
    store.close()
    expect(findings(folder)).toStrictEqual([])
  })
})
