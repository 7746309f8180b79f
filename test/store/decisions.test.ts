import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Store } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import { decideAll } from '../support/sample-decisions.ts'
import {
  sampleCapture,
  sampleHeardRead,
  sampleNewAnalysis,
  sampleRecord,
  sampleRecordLater,
} from '../support/sample-records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const AT = '2026-11-23T10:00:00.000+03:00'
const DEED = { who: 'k.wander', reason: 'wrong sheet' }

let store: Store
let readId: number

beforeEach(() => {
  store = openStore(temporaryFolder())
  store.saveCapture(sampleCapture(), 'a.capture')
  readId = store.saveRead(sampleHeardRead()).stored.readId
  store.savePlate(sampleRecord(), readId)
  store.saveAnalysis(sampleNewAnalysis({ readId }))
})

afterEach(() => store.close())

const give = (plate: string): void =>
  store.assign({ readId, record: sampleRecord(plate), sheet: null, at: AT, deed: DEED })

describe('an assignment', () => {
  it('gives the read to another plate, which waits for its analysis', () => {
    give('IL6-09')
    expect(store.plate('IL6-07')?.movedReads).toStrictEqual([readId])
    expect(store.plate('IL6-09')?.reads.map((read) => read.readId)).toStrictEqual([readId])
    expect(store.unfinished().plates.map(({ record }) => record.plate)).toStrictEqual(['IL6-09'])
    expect(store.assignedSheet(readId)).toBeNull()
    expect(store.assignedSheet(readId + 1)).toBeUndefined()
  })

  it('leaves nothing of the former plate in a study', () => {
    expect(store.measured().plates.map(({ plate }) => plate)).toStrictEqual(['IL6-07'])
    give('IL6-09')
    expect(store.measured()).toMatchObject({ plates: [], waiting: [{ plate: 'IL6-09' }] })
    expect(store.plates().map(({ plate, isEmptied }) => [plate, isEmptied])).toStrictEqual([
      ['IL6-07', true],
      ['IL6-09', false],
    ])
  })

  it('can be taken back', () => {
    give('IL6-09')
    give('IL6-07')
    expect(store.plate('IL6-07')?.movedReads).toStrictEqual([])
    expect(store.measured().plates.map(({ plate }) => plate)).toStrictEqual(['IL6-07'])
    // What is said of it now is newer than its analysis.
    expect(store.unfinished().plates.map(({ record }) => record.plate)).toStrictEqual(['IL6-07'])
  })

  it('is refused for a read that is of no plate', () => {
    const record = sampleRecordLater()
    const wrong = { readId: 99, record, sheet: null, at: AT, deed: DEED }
    expect(() => store.assign(wrong)).toThrow('got 99')
  })
})

describe('masks and verdicts', () => {
  it('of wells let the plate wait for its next analysis', () => {
    const change = { plate: 'IL6-07', wells: ['B3'], isMasked: true, at: AT, deed: DEED }
    store.saveMasks(change)
    expect(store.masks('IL6-07')).toMatchObject([{ well: 'B3' }])
    expect(store.unfinished().plates.map(({ record }) => record.plate)).toStrictEqual(['IL6-07'])
    store.saveAnalysis(sampleNewAnalysis({ readId }))
    store.saveMasks(change)
    expect(store.unfinished().plates).toStrictEqual([])
  })

  it('hold as they were said last', () => {
    const change = { plate: 'IL6-07', wells: ['B3', 'B4'], isMasked: true, at: AT, deed: DEED }
    store.saveMasks(change)
    store.saveMasks({ ...change, wells: ['B4'], isMasked: false })
    expect(store.masks('IL6-07')).toStrictEqual([{ well: 'B3', at: AT, ...DEED }])
  })

  it('stay with the analysis, and not with a plate that has no read any more', () => {
    decideAll(store, readId)
    const detail = store.plate('IL6-07')
    expect(detail?.masks).toStrictEqual([])
    expect(detail?.verdicts).toMatchObject([
      { analysisId: 'IL6-07/1', verdict: 'accepted', name: 'K. Wander' },
    ])
    expect(store.plates()[0]).toMatchObject({
      isEmptied: true,
      verdict: null,
      lapsed: { verdict: 'accepted', version: 1, name: 'K. Wander' },
    })
  })

  it('bind a signature to the rows that were signed', () => {
    decideAll(store, readId)
    const about = { who: null, about: null, since: null, until: null, after: 0, newestMax: 99 }
    const [stored] = store.audit({ ...about, act: 'analysis-stored' })
    const [signed] = store.audit({ ...about, act: 'accepted' })
    expect(stored?.digest).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.parse(signed?.after ?? '')).toMatchObject({
      analysis: 'IL6-07/1',
      digest: stored?.digest,
      name: 'K. Wander',
      meaning: 'I have reviewed these results.',
    })
  })

  it('are refused for an analysis that is not there', () => {
    const signed = { meaning: 'No.', name: 'K. Wander', at: AT, deed: DEED }
    const said = { analysisId: 'IL6-07/9', verdict: 'rejected', ...signed } as const
    expect(() => store.saveVerdict(said)).toThrow("'IL6-07/9'")
  })
})
