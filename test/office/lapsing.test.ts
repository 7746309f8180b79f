import { describe, expect, it } from 'vitest'

import { decisionLines } from '../../src/cli/decision-lines.ts'
import { AssaydError } from '../../src/core/errors.ts'
import { openOffice } from '../../src/office/office.ts'
import type { News } from '../../src/ports/news.ts'
import type { Store } from '../../src/ports/store.ts'
import { sheetText, storedBench, type StoredBench } from '../support/stored-bench.ts'
import { withOffice, type OfficeOnBench } from '../support/office-bench.ts'

const AT = '2026-11-23T10:00:00.000+00:00'
const DEED = { who: 'k.wander', reason: 'a leak' }
const PLATE = 'SHEET-1'
const LAPSED = { verdict: 'accepted', version: 1, name: 'Rita Example', at: AT }
const QUERY = { who: null, since: null, until: null, after: 0, newestMax: 99 }

const signature = { user: 'rita', name: 'Rita Example', meaning: 'I have looked.', at: AT }

/** Accepts the first analysis of the plate, then does the work with what is told meanwhile. */
async function accepted(
  work: (on: OfficeOnBench & { readonly lapses: () => readonly News[] }) => Promise<void>,
): Promise<StoredBench> {
  const bench = await storedBench()
  const news: News[] = []
  const lapses = () => news.filter(({ kind }) => kind === 'lapsed')
  const tell = (one: News): void => void news.push(one)
  await withOffice(
    bench,
    async (on) => {
      const { office } = on
      office.judge({ plate: PLATE, version: 1, verdict: 'accepted', reason: 'fine', signature })
      await work({ ...on, lapses })
      expect([...on.store.auditChecked(null)].flatMap(({ findings }) => findings)).toEqual([])
    },
    { tell },
  )
  return bench
}

const listed = (store: Store, plate = PLATE) => store.plates({ plate })[0]

describe('An accepted plate', () => {
  it('that is masked is to be reviewed again, and everybody is told', async () => {
    await accepted(async ({ office, store, lapses }) => {
      expect(listed(store)).toMatchObject({ verdict: 'accepted', lapsed: null })
      const wish = { plate: PLATE, isMasked: true, deed: DEED }
      const report = await office.mask({ ...wish, wells: ['C3'] })
      expect(report.change?.lapsed).toEqual(LAPSED)
      expect(listed(store)).toMatchObject({ version: 2, verdict: null, lapsed: LAPSED })
      expect(store.plate(PLATE)).toMatchObject({
        lapsed: LAPSED,
        verdicts: [{ meaning: 'I have looked.' }],
      })
      expect(lapses()).toEqual([{ kind: 'lapsed', plate: PLATE, stands: 2, lapsed: LAPSED }])
      const [, entry] = store.audit({ ...QUERY, act: 'analysis-stored', about: PLATE })
      expect(JSON.parse(entry?.before ?? '')).toEqual({ version: 1, verdict: 'accepted' })
      // It lapsed once; another version after that takes nothing away.
      const again = await office.mask({ ...wish, wells: ['C4'] })
      expect(again.change?.lapsed).toBeNull()
      expect(lapses()).toHaveLength(1)
      expect(listed(store)).toMatchObject({ version: 3, lapsed: LAPSED })
      office.judge({ plate: PLATE, version: 3, verdict: 'accepted', reason: 'fine', signature })
      expect(listed(store)).toMatchObject({ verdict: 'accepted', lapsed: null })
    })
  })

  it('that gets another run sheet is to be reviewed again', async () => {
    await accepted(async ({ office, store, lapses }) => {
      const sheet = { file: 'a.csv', text: sheetText(PLATE, 'X') }
      const wish = { target: PLATE, sheet, layout: null, isForced: true, deed: DEED }
      const { change } = await office.assign(wish)
      expect(change.lapsed).toEqual(LAPSED)
      expect(listed(store)).toMatchObject({ version: 2, verdict: null, lapsed: LAPSED })
      expect(lapses()).toHaveLength(1)
    })
  })

  it('whose read is given to another plate is accepted no more', async () => {
    await accepted(async ({ office, store, lapses }) => {
      const sheet = { file: 'b.csv', text: sheetText('SHEET-2', 'B') }
      await office.assign({ target: PLATE, sheet, layout: null, isForced: false, deed: DEED })
      expect(listed(store)).toMatchObject({ isEmptied: true, verdict: null, lapsed: LAPSED })
      expect(listed(store, 'SHEET-2')).toMatchObject({ version: 1, verdict: null, lapsed: null })
      expect(lapses()).toEqual([{ kind: 'lapsed', plate: PLATE, stands: null, lapsed: LAPSED }])
    })
  })

  it('is counted in a reanalysis, dry or not, and lapsed in a study', async () => {
    await accepted(async ({ office, store, reanalysed, lapses }) => {
      const scope = {
        plate: PLATE,
        since: null,
        until: null,
        kitLot: null,
        assay: null,
        layout: null,
      }
      // The masks are taken off again, so that the newest version is other than the accepted one.
      const mask = { plate: PLATE, wells: ['C3'], deed: DEED }
      await office.mask({ ...mask, isMasked: true })
      office.judge({ plate: PLATE, version: 2, verdict: 'accepted', reason: 'fine', signature })
      expect(store.measured().plates.find(({ plate }) => plate === PLATE)).toMatchObject({
        verdict: 'accepted',
        isLapsed: false,
      })
      store.saveMasks({ ...mask, wells: ['C4'], isMasked: true, at: AT })
      const wish = { scope, deed: DEED }
      const dry = await reanalysed({ ...wish, isDryRun: true })
      expect(dry).toMatchObject({ changed: 1, lapsed: 1 })
      expect(lapses()).toHaveLength(1)
      expect(await reanalysed({ ...wish, isDryRun: false })).toMatchObject({
        changed: 1,
        lapsed: 1,
      })
      expect(lapses()).toMatchObject([{ stands: 2 }, { stands: 3, lapsed: { version: 2 } }])
      expect(store.measured().plates.find(({ plate }) => plate === PLATE)).toMatchObject({
        verdict: null,
        isLapsed: true,
      })
    })
  })
})

