import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Store } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import {
  sampleCapture,
  sampleHeardRead,
  sampleNewAnalysis,
  sampleRecord,
  sampleRecordLater,
} from '../support/sample-records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let store: Store
let lastByte = 0

beforeEach(() => {
  store = openStore(temporaryFolder())
  store.saveCapture(sampleCapture(), 'a.capture')
})

afterEach(() => store.close())

interface More {
  readonly kitLot?: string
  readonly blocked?: boolean
}

function analysed(plate: string, { kitLot, blocked }: More = {}): void {
  lastByte += 1200
  const { readId } = store.saveRead(sampleHeardRead({ lastByte })).stored
  const record = sampleRecord(plate)
  store.savePlate({ ...record, kitLot: kitLot ?? record.kitLot }, readId)
  const said = { kitLot: kitLot ?? record.kitLot }
  store.saveAnalysis(sampleNewAnalysis({ plate, readId, blocked: blocked ?? false, record: said }))
}

/** Another read of the plate, under another record, that is not analysed yet. */
function readAgain(plate: string): void {
  lastByte += 1200
  const { readId } = store.saveRead(sampleHeardRead({ lastByte })).stored
  store.savePlate(sampleRecordLater(plate), readId)
}

const LATER = Number.MAX_SAFE_INTEGER

interface Asked {
  readonly readId?: number
  readonly firstMax?: number
  readonly newestMax?: number
}

function idsBefore(plate: string, asked: Asked = {}): readonly string[] {
  const { assayId, kitLot } = sampleRecord(plate)
  return store
    .history({ assayId, kitLot, plate, readId: LATER, firstMax: 20, newestMax: 30, ...asked })
    .map(({ analysisId }) => analysisId)
}

describe('A study', () => {
  it('has the lot and assay each analysis was made with, not what was said since', () => {
    analysed('P1')
    readAgain('P1')
    const { assayId, kitLot } = sampleRecord()
    expect(store.measured().plates).toMatchObject([{ plate: 'P1', assayId, kitLot }])
  })
})

describe('The history of a plate', () => {
  it('is the newest analysis of the earlier plates of its assay and lot, oldest first', () => {
    analysed('P1')
    analysed('P2')
    analysed('P1')
    analysed('P3')
    expect(idsBefore('P3')).toEqual(['P2/1', 'P1/2'])
  })

  it('leaves out other lots and plates that a rule blocked', () => {
    analysed('P1')
    analysed('P2', { kitLot: 'another' })
    analysed('P3', { blocked: true })
    expect(idsBefore('P4')).toEqual(['P1/1'])
  })

  it('goes by the lot and assay an analysis was made with, not by what was said since', () => {
    analysed('P1')
    readAgain('P1')
    expect(idsBefore('P2')).toEqual(['P1/1'])
    const { assayId, kitLot } = sampleRecordLater()
    expect(
      store.history({ assayId, kitLot, plate: 'P2', readId: LATER, firstMax: 20, newestMax: 30 }),
    ).toEqual([])
  })

  it('keeps the first and the newest when there are more than asked for', () => {
    for (const plate of ['P1', 'P2', 'P3', 'P4']) analysed(plate)
    expect(idsBefore('P5', { firstMax: 0, newestMax: 2 })).toEqual(['P3/1', 'P4/1'])
    expect(idsBefore('P5', { firstMax: 1, newestMax: 1 })).toEqual(['P1/1', 'P4/1'])
  })

  it('never holds what was read later, also when the plate is computed again', () => {
    for (const plate of ['P1', 'P2', 'P3']) analysed(plate)
    const readId = store.plate('P2')?.reads[0]?.readId ?? 0
    expect(idsBefore('P2', { readId })).toEqual(['P1/1'])
  })

  it('has the curve, the standards and the controls as they were stored', () => {
    analysed('P1')
    const [before] = store.history({
      ...sampleRecord('P2'),
      readId: LATER,
      firstMax: 0,
      newestMax: 1,
    })
    const stored = store.plate('P1')?.analyses[0]?.analysis
    expect(before?.curve).toEqual(stored?.curve)
    expect(before?.standards).toEqual(stored?.standards)
    expect(before?.samples).toEqual(stored?.samples.filter(({ role }) => role === 'control'))
  })
})
