import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { withOffice } from '../support/office-bench.ts'
import { storedBench } from '../support/stored-bench.ts'

const DEED = { who: 'k.wander', reason: 'the pipette slipped' }
const PLATE = 'SHEET-1'

describe('Masked wells', () => {
  it('are out of the next analysis, with their reason, and the earlier one is kept', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const wells = ['c03', 'C4']
      const report = await office.mask({ plate: PLATE, wells, isMasked: true, deed: DEED })
      expect(report).toMatchObject({
        changed: ['C3', 'C4'],
        masks: [{ well: 'C3', ...DEED }, { well: 'C4' }],
        change: { outcome: 'changed', before: `${PLATE}/1`, after: `${PLATE}/2` },
      })
      expect(report.change?.revision?.inputs).toMatchObject([{ kind: 'masks', before: null }])
      const [first, second] = store.plate(PLATE)?.analyses ?? []
      const wellIn = (analysis: typeof first) =>
        analysis?.analysis.wells.find(({ well }) => well === 'C3')
      expect(wellIn(first)?.od).toBeTypeOf('number')
      expect(wellIn(second)).toMatchObject({
        od: 'masked',
        concentration: {
          state: 'masked',
          value: null,
          reason: 'Masked by k.wander: the pipette slipped',
        },
      })
      const [entry] = store.audit({
        who: 'k.wander',
        act: 'analysis-stored',
        about: PLATE,
        since: null,
        until: null,
        after: 0,
        newestMax: 10,
      })
      expect(entry).toMatchObject({ reason: DEED.reason, subject: { key: `${PLATE}/2` } })
      expect(store.unfinished().plates).toEqual([])
    })
    const text = readFileSync(join(bench.folder, 'exports', `${PLATE}_wells.csv`), 'utf8')
    expect(text).toMatch(/SHEET-1\/2,C3,.*masked.*Masked by k\.wander: the pipette slipped/)
    expect(bench.findings()).toEqual([])
  })

  it('count again when the masks are taken off', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const wish = { plate: PLATE, wells: ['C3'], deed: DEED }
      await office.mask({ ...wish, isMasked: true })
      const report = await office.mask({ ...wish, isMasked: false })
      expect(report).toMatchObject({ masks: [], change: { after: `${PLATE}/3` } })
      const analyses = store.plate(PLATE)?.analyses ?? []
      expect(analyses[2]?.analysis).toEqual(analyses[0]?.analysis)
      expect(analyses[2]?.documents.map(({ kind }) => kind)).not.toContain('masks')
    })
    expect(bench.findings()).toEqual([])
  })

  it('are not masked twice', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const wish = { plate: PLATE, wells: ['C3'], isMasked: true, deed: DEED }
      await office.mask(wish)
      expect(await office.mask(wish)).toMatchObject({ changed: [], change: null })
      expect(store.plate(PLATE)?.analyses).toHaveLength(2)
    })
  })

  it('must be wells that the plate uses; then nothing at all is masked', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const wish = { plate: PLATE, wells: ['C3', 'I1', 'XX'], isMasked: true, deed: DEED }
      await expect(office.mask(wish)).rejects.toMatchObject({
        code: 'request-invalid',
        message: expect.stringContaining("does not use 'I1', 'XX'"),
      })
      await expect(office.mask({ ...wish, plate: 'SHEET-2' })).rejects.toMatchObject({
        code: 'plate-unknown',
        hint: "Is it 'SHEET-1'?",
      })
      expect(store.masks(PLATE)).toEqual([])
    })
  })

  it('of a crash before the analysis are in the analysis that the next start makes', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ store }) => {
      store.saveMasks({
        plate: PLATE,
        wells: ['C3'],
        isMasked: true,
        at: '2026-11-23T10:00:00.000+00:00',
        deed: DEED,
      })
    })
    await bench.runFor(1)
    await withOffice(bench, async ({ store }) => {
      const last = store.plate(PLATE)?.analyses.at(-1)
      expect(last?.analysisId).toBe(`${PLATE}/2`)
      expect(last?.documents.map(({ kind }) => kind)).toContain('masks')
    })
    expect(bench.findings()).toEqual([])
  })

  it('that a person edits in the kept document are found by a verification', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office }) => {
      await office.mask({ plate: PLATE, wells: ['C3'], isMasked: true, deed: DEED })
    })
    bench.tamper("UPDATE documents SET text = replace(text, 'C3', 'D3') WHERE text LIKE '%masks%'")
    const kinds = bench.findings({ plate: PLATE }).map(({ kind }) => kind)
    expect(kinds).toEqual(['document', 'analysis'])
  })
})
