import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Store } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import {
  sampleCapture,
  sampleHeardRead,
  sampleNewAnalysis,
  sampleRecord,
} from '../support/sample-records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let store: Store

beforeEach(() => {
  store = openStore(temporaryFolder())
  store.saveCapture(sampleCapture(), 'a.capture')
})

afterEach(() => store.close())

function readAt(lastByte: number) {
  return store.saveRead(sampleHeardRead({ lastByte })).stored
}

const AT = '2026-11-23T09:15:01.000+03:00'

describe('unfinished work', () => {
  it('is a capture until it is settled', () => {
    store.saveCapture(sampleCapture('second'), 'b.capture')
    store.settleCapture(sampleCapture().id, null)
    const left = [{ header: sampleCapture('second'), file: 'b.capture' }]
    expect(store.unfinished().captures).toStrictEqual(left)
    store.settleCapture('second', null)
    expect(store.unfinished().captures).toStrictEqual([])
  })

  it('is a read until it has a plate, then a plate until it is analysed, then an export', () => {
    const read = readAt(100)
    expect(store.unfinished()).toMatchObject({ reads: [read], plates: [], exports: [] })
    store.savePlate(sampleRecord(), read.readId)
    const waiting = { record: sampleRecord(), read }
    expect(store.unfinished()).toMatchObject({ reads: [], plates: [waiting], exports: [] })
    const stored = store.saveAnalysis(sampleNewAnalysis({ readId: read.readId }))
    const leaving = { record: sampleRecord(), read, stored }
    expect(store.unfinished()).toMatchObject({
      reads: [],
      plates: [],
      exports: [stored.analysisId],
    })
    expect(store.waitingExport(stored.analysisId)).toStrictEqual(leaving)
    store.saveExport(stored.analysisId, AT, ['IL6-07_wells.csv'])
    expect(store.unfinished()).toMatchObject({ reads: [], plates: [], exports: [] })
    expect(store.waitingExport(stored.analysisId)).toBeUndefined()
  })

  it('is no plate whose layout nobody knows, until somebody does', () => {
    const read = readAt(100)
    const unassigned = { ...sampleRecord(), binding: 'unassigned', layoutId: '' } as const
    store.savePlate(unassigned, read.readId)
    expect(store.unfinished().plates).toStrictEqual([])
    store.savePlate(sampleRecord(), read.readId)
    expect(store.unfinished().plates).toStrictEqual([{ record: sampleRecord(), read }])
  })

  it('is a plate again when it is read again, and only its newest read', () => {
    const first = readAt(100)
    store.savePlate(sampleRecord(), first.readId)
    const second = readAt(200)
    store.savePlate(sampleRecord(), second.readId)
    store.saveAnalysis(sampleNewAnalysis({ readId: first.readId }))
    expect(store.unfinished().plates.map(({ read }) => read.readId)).toStrictEqual([second.readId])
    store.saveAnalysis(sampleNewAnalysis({ readId: second.readId }))
    expect(store.unfinished().plates).toStrictEqual([])
    expect(store.plate('IL6-07')?.analyses.map(({ version }) => version)).toStrictEqual([1, 2])
  })

  it('stays the same when a step is done twice', () => {
    const read = readAt(100)
    store.savePlate(sampleRecord(), read.readId)
    store.savePlate(sampleRecord(), read.readId)
    expect(store.plate('IL6-07')?.reads).toHaveLength(1)
    const { analysisId } = store.saveAnalysis(sampleNewAnalysis({ readId: read.readId }))
    store.saveExport(analysisId, AT, [])
    store.saveExport(analysisId, AT, [])
    store.savePlate(sampleRecord(), read.readId)
    expect(store.unfinished()).toMatchObject({ reads: [], plates: [], exports: [] })
  })
})

describe('the list of plates', () => {
  it('shows the newest read and analysis with its flags, the newest plate last', () => {
    const first = readAt(100)
    const second = readAt(200)
    store.savePlate(sampleRecord('B-first'), first.readId)
    store.savePlate(sampleRecord('A-second'), second.readId)
    const analysed = { plate: 'B-first', readId: first.readId }
    store.saveAnalysis(sampleNewAnalysis(analysed))
    store.saveAnalysis(sampleNewAnalysis({ ...analysed, blocked: true }))
    const common = {
      readerId: 'bench-1',
      receivedAt: first.receivedAt,
      assayId: 'il6-dy206',
      kitLot: 'P352211',
      layoutId: 'milk-12x3',
      binding: 'run-sheet',
      isEmptied: false,
      verdict: null,
      lapsed: null,
    }
    expect(store.plates()).toStrictEqual([
      { plate: 'B-first', ...common, version: 2, warnings: 2, blocks: 1, readId: 1 },
      { plate: 'A-second', ...common, version: 0, warnings: 0, blocks: 0, readId: 2 },
    ])
    expect(store.counts()).toStrictEqual({ reads: 2, plates: 2, analyses: 2, faults: 0 })
  })

  it('keeps the newest form of a record', () => {
    const { readId } = readAt(100)
    store.savePlate(sampleRecord(), readId)
    store.savePlate({ ...sampleRecord(), operator: 'K. Wander' }, readId)
    expect(store.plate('IL6-07')?.record.operator).toBe('K. Wander')
  })

  it('knows no plate that was never read', () => {
    expect(store.plate('IL6-99')).toBeUndefined()
    expect(store.hasPlate('IL6-99')).toBe(false)
  })
})
