import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Analysis } from '../../src/core/analysis.ts'
import type { PlateRead } from '../../src/core/plate-read.ts'
import type { NewAnalysis, Store } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import { sampleAnalysis } from '../support/sample-analysis.ts'
import {
  sampleCapture,
  sampleFault,
  sampleHeardRead,
  sampleNewAnalysis,
  sampleRead,
  sampleRecord,
  sampleRecordLater,
} from '../support/sample-records.ts'

let folder: string
let store: Store

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assayd-store-'))
  store = openStore(folder)
  store.saveCapture(sampleCapture(), 'bench-1/2026-11-23.capture')
})

afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Closes and opens again, so that nothing can come from memory. */
function reopen(): void {
  store.close()
  store = openStore(folder)
}

function savePlate(plate = 'IL6-07', lastByte = 1200): number {
  const { stored } = store.saveRead(sampleHeardRead({ lastByte }))
  store.savePlate(sampleRecord(plate), stored.readId)
  return stored.readId
}

function saveAnalysis(analysis: Analysis, plate = 'IL6-07', lastByte = 1200): NewAnalysis {
  const readId = savePlate(plate, lastByte)
  const whole = { ...sampleNewAnalysis({ plate, readId }), analysis }
  store.saveAnalysis(whole)
  return whole
}

describe('reads', () => {
  it('come back exactly as they were heard, bytes included', () => {
    const heard = sampleHeardRead()
    const { stored, isNew } = store.saveRead(heard)
    expect(isNew).toBe(true)
    store.savePlate(sampleRecord(), stored.readId)
    reopen()
    expect(store.plate('IL6-07')?.reads).toStrictEqual([{ ...heard, readId: stored.readId }])
  })

  it('keep kinetic blocks, a subtracted reference, temperatures, barcodes and odd texts', () => {
    const [block] = sampleRead().blocks
    if (block === undefined) throw new RangeError('The sample read has blocks.')
    const wells = [
      { well: 'P24', value: -0.003, text: '-0003\u001a' },
      { well: 'A1', value: 4.000_000_000_000_001, text: 'é"' },
      { well: 'B2', value: 'underflow', text: '' },
    ] as const
    const read: PlateRead = {
      format: 384,
      blocks: [
        { ...block, interval: 1, subtractedByInstrument: true, referenceNm: 630, wells },
        { ...block, interval: 2, subtractedByInstrument: 'unknown', temperatureC: 37.1, wells: [] },
      ],
      barcode: '0012',
      extra: { 'plate name': 'x', __proto__x: '' },
      bytes: Uint8Array.from({ length: 256 }, (_, index) => index),
    }
    const { stored } = store.saveRead({ ...sampleHeardRead(), read })
    expect(stored.read).toStrictEqual(read)
    reopen()
    expect(store.unfinished().reads[0]?.read).toStrictEqual(read)
  })

  it('are stored once a place: the first one stays', () => {
    const first = store.saveRead(sampleHeardRead({ lastByte: 10, seed: 1 }))
    const again = store.saveRead(sampleHeardRead({ lastByte: 10, seed: 2 }))
    expect(again.isNew).toBe(false)
    expect(again.stored).toStrictEqual(first.stored)
    expect(store.counts().reads).toBe(1)
    expect(store.saveRead(sampleHeardRead({ lastByte: 11 })).isNew).toBe(true)
  })
})

