import { describe, expect, it } from 'vitest'

import { compileStudy } from '../../src/core/study/compile-study.ts'
import type { Verdict } from '../../src/ports/decisions.ts'
import type { Store } from '../../src/ports/store.ts'
import { withOffice } from '../support/office-bench.ts'
import { studyOptions } from '../support/sample-study.ts'
import { sheetText, storedBench } from '../support/stored-bench.ts'

const AT = '2026-11-23T10:00:00.000+00:00'

function wish(verdict: Verdict['verdict'], version: number) {
  const signature = { user: 'rita', name: 'Rita Example', meaning: 'I have looked.', at: AT }
  return { plate: 'SHEET-1', version, verdict, reason: 'a leak', signature }
}

function studyOf(store: Store, isAcceptedOnly = false) {
  return compileStudy(store.measured(), studyOptions({ isAcceptedOnly, isWithoutBlocked: false }))
}

describe('A rejected analysis', () => {
  it('is in no study and in no history, until a later version is made', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      expect(studyOf(store).rows.length).toBeGreaterThan(0)
      const verdict = office.judge(wish('rejected', 1))
      expect(verdict).toMatchObject({ analysisId: 'SHEET-1/1', who: 'rita', name: 'Rita Example' })
      expect(studyOf(store)).toMatchObject({ rows: [], leftOut: { rejectedPlates: ['SHEET-1'] } })
      expect(store.plates().find(({ plate }) => plate === 'SHEET-1')?.verdict).toBe('rejected')
      const lot = { assayId: 'il6-duoset-dy206', kitLot: 'P352211', plate: 'other', readId: 99 }
      const history = () => store.history({ ...lot, firstMax: 30, newestMax: 30 })
      expect(history()).toEqual([])
      const deed = { who: 'k.wander', reason: 'the leak' }
      await office.mask({ plate: 'SHEET-1', wells: ['C3'], isMasked: true, deed })
      expect(studyOf(store).rows[0]?.plate).toMatchObject({
        analysisId: 'SHEET-1/2',
        verdict: null,
      })
      office.judge(wish('accepted', 2))
      expect(studyOf(store, true).rows[0]?.plate.verdict).toBe('accepted')
      expect([...store.auditChecked(null)].flatMap(({ findings }) => findings)).toEqual([])
    })
    expect(bench.findings()).toEqual([])
  })
})

describe('A study of accepted plates alone', () => {
  it('names those that nobody has accepted', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office, store }) => {
      const { rows, leftOut } = studyOf(store, true)
      expect(rows).toEqual([])
      expect(leftOut.undecidedPlates).toContain('SHEET-1')
      office.judge(wish('accepted', 1))
      expect(studyOf(store, true).rows.length).toBeGreaterThan(0)
      expect(studyOf(store, true).leftOut.undecidedPlates).not.toContain('SHEET-1')
    })
  })
})

describe('An analysis whose read was given away', () => {
  it('can be rejected, and not accepted', async () => {
    const bench = await storedBench()
    await withOffice(bench, async ({ office }) => {
      const sheet = { file: 'b.csv', text: sheetText('SHEET-2', 'B') }
      const deed = { who: 'k.wander', reason: 'swapped' }
      await office.assign({ target: 'SHEET-1', sheet, layout: null, isForced: false, deed })
      expect(() => office.judge(wish('accepted', 1))).toThrow("was given to plate 'SHEET-2'")
      expect(office.judge(wish('rejected', 1)).verdict).toBe('rejected')
      expect(() => office.judge(wish('accepted', 7))).toThrow('has no analysis 7')
    })
  })
})
