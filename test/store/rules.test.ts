import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { accountEvent } from '../../src/core/account.ts'
import type { Analysis } from '../../src/core/analysis.ts'
import type { Store } from '../../src/ports/store.ts'
import { MIGRATIONS } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open-store.ts'
import { hashOf, sampleAnalysis, sampleCurve } from '../support/sample-analysis.ts'
import {
  sampleArchived,
  sampleCapture,
  sampleConfiguration,
  sampleFault,
  sampleHeardRead,
  sampleNewAnalysis,
  sampleRecord,
} from '../support/sample-records.ts'
import { decideAll } from '../support/sample-decisions.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let folder: string
let store: Store
let readId: number

beforeEach(() => {
  folder = temporaryFolder()
  store = openStore(folder)
  store.saveCapture(sampleCapture(), 'a.capture')
  readId = store.saveRead(sampleHeardRead()).stored.readId
  store.savePlate(sampleRecord(), readId)
})

afterEach(() => store.close())

describe('rows of evidence', () => {
  const tables = new Set(MIGRATIONS.flatMap(({ insertedOnly }) => insertedOnly))

  it.each([...tables])('of %s can be neither changed nor removed nor replaced', (table) => {
    store.saveAnalysis(sampleNewAnalysis({ readId }))
    store.saveExport('IL6-07/1', '2026-11-23T09:15:01+03:00', ['a.csv'])
    store.saveFault(sampleFault())
    store.saveExpectation({ captureId: sampleCapture().id, fromByte: 0, sheets: [] })
    store.settleCapture(sampleCapture().id, { bytes: 3, sha256: 'abc' })
    store.saveArchived(sampleArchived())
    store.saveConfiguration(sampleConfiguration('lab: one'))
    decideAll(store, readId)
    store.people.change(() => [accountEvent('kim', 'unlocked')], { who: 'ada', reason: '' })
    const direct = new Database(join(folder, 'assayd.sqlite'))
    const [column] = direct.prepare(`SELECT * FROM ${table}`).columns()
    const only = `rows of ${table} are only ever inserted`
    const update = `UPDATE ${table} SET ${String(column?.name)} = ${String(column?.name)}`
    expect(() => direct.exec(update)).toThrow(only)
    expect(() => direct.exec(`DELETE FROM ${table}`)).toThrow(only)
    direct.pragma('recursive_triggers = ON')
    const replace = `REPLACE INTO ${table} SELECT * FROM ${table}`
    expect(() => direct.exec(replace)).toThrow(only)
    direct.close()
  })

  it.each(['binding', 'binding_reason', 'layout_id', 'assay_id', 'kit_lot', 'operator', 'barcode'])(
    'keep the %s of an analysis as it was',
    (column) => {
      store.saveAnalysis(sampleNewAnalysis({ readId }))
      const direct = new Database(join(folder, 'assayd.sqlite'))
      const update = `UPDATE analyses SET ${column} = 'another'`
      expect(() => direct.exec(update)).toThrow('rows of analyses are only ever inserted')
      direct.close()
    },
  )

  it('include every table but those of the work under way', () => {
    const direct = new Database(join(folder, 'assayd.sqlite'), { readonly: true })
    const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    const all = direct.prepare<[], { name: string }>(sql).all()
    direct.close()
    const changing = all.map(({ name }) => name).filter((name) => !tables.has(name))
    expect(changing).toStrictEqual([
      'analyses_to_export',
      'captures',
      'logins',
      'plates',
      'plates_to_analyse',
      'reads_to_assign',
    ])
  })
})

describe('numbers that are none', () => {
  const whole = sampleAnalysis()
  const withCurve = (change: object): Analysis => ({
    ...whole,
    curve: { ...sampleCurve(), ...change },
  })
  const [well, ...others] = whole.wells
  if (well === undefined) throw new RangeError('The sample analysis has wells.')
  const cases: readonly [string, Analysis][] = [
    ['an OD', { ...whole, wells: [{ ...well, od: Number.NaN }, ...others] }],
    ['an OD of one wavelength', { ...whole, wells: [{ ...well, odByNm: { 450: Infinity } }] }],
    ['a sum of squares', withCurve({ wrss: Infinity })],
    ['a covariance', withCurve({ covariance: [[Number.NaN]] })],
    ['a limit of the range', { ...whole, range: { lloq: -Infinity, uloq: 1 } }],
  ]

  it.each(cases)('never reach the database as %s, and nothing else of it does', (_, analysis) => {
    const saved = () => store.saveAnalysis({ ...sampleNewAnalysis({ readId }), analysis })
    expect(saved).toThrow(TypeError)
    expect(store.counts().analyses).toBe(0)
    expect(store.unfinished().exports).toStrictEqual([])
    expect(store.unfinished().plates).toHaveLength(1)
  })

  it('never reach the database as a well of a read', () => {
    const heard = sampleHeardRead({ lastByte: 5 })
    const [block] = heard.read.blocks
    if (block === undefined) throw new RangeError('The sample read has blocks.')
    const wells = [{ well: 'A1', value: Number.NaN, text: '?' }]
    const read = { ...heard.read, blocks: [{ ...block, wells }] }
    expect(() => store.saveRead({ ...heard, read })).toThrow('read_wells.od')
    expect(store.counts().reads).toBe(1)
  })
})

describe('mistakes of a caller', () => {
  it('are named: a capture nobody saved', () => {
    const heard = sampleHeardRead({ captureId: 'nobody' })
    expect(() => store.saveRead(heard)).toThrow(RangeError)
    expect(() => store.settleCapture('nobody', null)).toThrow("'nobody'")
  })

  it('are named: a document whose hash is not its own', () => {
    const right = sampleNewAnalysis({ readId })
    const documents = [{ kind: 'masks', id: 'm', text: 'x', hash: hashOf('y') }] as const
    expect(() => store.saveAnalysis({ ...right, documents })).toThrow(hashOf('x'))
    expect(store.counts().analyses).toBe(0)
  })

  it('are named: a read tied to another plate, an analysis of a read of another plate', () => {
    expect(() => store.savePlate(sampleRecord('IL6-08'), readId)).toThrow("plate 'IL6-07'")
    expect(store.hasPlate('IL6-08')).toBe(false)
    const other = store.saveRead(sampleHeardRead({ lastByte: 2400 })).stored.readId
    expect(() => store.saveAnalysis(sampleNewAnalysis({ readId: other }))).toThrow(RangeError)
  })

  it('are named: an analysis with the record of another plate', () => {
    const record = sampleRecord('IL6-08')
    expect(() => store.saveAnalysis(sampleNewAnalysis({ readId, record }))).toThrow("'IL6-08'")
    expect(store.counts().analyses).toBe(0)
  })

  it('are named: an export of an analysis that is not stored', () => {
    expect(() => store.saveExport('IL6-07/9', '', [])).toThrow("'IL6-07/9'")
  })
})
