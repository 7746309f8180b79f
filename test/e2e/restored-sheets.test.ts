import { describe, expect, it } from 'vitest'

import { simulator as elx } from '../../drivers/biotek-elx/simulator.ts'
import { simulator as clariostar } from '../../drivers/bmg-clariostar/simulator.ts'
import { AS_EXPECTED } from '../../src/readers/order.ts'
import { backedUp, noteNoSheets } from '../support/restored-with.ts'
import { resumedScene, type ResumedScene, type Started } from '../support/resumed-scene.ts'
import { WHOLE_TRAIL } from '../support/whole-trail.ts'

const MINUTE_MS = 60_000

const readsAsked = ({ bench }: ResumedScene) =>
  bench.news.filter(({ kind }) => kind === 'reading').length
const plates = ({ bench }: ResumedScene) =>
  bench.look((store) => store.plates().map(({ plate, binding }) => ({ plate, binding })))
const newest = (daemon: Started, plate: string) =>
  daemon.until(({ lastPlate }) => lastPlate === plate)

/** A backup is made before anybody asks for a plate; then `P1` is read, and the database lost. */
async function lostWithSheet(edit = (_data: string) => {}): Promise<ResumedScene> {
  const set = resumedScene({ simulator: elx, trigger: 'on-run-sheet' })
  const sheets = set.sheets.splice(0)
  const daemon = await set.start()
  await daemon.until(({ state }) => state === 'idle')
  const restore = await backedUp(set.bench)
  set.sheets.push(...sheets)
  await newest(daemon, 'P1')
  await daemon.stop()
  edit(set.bench.settings.folders.data)
  await restore()
  return set
}

/** A backup is made when `P1` was asked for and did not come. */
async function failedBefore() {
  const set = resumedScene({ simulator: elx, trigger: 'on-run-sheet', fault: 'error-before-data' })
  const daemon = await set.start()
  await daemon.until(({ held }) => held !== null)
  return { set, daemon, restore: await backedUp(set.bench) }
}

const SHA256 = /SHA-256 [0-9a-f]{64}/

/** What is told of what is known no more. */
const mistakesIn = ({ bench }: ResumedScene) =>
  bench.news.flatMap((one) => (one.kind === 'mistake' ? [one.text] : []))

/** Starts the daemon until the captures are heard. */
async function heardAgain(set: ResumedScene): Promise<void> {
  const daemon = await set.start()
  await daemon.until(({ state }) => state === 'idle')
  await daemon.stop()
}

describe('A plate that comes back from a capture which says its run sheet', () => {
  it('comes back under that very sheet, and the trail says by what', async () => {
    const set = await lostWithSheet()
    set.addSheet('P2')
    await heardAgain(set)
    expect(plates(set)).toEqual([{ plate: 'P1', binding: 'run-sheet' }])
    expect(mistakesIn(set)).toEqual([])
    const fixed = set.bench.look((store) =>
      store
        .audit({ ...WHOLE_TRAIL, act: 'expectation-fixed' })
        .map(({ reason, after }) => ({ reason, plates: JSON.parse(after).plates })),
    )
    expect(fixed).toEqual([
      { reason: expect.stringContaining('none starts one'), plates: ['P1', 'P2'] },
      { reason: expect.stringContaining('As the capture says'), plates: ['P1'] },
    ])
  })

  it('leaves sheets held that wait then', async () => {
    const set = await lostWithSheet()
    set.addSheet('P2')
    const asked = readsAsked(set)
    const daemon = await set.start()
    const { held } = await daemon.until((reader) => reader.held !== null)
    expect(held).toMatchObject({ code: 'sheet-held', message: expect.stringContaining("'P2'") })
    await set.clock.pass(5 * MINUTE_MS)
    expect(readsAsked(set)).toBe(asked)
    await daemon.stop()
  })

  it.each([
    { where: 'that changed', now: { kitLot: 'L2' } },
    { where: 'in whose place another one waits', now: { plate: 'P2' } },
  ])('comes back without a sheet $where, which is told and held', async ({ now }) => {
    const set = await lostWithSheet()
    const [sheet] = set.sheets.splice(0)
    if (sheet === undefined) throw new RangeError('Expected a sheet.')
    set.sheets.push({ ...sheet, ...now })
    const asked = readsAsked(set)
    const daemon = await set.start()
    const { held } = await daemon.until((reader) => reader.held !== null)
    expect(held).toMatchObject({ code: 'sheet-held' })
    await set.clock.pass(5 * MINUTE_MS)
    await daemon.stop()
    expect(readsAsked(set)).toBe(asked)
    expect(plates(set)).toMatchObject([{ binding: 'reader-default' }])
    const [missing, waits] = mistakesIn(set)
    expect(missing).toMatch(SHA256)
    expect(missing).toContain("'P1'")
    expect(waits).toContain(`'${now.plate ?? 'P1'}'`)
  })

  it('comes back under a sheet that is in the database alone', async () => {
    const { set, daemon, restore } = await failedBefore()
    daemon.desk.order('elx', AS_EXPECTED)
    await newest(daemon, 'P1')
    await daemon.stop()
    await restore()
    set.sheets.splice(0)
    await heardAgain(set)
    expect(plates(set)).toEqual([{ plate: 'P1', binding: 'run-sheet' }])
  })

  it('comes back with none of several sheets of which one is gone', async () => {
    const set = resumedScene({ simulator: elx, trigger: 'on-run-sheet' })
    const restore = await backedUp(set.bench)
    set.addSheet('P2')
    const daemon = await set.start()
    await daemon.until(({ state }) => state === 'idle')
    daemon.desk.order('elx', AS_EXPECTED)
    await daemon.until(({ order }) => order?.state === 'done')
    await daemon.stop()
    expect(plates(set)).toMatchObject([{ binding: 'unassigned' }])
    await restore()
    set.sheets.splice(1)
    await heardAgain(set)
    expect(plates(set)).toMatchObject([{ binding: 'reader-default' }])
    expect(mistakesIn(set)[0]).toMatch(/: 'P2' \(SHA-256 [0-9a-f]{64}\)\.$/)
  })
})

