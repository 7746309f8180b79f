import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { openOffice } from '../../src/office/office.ts'
import type { AssignWish, ReanalysisScope } from '../../src/ports/office.ts'
import type { Store } from '../../src/ports/store.ts'
import { withOffice } from '../support/office-bench.ts'
import { sheetText, storedBench } from '../support/stored-bench.ts'

const DEED = { who: 'k.wander', reason: 'the plates were swapped' }
const SHEET_2 = { file: 'sheet-2.csv', text: sheetText('SHEET-2', 'B') }
const TO_SHEET_2: AssignWish = {
  target: 'SHEET-1',
  sheet: SHEET_2,
  layout: null,
  isForced: false,
  deed: DEED,
}
/** A read that is none of `SHEET-1`, given to it by mistake, with other specimens and lot. */
const MISTAKE: AssignWish = {
  ...TO_SHEET_2,
  target: '3',
  sheet: { file: 'c.csv', text: sheetText('SHEET-1', 'C').replaceAll('P352211', 'P999999') },
  isForced: true,
}
const EVERYTHING: ReanalysisScope = {
  plate: null,
  since: '2026-01-01',
  until: null,
  kitLot: null,
  assay: null,
  layout: null,
}

function auditFindings(store: Store): readonly string[] {
  return [...store.auditChecked(null)].flatMap(({ findings }) => findings)
}

describe('A plate that gives away a read and has another', () => {
  it('is that of its other read again: its newest analysis, its line and its files', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const readAt = store.plates({ plate: 'SHEET-1' })[0]?.receivedAt
      await office.assign(MISTAKE)
      const report = await office.assign(TO_SHEET_2)
      expect(report).toMatchObject({
        readId: 3,
        isFromEmptied: false,
        fromChange: { plate: 'SHEET-1', before: 'SHEET-1/2', after: 'SHEET-1/3', error: null },
      })
      const plate = store.plate('SHEET-1')
      const last = plate?.analyses.at(-1)
      expect(last).toMatchObject({ readId: 1, record: { kitLot: 'P352211' } })
      expect(last?.analysis.responses[0]?.mother).toBe('M-1')
      expect(plate?.record).toMatchObject({ binding: 'run-sheet', kitLot: 'P352211' })
      expect(store.plates({ plate: 'SHEET-1' })).toMatchObject([{ receivedAt: readAt, version: 3 }])
      expect(auditFindings(store)).toEqual([])
    })
    const file = join(bench.folder, 'exports', 'SHEET-1_responses.csv')
    expect(readFileSync(file, 'utf8')).toMatch(/,M-1,.*SHEET-1\/3/)
    expect(bench.findings()).toEqual([])
  })

  it('is so also after a crash that came right behind the decision', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store, bench: parts }) => {
      await office.assign(MISTAKE)
      const saveAnalysis: Store['saveAnalysis'] = () => {
        throw new AssaydError('store-write', 'the disk is full')
      }
      const failing = openOffice({ ...parts, store: { ...store, saveAnalysis } })
      await expect(failing.assign(TO_SHEET_2)).rejects.toThrow('the disk is full')
    })
    await bench.runFor(1)
    await withOffice(bench, async ({ store }) => {
      expect(store.plate('SHEET-1')?.analyses.at(-1)).toMatchObject({ version: 3, readId: 1 })
      expect(store.plate('SHEET-2')?.analyses.at(-1)).toMatchObject({ version: 1, readId: 3 })
    })
    expect(bench.findings()).toEqual([])
  })
})

describe('A plate that gives away its only read', () => {
  it('keeps no mask for the plastic that is read next under its name', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const deed = { who: 'a.b', reason: 'a bubble' }
      await office.mask({ plate: 'SHEET-1', wells: ['C3'], isMasked: true, deed })
      await office.assign(TO_SHEET_2)
      expect(store.masks('SHEET-1')).toEqual([])
      expect(store.masks('SHEET-2').map(({ well }) => well)).toEqual(['C3'])
      expect(auditFindings(store)).toEqual([])
    })
    await bench.runFor(1)
    await withOffice(bench, async ({ store }) => {
      const { wells = [] } = store.plate('SHEET-1')?.analyses.at(-1)?.analysis ?? {}
      expect(wells.find(({ well }) => well === 'C3')?.od).toBeTypeOf('number')
    })
    expect(bench.findings()).toEqual([])
  })

  it('fails alone in a reanalysis that was under way', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const plates = store.counts().plates
      const { id } = office.reanalyse({ scope: EVERYTHING, isDryRun: false, deed: DEED })
      await office.assign(TO_SHEET_2)
      while (office.reanalysis(id).state === 'running') {
        await new Promise((resolve) => void setImmediate(resolve))
      }
      expect(office.reanalysis(id)).toMatchObject({ state: 'done', total: plates, failed: 1 })
      const [first] = office.reanalysed(id, 0)
      expect(first).toMatchObject({ plate: 'SHEET-1', error: { code: 'read-unknown' } })
    })
  })
})

describe('Wells whose mask was stored and whose analysis was not', () => {
  it('are in the next analysis when the same is wished again', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store, bench: parts }) => {
      const wish = { plate: 'SHEET-1', wells: ['C3'], isMasked: true, deed: DEED }
      const saveAnalysis: Store['saveAnalysis'] = () => {
        throw new AssaydError('store-write', 'the disk is full')
      }
      const failing = openOffice({ ...parts, store: { ...store, saveAnalysis } })
      await expect(failing.mask(wish)).rejects.toThrow('the disk is full')
      const report = await office.mask(wish)
      expect(report).toMatchObject({ changed: [], change: { after: 'SHEET-1/2' } })
      expect(store.unfinished().plates).toEqual([])
    })
    expect(bench.findings()).toEqual([])
  })
})
