import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { compileStudy } from '../../src/core/study/compile-study.ts'
import type { AssignWish } from '../../src/ports/office.ts'
import type { Store } from '../../src/ports/store.ts'
import { writeExports } from '../../src/upkeep/write-exports.ts'
import { withOffice } from '../support/office-bench.ts'
import { sheetText, storedBench, type StoredBench } from '../support/stored-bench.ts'

const DEED = { who: 'k.wander', reason: 'the plates were swapped' }
/** The plate was of other mothers than its sheet said. */
const SHEET_2 = { file: 'sheet-2.csv', text: sheetText('SHEET-2', 'B') }
const WISH: AssignWish = {
  target: 'SHEET-1',
  sheet: SHEET_2,
  layout: null,
  isForced: false,
  deed: DEED,
}

function mothersIn(store: Store): ReadonlySet<string> {
  const options = { organisms: [], organism: null, isWithoutBlocked: false }
  const rest = { isAcceptedOnly: false, substitution: null, adjustment: null }
  const study = compileStudy(store.measured(), { ...options, ...rest })
  return new Set(study.rows.map(({ response }) => response.mother))
}

function auditFindings(store: Store): readonly string[] {
  return [...store.auditChecked(null)].flatMap(({ findings }) => findings)
}

const withdrawn = ({ folder }: StoredBench): string =>
  join(folder, 'exports', 'SHEET-1_withdrawn.txt')

/** The name of the plate that was read second, without a run sheet. */
function unnamed(store: Store): string {
  return store.plates().find(({ plate }) => plate.startsWith('elx-'))?.plate ?? ''
}

describe('A plate that was read under the wrong sheet', () => {
  it('counts nowhere any more, and the right one does', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      expect(mothersIn(store).has('M-1')).toBe(true)
      const report = await office.assign(WISH)
      expect(report).toMatchObject({
        from: 'SHEET-1',
        plate: 'SHEET-2',
        isFromEmptied: true,
        against: [],
        change: { before: 'SHEET-1/1', after: 'SHEET-2/1' },
      })
      const mothers = report.change.revision?.results.filter(({ where }) =>
        where.endsWith(' mother'),
      )
      expect(mothers?.[0]).toMatchObject({ before: '"M-1"', after: '"M-B1"' })
      const found = mothersIn(store)
      expect(found.has('M-1')).toBe(false)
      expect(found.has('M-B1')).toBe(true)
      expect(store.plate('SHEET-1')?.analyses).toHaveLength(1)
      expect(store.plate('SHEET-2')?.record).toMatchObject({ binding: 'assigned' })
      expect(auditFindings(store)).toEqual([])
      const lot = { assayId: 'il6-duoset-dy206', kitLot: 'P352211', plate: 'other' }
      const history = store.history({ ...lot, readId: 99, firstMax: 30, newestMax: 30 })
      expect(history.map(({ analysisId }) => analysisId)).not.toContain('SHEET-1/1')
    })
    expect(readFileSync(withdrawn(bench), 'utf8')).toContain(
      'Its read 1 was given to plate SHEET-2 by k.wander',
    )
    expect(bench.findings()).toEqual([])
  })

  it('can be read again under its own sheet, which waits for it still', async () => {
    const bench = await storedBench()
    await withOffice(bench, ({ office }) => office.assign(WISH))
    await bench.runFor(1)
    await withOffice(bench, async ({ store, bench: parts }) => {
      for (const id of store.exportsWaiting()) {
        const input = store.waitingExport(id)
        if (input !== undefined) await writeExports(parts, input)
      }
      const plate = store.plate('SHEET-1')
      expect(plate?.movedReads).toEqual([1])
      expect(plate?.analyses.map(({ version }) => version)).toEqual([1, 2])
      expect(mothersIn(store).has('M-1')).toBe(true)
      expect(mothersIn(store).has('M-B1')).toBe(true)
      expect(auditFindings(store)).toEqual([])
    })
    expect(existsSync(withdrawn(bench))).toBe(false)
    expect(bench.findings()).toEqual([])
  })

  it('keeps its name when only its sheet was wrong', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const text = sheetText('SHEET-1').replace('KI-3,M-3', 'KI-3,M-33')
      const report = await office.assign({ ...WISH, sheet: { file: 'a.csv', text } })
      expect(report).toMatchObject({ isFromEmptied: false, change: { after: 'SHEET-1/2' } })
      const found = mothersIn(store)
      expect([found.has('M-3'), found.has('M-33')]).toEqual([false, true])
    })
    expect(existsSync(withdrawn(bench))).toBe(false)
    expect(bench.findings()).toEqual([])
  })

  it('takes its masked wells along', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const deed = { who: 'a.b', reason: 'a bubble' }
      await office.mask({ plate: 'SHEET-1', wells: ['C3'], isMasked: true, deed })
      expect((await office.assign(WISH)).masksCarried).toEqual(['C3'])
      const reason = "a bubble (masked on 'SHEET-1' by a.b)"
      expect(store.masks('SHEET-2')).toMatchObject([{ well: 'C3', who: 'k.wander', reason }])
      const { wells = [] } = store.plate('SHEET-2')?.analyses[0]?.analysis ?? {}
      expect(wells.find(({ well }) => well === 'C3')?.od).toBe('masked')
      expect(auditFindings(store)).toEqual([])
    })
    expect(bench.findings()).toEqual([])
  })
})

