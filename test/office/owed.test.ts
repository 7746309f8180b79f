import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { openTroubles } from '../../src/health/troubles.ts'
import { openOffice, type StaffedOffice } from '../../src/office/office.ts'
import type { Outbox } from '../../src/upkeep/outbox.ts'
import { openStoreGate } from '../../src/plates/store-gate.ts'
import type { News } from '../../src/ports/news.ts'
import type { Store } from '../../src/ports/store.ts'
import { withOffice } from '../support/office-bench.ts'
import { simulatedClock, type SimulatedClock } from '../support/simulated-clock.ts'
import { sheetText, storedBench } from '../support/stored-bench.ts'

const DEED = { who: 'k.wander', reason: 'the pipette slipped' }
const PLATE = 'SHEET-1'
const MASK = { plate: PLATE, wells: ['C3'], isMasked: true, deed: DEED }

interface Running {
  readonly office: StaffedOffice
  readonly store: Store
  readonly clock: SimulatedClock
  readonly stop: AbortController
  readonly disk: { isFull: boolean }
  readonly news: News[]
}

/** The office of a running daemon, on a disk that takes decisions and no analyses. */
async function onFullDisk(work: (running: Running) => Promise<void>): Promise<void> {
  const bench = await storedBench()
  const clock = simulatedClock()
  const news: News[] = []
  const tell = (one: News): void => void news.push(one)
  const troubles = openTroubles(clock, tell)
  const stop = new AbortController()
  const gate = openStoreGate({ clock, troubles, stop: stop.signal, waits: true })
  const disk = { isFull: true }
  // Files are written beside the office, as in a daemon.
  const outbox: Outbox = { wake: () => {}, work: async () => {}, emptied: async () => {} }
  await withOffice(
    bench,
    async ({ bench: parts, store }) => {
      const saveAnalysis: Store['saveAnalysis'] = (analysis) => {
        if (disk.isFull) throw new AssaydError('store-write', 'the disk is full')
        return store.saveAnalysis(analysis)
      }
      const office = openOffice({ ...parts, store: { ...store, saveAnalysis } })
      await work({ office, store, clock, stop, disk, news })
      expect([...store.auditChecked(null)].flatMap(({ findings }) => findings)).toEqual([])
    },
    { clock, troubles, gate, tell, outbox },
  )
}

const owed = (store: Store) => store.unfinished().plates.map(({ record }) => record.plate)
const kinds = (news: readonly News[]) => news.map(({ kind }) => kind)

describe('What was decided while the database took no analysis', () => {
  it('is computed as soon as it takes one, with who wanted it and why', async () => {
    await onFullDisk(async ({ office, store, clock, disk, news }) => {
      const hint = expect.stringContaining(`What is decided of '${PLATE}' stays`)
      await expect(office.mask(MASK)).rejects.toMatchObject({ code: 'store-write', hint })
      expect(owed(store)).toEqual([PLATE])
      await clock.pass(600_000)
      expect(owed(store)).toEqual([PLATE])
      disk.isFull = false
      await clock.pass(60_000)
      expect(owed(store)).toEqual([])
      const last = store.plate(PLATE)?.analyses.at(-1)
      expect(last).toMatchObject({ version: 2 })
      expect(last?.analysis.wells.find(({ well }) => well === 'C3')?.od).toBe('masked')
      const all = { about: PLATE, since: null, until: null, after: 0, newestMax: 99 }
      const [entry] = store.audit({ ...all, who: 'k.wander', act: 'analysis-stored' })
      expect(entry).toMatchObject({ reason: DEED.reason, subject: { key: `${PLATE}/2` } })
      expect(store.exportsWaiting()).toContain(`${PLATE}/2`)
      await clock.pass(600_000)
      expect(kinds(news)).toEqual(['trouble', 'revised', 'mended'])
      expect(clock.waiting()).toBe(0)
    })
  })

  it('is computed once, when the same is wished again meanwhile', async () => {
    await onFullDisk(async ({ office, store, clock, disk }) => {
      await expect(office.mask(MASK)).rejects.toThrow('the disk is full')
      disk.isFull = false
      const report = await office.mask(MASK)
      expect(report.change?.after).toBe(`${PLATE}/2`)
      await clock.pass(600_000)
      expect(store.plate(PLATE)?.analyses).toHaveLength(2)
    })
  })

  it('is computed for both plates of an assignment', async () => {
    await onFullDisk(async ({ office, store, clock, disk }) => {
      disk.isFull = false
      const sheet = { file: 'c.csv', text: sheetText(PLATE, 'C') }
      await office.assign({ target: '3', sheet, layout: null, isForced: true, deed: DEED })
      disk.isFull = true
      const other = { file: 'b.csv', text: sheetText('SHEET-2', 'B') }
      const wish = { target: PLATE, sheet: other, layout: null, isForced: true, deed: DEED }
      await expect(office.assign(wish)).rejects.toThrow('the disk is full')
      expect(owed(store)).toEqual([PLATE, 'SHEET-2'])
      disk.isFull = false
      await clock.pass(60_000)
      expect(owed(store)).toEqual([])
      expect(store.plate(PLATE)?.analyses.at(-1)).toMatchObject({ version: 3, readId: 1 })
      expect(store.plate('SHEET-2')?.analyses.at(-1)).toMatchObject({ version: 1, readId: 3 })
    })
  })

  it('is left to the next start by a daemon that stops', async () => {
    await onFullDisk(async ({ office, store, clock, stop, disk, news }) => {
      await expect(office.mask(MASK)).rejects.toThrow('the disk is full')
      stop.abort()
      disk.isFull = false
      await clock.pass(600_000)
      expect(owed(store)).toEqual([PLATE])
      expect(kinds(news)).toEqual(['trouble'])
    })
  })
})