describe('A daemon on a restored folder, whose database lost what was fixed since', () => {
  it('starts no read by a sheet whose plate may have come without it', async () => {
    const set = await lostWithSheet(noteNoSheets)
    const asked = readsAsked(set)
    const daemon = await set.start()
    const { held } = await daemon.until((reader) => reader.held !== null)
    expect(held).toMatchObject({ code: 'sheet-held' })
    await set.clock.pass(5 * MINUTE_MS)
    expect(readsAsked(set)).toBe(asked)
    await daemon.stop()
    expect(plates(set)).toMatchObject([{ binding: 'reader-default' }])
    expect(set.bench.news).toContainEqual(
      expect.objectContaining({ kind: 'mistake', text: expect.stringContaining("'P1'") }),
    )
  })

  it('gives a plate no sheet that was fixed for one before it, which never came', async () => {
    const { set, daemon, restore } = await failedBefore()
    const [first] = set.sheets.splice(0)
    if (first === undefined) throw new RangeError('Expected a sheet.')
    set.sheets.push({ ...first, plate: 'P2' })
    await newest(daemon, 'P2')
    await daemon.stop()
    await restore()
    set.sheets.splice(0)
    const again = await set.start()
    await again.until(({ state }) => state === 'idle')
    await again.stop()
    expect(plates(set)).toMatchObject([{ binding: 'reader-default' }])
  })

  it('resumes no read that was resumed and came since', async () => {
    const set = resumedScene({ simulator: clariostar, trigger: 'on-run-sheet' })
    const daemon = await set.start()
    await daemon.until(({ state }) => state === 'reading')
    await set.clock.pass(15_000)
    const restore = await backedUp(set.bench)
    set.wire.pull()
    await newest(daemon, 'P1')
    await daemon.stop()
    await restore()
    const again = await set.start()
    await again.until(({ state }) => state === 'idle')
    await set.clock.pass(5 * MINUTE_MS)
    await again.stop()
    expect(set.bench.news.filter(({ kind }) => kind === 'resuming')).toHaveLength(1)
    expect(plates(set)).toMatchObject([{ binding: 'reader-default' }])
  })

  it('stores a plate with the driver that heard it, whatever its reader has now', async () => {
    const set = await lostWithSheet()
    const [reader] = set.bench.settings.readers
    if (reader === undefined) throw new RangeError('Expected a reader.')
    set.bench.edit({ readers: [{ ...reader, driver: 'bmg-clariostar', trigger: 'listen' }] })
    const daemon = await set.start()
    await set.clock.runUntil(set.bench.heard('recovered'))
    await daemon.stop()
    const drivers = set.bench.look((store) =>
      store.plates().map(({ plate }) => store.plate(plate)?.reads.map((read) => read.driverId)),
    )
    expect(drivers).toEqual([['biotek-elx']])
  })
})
