import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { ReanalysisScope } from '../../src/ports/office.ts'
import { withOffice } from '../support/office-bench.ts'
import { storedBench, type StoredBench } from '../support/stored-bench.ts'

const DEED = { who: 'k.wander', reason: 'the insert was read wrong' }
const SCOPE: ReanalysisScope = {
  plate: null,
  since: '2026-01-01',
  until: null,
  kitLot: null,
  assay: null,
  layout: null,
}
const WISH = { scope: SCOPE, isDryRun: false, deed: DEED }

/** Corrects the file of an assay. */
function editAssay({ folder }: StoredBench, edit: (text: string) => string): void {
  const file = join(folder, 'config', 'assays', 'il6-duoset-dy206.yaml')
  const text = readFileSync(file, 'utf8')
  const edited = edit(text)
  expect(edited).not.toBe(text)
  writeFileSync(file, edited)
}

/** The upper standard is half of what the file said. */
const halved = (text: string): string =>
  text.replace(/standards: \[.*?\]/s, (found) => {
    const numbers = found.match(/[\d.]+/g)?.map((one) => Number(one) / 2) ?? []
    return `standards: [${numbers.join(', ')}]`
  })

describe('A reanalysis', () => {
  it('makes no version where no input and no result differs', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ store, reanalysed }) => {
      const plates = store.counts().plates
      const report = await reanalysed(WISH)
      expect(report).toMatchObject({ state: 'done', total: plates, unchanged: plates, changed: 0 })
      expect(store.counts().analyses).toBe(plates)
    })
  })

  it('makes the next version where a document differs, and says what that did', async () => {
    const bench = await storedBench()
    editAssay(bench, halved)
    await withOffice(bench, async ({ office, store, reanalysed }) => {
      const plates = store.counts().plates
      const report = await reanalysed(WISH)
      expect(report).toMatchObject({ state: 'done', changed: plates, failed: 0 })
      expect(report.median).toBeCloseTo(0.5, 6)
      expect(report.worst?.relative).toBeCloseTo(-0.5, 6)
      const [first] = office.reanalysed(report.id, 0)
      const kinds = first?.revision?.inputs.map(({ kind }) => kind)
      expect(kinds).toEqual(['assay'])
      const results = first?.revision?.results ?? []
      const lowest = results.find(({ where }) => where.startsWith('standard 1 backFit'))
      expect(lowest?.relative).toBeCloseTo(-0.5, 6)
      expect(store.plate('SHEET-1')?.analyses.map(({ version }) => version)).toEqual([1, 2])
      const again = await reanalysed(WISH)
      expect(again).toMatchObject({ changed: 0, unchanged: plates })
    })
    expect(bench.findings()).toEqual([])
  })

  it('keeps the run sheet of the plate, also when its file is gone', async () => {
    const bench = await storedBench()
    writeFileSync(join(bench.folder, 'config', 'run-sheets', 'sheet-1.csv'), '')
    editAssay(bench, halved)
    await withOffice(bench, async ({ store, reanalysed }) => {
      await reanalysed({ ...WISH, scope: { ...SCOPE, plate: 'SHEET-1' } })
      const [first, second] = store.plate('SHEET-1')?.analyses ?? []
      const sheetOf = (one: typeof first) =>
        one?.documents.find(({ kind }) => kind === 'run-sheet')?.hash
      expect(second?.version).toBe(2)
      expect(sheetOf(second)).toBe(sheetOf(first))
      expect(second?.analysis.responses[0]?.mother).toBe('M-1')
    })
  })

  it('tells what would change and stores nothing when it is a dry run', async () => {
    const bench = await storedBench()
    editAssay(bench, halved)
    await withOffice(bench, async ({ office, store, reanalysed }) => {
      const { plates, analyses } = store.counts()
      const report = await reanalysed({ ...WISH, isDryRun: true })
      expect(report).toMatchObject({ changed: plates })
      expect(office.reanalysed(report.id, 0)[0]).toMatchObject({ outcome: 'changed', after: null })
      expect(store.counts().analyses).toBe(analyses)
    })
  })

  it('is of the plates that fit', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ store, reanalysed }) => {
      const { plates } = store.counts()
      const totalOf = async (scope: Partial<ReanalysisScope>): Promise<number> =>
        (await reanalysed({ ...WISH, scope: { ...SCOPE, since: null, ...scope } })).total
      expect(await totalOf({ kitLot: 'P352211' })).toBe(1)
      expect(await totalOf({ kitLot: 'P352211', assay: 'other' })).toBe(0)
      expect(await totalOf({ layout: 'milk-13x3-duplicate' })).toBe(plates)
      expect(await totalOf({ plate: 'SHEET-1' })).toBe(1)
      expect(await totalOf({ since: '2199-01-01' })).toBe(0)
      await expect(totalOf({ plate: 'SHEET' })).rejects.toMatchObject({ code: 'plate-unknown' })
    })
  })

  it('fails for a plate that cannot be computed now, and goes on with the others', async () => {
    const bench = await storedBench()
    editAssay(bench, (text) => text.replace(/wavelength_nm: \d+/, 'wavelength_nm: 492'))
    await withOffice(bench, async ({ office, store, reanalysed }) => {
      const plates = store.counts().plates
      const report = await reanalysed(WISH)
      expect(report).toMatchObject({ state: 'done', failed: plates })
      expect(office.reanalysed(report.id, 0)[0]?.error?.code).toBe('read-mismatch')
    })
  })

  it('is one at a time, and can be cancelled', async () => {
    const bench = await storedBench()
    editAssay(bench, halved)
    await withOffice(bench, async ({ office, store }) => {
      const { id, total } = office.reanalyse(WISH)
      expect(() => office.reanalyse(WISH)).toThrow('is under way')
      expect(office.cancelReanalysis(id).state).toBe('cancelled')
      await new Promise((resolve) => void setImmediate(resolve))
      expect(store.counts().analyses).toBe(total)
      expect(() => office.cancelReanalysis(id)).toThrow('is over')
      expect(() => office.reanalysis(99)).toThrow('There is no reanalysis 99')
    })
  })

  it('that was cut off is finished by the same wish', async () => {
    const bench = await storedBench()
    editAssay(bench, halved)
    await withOffice(bench, async ({ office, store }) => {
      const { id } = office.reanalyse(WISH)
      while (office.reanalysis(id).changed < 1) {
        await new Promise((resolve) => void setImmediate(resolve))
      }
      expect(store.unfinished().plates).toEqual([])
    })
    await withOffice(bench, async ({ store, reanalysed }) => {
      const { plates } = store.counts()
      const report = await reanalysed(WISH)
      expect(report.unchanged).toBeGreaterThanOrEqual(1)
      expect(store.counts().analyses).toBe(2 * plates)
    })
  })
})