describe('A verdict on a read that left the plate', () => {
  const mistake = sheetText(PLATE, 'C').replaceAll('P352211', 'P999999')
  const given = { layout: null, deed: DEED }
  const toPlate = { ...given, target: '3', sheet: { file: 'c.csv', text: mistake }, isForced: true }
  const away = { file: 'b.csv', text: sheetText('SHEET-2', 'B') }
  const toOther = { ...given, target: PLATE, sheet: away, isForced: false }

  it.each(['accepted', 'rejected'] as const)(
    'holds for no other read of the plate, also before that is computed: %s',
    async (verdict) => {
      await withOffice(await storedBench(), async ({ office, store, bench }) => {
        await office.assign(toPlate)
        office.judge({ plate: PLATE, version: 2, verdict, reason: 'fine', signature })
        const saveAnalysis: Store['saveAnalysis'] = () => {
          throw new AssaydError('store-write', 'the disk is full')
        }
        const failing = openOffice({ ...bench, store: { ...store, saveAnalysis } })
        await expect(failing.assign(toOther)).rejects.toThrow('the disk is full')
        const lapsed = { verdict, version: 2 }
        expect(listed(store)).toMatchObject({ isEmptied: false, verdict: null, lapsed })
        const detail = store.plate(PLATE)
        expect(detail).toMatchObject({ lapsed })
        const lines = detail === undefined ? [] : decisionLines(detail)
        expect(lines.at(-1)).toMatch(/its read was given to another plate since: review the next$/)
      })
    },
  )
})

describe('A rejected analysis', () => {
  it('of a plate whose read was given away stays rejected', async () => {
    await accepted(async ({ office, store }) => {
      const sheet = { file: 'b.csv', text: sheetText('SHEET-2', 'B') }
      await office.assign({ target: PLATE, sheet, layout: null, isForced: false, deed: DEED })
      office.judge({ plate: PLATE, version: 1, verdict: 'rejected', reason: 'leak', signature })
      expect(listed(store)).toMatchObject({ verdict: 'rejected', lapsed: null })
    })
  })
})