describe('analyses', () => {
  it('come back exactly as they were saved, with version and id', () => {
    const readId = savePlate()
    const first = store.saveAnalysis(sampleNewAnalysis({ readId }))
    const second = store.saveAnalysis(sampleNewAnalysis({ readId, seed: 3, blocked: true }))
    expect([first.analysisId, second.analysisId]).toStrictEqual(['IL6-07/1', 'IL6-07/2'])
    reopen()
    expect(store.plate('IL6-07')?.analyses).toStrictEqual([
      { ...sampleNewAnalysis({ readId }), analysisId: 'IL6-07/1', version: 1 },
      {
        ...sampleNewAnalysis({ readId, seed: 3, blocked: true }),
        analysisId: 'IL6-07/2',
        version: 2,
      },
    ])
  })

  it('keep what was said of the plate at their time when it is read again', () => {
    const first = store.saveAnalysis(sampleNewAnalysis({ readId: savePlate() }))
    const again = store.saveRead(sampleHeardRead({ lastByte: 2400 })).stored
    const record = sampleRecordLater()
    store.savePlate(record, again.readId)
    const second = store.saveAnalysis(sampleNewAnalysis({ readId: again.readId, record }))
    reopen()
    const detail = store.plate('IL6-07')
    expect(detail?.record).toStrictEqual(record)
    expect(detail?.analyses).toStrictEqual([first, second])
    expect(detail?.analyses[0]?.record).toStrictEqual(sampleRecord())
    expect(store.exportsWaiting().map((id) => store.waitingExport(id)?.record)).toStrictEqual([
      sampleRecord(),
      record,
    ])
  })

  it('may have no curve, no range and nothing in their lists', () => {
    const bare: Analysis = {
      ...sampleAnalysis(),
      curve: null,
      range: null,
      standards: [],
      wells: [],
      samples: [],
      responses: [],
      flags: [],
    }
    saveAnalysis(bare)
    reopen()
    expect(store.plate('IL6-07')?.analyses[0]?.analysis).toStrictEqual(bare)
  })

  it.each(['gen5', null] as const)('keep whose way of computing it is: %s', (profile) => {
    const { analysis } = saveAnalysis({ ...sampleAnalysis(), profile })
    reopen()
    expect(store.plate('IL6-07')?.analyses[0]?.analysis).toStrictEqual(analysis)
  })

  it('keep a curve that was not fitted apart from no curve', () => {
    const whole = sampleAnalysis()
    if (whole.curve === null) throw new RangeError('The sample analysis has a curve.')
    const zero = { value: 0, se: 0 }
    const parameters = { A: zero, B: zero, C: zero, D: zero }
    const curve = { ...whole.curve, converged: false, reason: 'flat', covariance: [], parameters }
    saveAnalysis({ ...whole, curve })
    reopen()
    expect(store.plate('IL6-07')?.analyses[0]?.analysis.curve).toStrictEqual(curve)
  })

  it('keep every bit of a number, however small or large', () => {
    const whole = sampleAnalysis()
    const numbers = [0.1 + 0.2, 5e-324, -1.797_693_134_862_315_7e308, 2 ** 53 + 2, 1e-7, 1 / 3]
    const wells = numbers.map((od, index) => {
      const [first] = whole.wells
      if (first === undefined) throw new RangeError('The sample analysis has wells.')
      return { ...first, well: `A${String(index + 1)}`, od, odByNm: { 450: od } }
    })
    saveAnalysis({ ...whole, wells })
    reopen()
    expect(store.plate('IL6-07')?.analyses[0]?.analysis.wells).toStrictEqual(wells)
  })

  it('share the text of a document between them', () => {
    saveAnalysis(sampleAnalysis())
    saveAnalysis(sampleAnalysis({ seed: 9 }), 'IL6-08', 2400)
    const [one] = store.plate('IL6-07')?.analyses ?? []
    const [two] = store.plate('IL6-08')?.analyses ?? []
    expect(one?.documents).toStrictEqual(two?.documents)
    expect(one?.documents.map(({ kind }) => kind)).toStrictEqual([
      'layout',
      'assay',
      'organisms',
      'run-sheet',
    ])
  })
})

describe('faults', () => {
  it('come back with their bytes, all or those of one reader', () => {
    store.saveFault(sampleFault())
    store.saveFault({ ...sampleFault(), readerId: 'bench-2', captureId: '', lastByte: 0 })
    reopen()
    const { fault, readerId, captureId, at } = sampleFault()
    const [first, second] = store.faults()
    expect(first).toStrictEqual({ ...fault, faultId: 1, readerId, captureId, at })
    expect(second?.captureId).toBe('')
    expect(store.faults('bench-2')).toStrictEqual([second])
  })

  it('heard again from a replayed capture are not stored twice', () => {
    store.saveFault(sampleFault())
    store.saveFault(sampleFault())
    expect(store.counts().faults).toBe(1)
    store.saveFault({ ...sampleFault(), at: '2026-11-23T09:14:00.001+03:00' })
    expect(store.counts().faults).toBe(2)
  })
})