describe('A plate without a run sheet', () => {
  it('gets one afterwards, and the sheet waits no longer', async () => {
    const bench = await storedBench()
    writeFileSync(join(bench.folder, 'config', 'run-sheets', SHEET_2.file), SHEET_2.text)
    const first = await withOffice(bench, async ({ office, store }) => {
      const target = unnamed(store)
      const { plate, readId } = await office.assign({ ...WISH, target })
      expect(plate).toBe('SHEET-2')
      return readId
    })
    await bench.runFor(1)
    await withOffice(bench, async ({ store }) => {
      const reads = store.plate('SHEET-2')?.reads.map(({ readId }) => readId)
      expect(reads).toEqual([first])
    })
    expect(bench.findings()).toEqual([])
  })

  it('is analysed by its new sheet after a crash that came right behind the decision', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ bench: { settings, sheets }, store }) => {
      const sheet = sheets.check(settings, SHEET_2)
      const record = store.plate('SHEET-1')?.record
      if (record === undefined) throw new RangeError('Expected the plate.')
      const next = { ...record, plate: 'SHEET-2', binding: 'assigned' } as const
      const at = '2026-11-23T10:00:00.000+00:00'
      store.assign({ readId: 1, record: next, sheet, at, deed: DEED })
    })
    await bench.runFor(1)
    await withOffice(bench, async ({ store }) => {
      expect(store.plate('SHEET-2')?.analyses[0]?.analysis.responses[0]?.mother).toBe('M-B1')
    })
    expect(bench.findings()).toEqual([])
  })

  it('gets placeholders by a layout alone', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const wish = { ...WISH, sheet: null, layout: 'milk-13x3-duplicate' }
      await expect(office.assign(wish)).rejects.toThrow('specimens would become placeholders')
      const report = await office.assign({ ...wish, target: unnamed(store) })
      expect(report).toMatchObject({ from: report.plate, change: { outcome: 'changed' } })
      const nothing = office.assign({ ...wish, layout: 'milk' })
      await expect(nothing).rejects.toMatchObject({ code: 'layout-unknown' })
    })
    expect(bench.findings()).toEqual([])
  })
})

describe('An assignment is refused, and changes nothing,', () => {
  it('when the sheet has mistakes, each with its line', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const text = SHEET_2.text.replace('2026-11-20', '2026-02-30').replace(',KI-B2,', ',KI-B3,')
      const failed = office.assign({ ...WISH, sheet: { ...SHEET_2, text } })
      await expect(failed).rejects.toMatchObject({
        code: 'config-invalid',
        message: expect.stringMatching(/^sheet-2\.csv:2: date: .*\nsheet-2\.csv:4: specimen: /),
      })
      expect(store.hasPlate('SHEET-2')).toBe(false)
    })
  })

  it('when the plate was read before with other specimens, unless it is forced', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const target = unnamed(store)
      const text = sheetText('SHEET-1', 'C')
      const wish = { ...WISH, target, sheet: { file: 'c.csv', text } }
      await expect(office.assign(wish)).rejects.toMatchObject({
        code: 'plate-contradiction',
        message: "Plate 'SHEET-1' was read before with other specimens (read 1).",
      })
      const same = { ...wish, sheet: { file: 'same.csv', text: sheetText('SHEET-1') } }
      expect((await office.assign(same)).against).toEqual([])
      const forced = await office.assign({ ...wish, target: '3', isForced: true })
      expect(forced.against).toHaveLength(1)
      expect(auditFindings(store)).toEqual([])
    })
    expect(bench.findings()).toEqual([])
  })

  it('when the sheet is for another reader', async () => {
    const bench = await storedBench()
    const more = '  - { id: right, driver: biotek-elx, port: tcp://127.0.0.1:2, trigger: listen }'
    appendFileSync(bench.config, `${more}\n`)
    await withOffice(bench, async ({ office, store }) => {
      const text = SHEET_2.text.replaceAll(',elx,', ',right,')
      const failed = office.assign({ ...WISH, sheet: { file: 'r.csv', text } })
      await expect(failed).rejects.toThrow("was read by 'elx', and the sheet is for reader 'right'")
      expect(store.hasPlate('SHEET-2')).toBe(false)
    })
  })

  it('when there is no such layout or read, or the read was given away already', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office }) => {
      const text = SHEET_2.text.replaceAll('milk-13x3-duplicate,elx', 'no-such-layout,elx')
      await expect(office.assign({ ...WISH, sheet: { file: 'x.csv', text } })).rejects.toThrow(
        'no-such-layout',
      )
      await expect(office.assign({ ...WISH, target: '99' })).rejects.toMatchObject({
        code: 'read-unknown',
      })
      await office.assign(WISH)
      await expect(office.assign(WISH)).rejects.toMatchObject({
        code: 'read-unknown',
        hint: "Its read 1 was given to 'SHEET-2'.",
      })
    })
  })
})
