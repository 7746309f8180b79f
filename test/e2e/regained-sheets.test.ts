import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { simulator as spectramax } from '../../drivers/moldev-spectramax/simulator.ts'
import { AS_EXPECTED } from '../../src/readers/order.ts'
import { backedUp, noteNoSheets } from '../support/restored-with.ts'
import { resumedScene, type ResumedScene } from '../support/resumed-scene.ts'
import { sheetText, storedBench } from '../support/stored-bench.ts'

const MINUTE_MS = 60_000

/** A plate is read under a sheet after the backup, and comes back without the database. */
async function restoredBench(edit: (dataFolder: string) => void) {
  const bench = await storedBench()
  const restore = await backedUp({ folder: bench.folder, settings: bench.source.load() })
  const sheet = join(bench.folder, 'config', 'run-sheets', 'sheet-2.csv')
  writeFileSync(sheet, sheetText('SHEET-2'))
  await bench.runFor(1)
  const before = bindingsIn(bench)
  edit(bench.dataFolder)
  await restore()
  await bench.runFor(1)
  return { bench, before }
}

const bindingsIn = ({ rows }: Awaited<ReturnType<typeof storedBench>>) =>
  rows(
    `SELECT plate, read_id, binding, hash FROM analyses
    JOIN analysis_documents USING (analysis_id)
    WHERE kind = 'run-sheet' ORDER BY read_id`,
  )

describe('What a restored database holds of the captures', () => {
  it('is verified, under the sheets that the plates were read with', async () => {
    const { bench, before } = await restoredBench(() => {})
    expect(before).toMatchObject([{ plate: 'SHEET-1' }, { plate: 'SHEET-2' }])
    expect(bindingsIn(bench)).toEqual(before)
    expect(bench.findings()).toEqual([])
  })

  it('is verified where the captures are older and say nothing of sheets', async () => {
    const { bench, before } = await restoredBench(noteNoSheets)
    expect(bindingsIn(bench)).toEqual(before.slice(0, 1))
    expect(bench.findings()).toEqual([])
  })
})

/** A plate of an hour that is asked for after the backup, and goes on in the reader. */
async function lostUnderWay(): Promise<ResumedScene> {
  const set = resumedScene({ simulator: spectramax, trigger: 'listen' })
  const restore = await backedUp(set.bench)
  const daemon = await set.start()
  await daemon.until(({ state }) => state === 'idle')
  daemon.desk.order('elx', { ...AS_EXPECTED, kinetic: { count: 60, intervalS: 60 } })
  await daemon.until(({ state }) => state === 'reading')
  await set.clock.pass(MINUTE_MS)
  await daemon.stop()
  await restore()
  return set
}

describe('A read that goes on in its reader while the database is restored', () => {
  it.each([
    { how: 'under its sheet while no other can be over', ms: 30 * MINUTE_MS, comes: 'run-sheet' },
    { how: 'without it when another may be', ms: 61 * MINUTE_MS, comes: 'reader-default' },
  ])('comes $how', async ({ ms, comes }) => {
    const set = await lostUnderWay()
    await set.clock.pass(ms)
    const daemon = await set.start()
    await daemon.until(({ lastPlate }) => lastPlate !== null)
    await daemon.stop()
    const plates = set.bench.look((store) => store.plates())
    expect(plates).toMatchObject([{ binding: comes }])
    const told = set.bench.news.flatMap((one) => (one.kind === 'mistake' ? [one.text] : []))
    const unsure = [expect.stringMatching(/the plate that the reader holds is 'P1'/)]
    expect(told).toEqual(comes === 'run-sheet' ? [] : unsure)
  })
})
