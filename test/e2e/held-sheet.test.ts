import { join } from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { simulator as elx } from '../../drivers/biotek-elx/simulator.ts'
import { simulator as clariostar } from '../../drivers/bmg-clariostar/simulator.ts'
import { simulator as spectramax } from '../../drivers/moldev-spectramax/simulator.ts'
import type { Simulator } from '../../src/ports/simulator.ts'
import { AS_EXPECTED } from '../../src/readers/order.ts'
import { readByHand } from '../support/read-by-hand.ts'
import { resumedScene, type ResumedScene, type Started } from '../support/resumed-scene.ts'

const MINUTE_MS = 60_000

/** The run sheet `P1` started a read, which is under way. */
async function underWay(simulator: Simulator, fault?: string) {
  const set = resumedScene({ simulator, trigger: 'on-run-sheet', ...(fault && { fault }) })
  const daemon = await set.start()
  await daemon.until(({ state }) => state === 'reading')
  return { set, daemon }
}

/** Its connection breaks off in mid-plate, and nobody is there to take it up again. */
async function brokenOff(): Promise<ResumedScene> {
  const { set, daemon } = await underWay(elx)
  await set.clock.pass(1_000)
  set.wire.pull()
  await daemon.until(({ state }) => state === 'away')
  await daemon.stop()
  return set
}

const isHeld = (daemon: Started) => daemon.until(({ held }) => held !== null)
const readsAsked = ({ bench }: ResumedScene) =>
  bench.news.filter(({ kind }) => kind === 'reading').length
const plates = ({ bench }: ResumedScene) =>
  bench.look((store) => store.plates().map(({ plate, binding }) => ({ plate, binding })))

/** The next daemon starts no read by itself, and says what is to be done. Gives it. */
async function startsNone(set: ResumedScene): Promise<Started> {
  const asked = readsAsked(set)
  const daemon = await set.start()
  const { held } = await isHeld(daemon)
  expect(held).toMatchObject({ code: 'sheet-held', message: expect.stringMatching(/'P1'/) })
  expect(held?.hint).toMatch(/`assayd read elx`/)
  await set.clock.pass(5 * MINUTE_MS)
  expect(readsAsked(set)).toBe(asked)
  return daemon
}

describe('A run sheet whose read was resumed and refused', () => {
  it('starts none, neither then nor after a restart, until somebody orders it', async () => {
    const { set, daemon } = await underWay(spectramax)
    await set.clock.pass(10_000)
    set.wire.refuse(1)
    set.wire.pull()
    await daemon.until(({ state }) => state === 'away')
    readByHand(set)
    expect((await isHeld(daemon)).trouble).toMatchObject({ code: 'resume-refused' })
    await daemon.stop()
    const next = await startsNone(set)
    next.desk.order('elx', AS_EXPECTED)
    await next.until(({ order, held }) => order?.state === 'done' && held === null)
    await next.stop()
    expect(plates(set)).toEqual([{ plate: 'P1', binding: 'run-sheet' }])
  })
})

describe('A run sheet whose plate may be the one that came without a sheet', () => {
  it('starts none after a restart either', async () => {
    const { set, daemon } = await underWay(clariostar)
    await set.clock.pass(15_000)
    set.wire.refuse(4)
    set.wire.pull()
    await daemon.until(({ order }) => order?.state === 'done')
    await daemon.stop()
    await (await startsNone(set)).stop()
    expect(plates(set)).toMatchObject([{ binding: 'reader-default' }])
  })
})

describe('A run sheet whose read was broken off, of a reader that cannot resume', () => {
  it('starts none after a restart: the next plate may be in the reader by then', async () => {
    const set = await brokenOff()
    await set.clock.pass(60 * MINUTE_MS)
    await (await startsNone(set)).stop()
    expect(plates(set)).toEqual([])
  })

  it('starts it again when the connection was away too shortly for hands', async () => {
    const { set, daemon } = await underWay(elx)
    await set.clock.pass(1_000)
    set.wire.pull()
    await daemon.until(({ lastPlate }) => lastPlate === 'P1')
    await daemon.stop()
    expect(plates(set)).toEqual([{ plate: 'P1', binding: 'run-sheet' }])
  })

  it('starts none when the connection was away for longer', async () => {
    const { set, daemon } = await underWay(elx)
    await set.clock.pass(1_000)
    set.wire.refuse(5)
    set.wire.pull()
    await isHeld(daemon)
    await set.clock.pass(5 * MINUTE_MS)
    await daemon.stop()
    expect(plates(set)).toEqual([])
  })
})

describe('A run sheet whose read fell into a sleep of the computer', () => {
  it('starts none: the wire was away for as long as the computer slept', async () => {
    const { set, daemon } = await underWay(elx)
    await set.clock.pass(1_000)
    set.setClock(60 * MINUTE_MS)
    set.wire.pull()
    await isHeld(daemon)
    await set.clock.pass(5 * MINUTE_MS)
    await daemon.stop()
    expect(plates(set)).toEqual([])
  })
})

describe('A run sheet whose reader falls silent in the middle of its read', () => {
  it('is read no second time: hands may have been there, with another plate', async () => {
    const { set, daemon } = await underWay(elx, 'cut-short')
    const { trouble } = await isHeld(daemon)
    expect(trouble).toMatchObject({ code: 'reader-silent' })
    await set.clock.pass(5 * MINUTE_MS)
    await daemon.stop()
    expect(readsAsked(set)).toBe(1)
    expect(plates(set)).toEqual([])
  })
})

describe('A run sheet with which no read could be asked for', () => {
  it('is not held, however long that took', async () => {
    const set = resumedScene({ simulator: elx, trigger: 'on-run-sheet' })
    const sheets = set.sheets.splice(0)
    const daemon = await set.start()
    await daemon.until(({ state }) => state === 'idle')
    const other = new Database(join(set.bench.folder, 'data', 'assayd.sqlite'))
    other.exec('BEGIN IMMEDIATE')
    set.wire.refuse(5)
    set.sheets.push(...sheets)
    expect((await daemon.until(({ state }) => state === 'away')).trouble?.code).toBe('store-busy')
    other.close()
    const { held } = await daemon.until(({ lastPlate, held: is }) => lastPlate !== null || !!is)
    await daemon.stop()
    expect(held).toBeNull()
    expect(plates(set)).toEqual([{ plate: 'P1', binding: 'run-sheet' }])
  })
})

describe('Several run sheets that wait', () => {
  it('are told, also beside one that is held, until one of them is left', async () => {
    const set = await brokenOff()
    const next = await startsNone(set)
    set.addSheet('P2')
    const { held } = await next.until((one) => /'P1', 'P2'/.test(one.held?.message ?? ''))
    expect(held?.hint).toMatch(/take the others out/)
    await set.clock.pass(5 * MINUTE_MS)
    expect(plates(set)).toEqual([])
    set.sheets.shift()
    await next.until(({ lastPlate }) => lastPlate === 'P2')
    expect(next.desk.reader('elx').held).toBeNull()
    await next.stop()
  })
})

describe('Files that cannot be used as run sheets', () => {
  it('are told while no sheet waits, since one of them may be meant for the reader', async () => {
    const set = resumedScene({ simulator: elx, trigger: 'on-run-sheet' })
    const sheets = set.sheets.splice(0)
    set.mistakes.push("P1.csv: plate: 'P1' is also in copy.csv", 'a.xlsx: is a spreadsheet')
    const daemon = await set.start()
    const { held } = await isHeld(daemon)
    expect(held?.message).toMatch(/P1\.csv: .*; and 1 more\.$/)
    expect(held?.hint).toMatch(/`assayd check`/)
    set.sheets.push(...sheets)
    await daemon.until(({ lastPlate, held: is }) => lastPlate === 'P1' && is !== null)
    set.mistakes.splice(0)
    await daemon.until(({ held: is }) => is === null)
    await daemon.stop()
  })
})

describe('A run sheet whose read failed', () => {
  it('is not read again on the connection that a clock begins which was set', async () => {
    const { set, daemon } = await underWay(elx, 'error-before-data')
    await isHeld(daemon)
    const asked = readsAsked(set)
    set.setClock(60 * MINUTE_MS)
    await daemon.until(({ state }) => state === 'asking')
    await daemon.until(({ state }) => state === 'idle')
    await set.clock.pass(5 * MINUTE_MS)
    await daemon.stop()
    expect(readsAsked(set)).toBe(asked)
  })
})

describe('A run sheet that is held', () => {
  it('starts a read when it is taken out of the folder and put back', async () => {
    const set = await brokenOff()
    const next = await startsNone(set)
    const sheets = set.sheets.splice(0)
    await next.until(({ held }) => held === null)
    set.sheets.push(...sheets)
    await next.until(({ lastPlate }) => lastPlate === 'P1')
    await next.stop()
    expect(plates(set)).toEqual([{ plate: 'P1', binding: 'run-sheet' }])
  })

  it('starts one also when that was done while the reader was away', async () => {
    const set = await brokenOff()
    const next = await startsNone(set)
    set.wire.refuse(8)
    set.wire.pull()
    await next.until(({ state }) => state === 'away')
    const sheets = set.sheets.splice(0)
    await set.clock.pass(MINUTE_MS)
    set.sheets.push(...sheets)
    await next.until(({ lastPlate }) => lastPlate === 'P1')
    await next.stop()
    expect(plates(set)).toEqual([{ plate: 'P1', binding: 'run-sheet' }])
  })

  it('is told no more when the reader is asked by another trigger', async () => {
    const set = await brokenOff()
    const next = await startsNone(set)
    const [reader] = set.bench.settings.readers
    set.bench.edit({ readers: reader === undefined ? [] : [{ ...reader, trigger: 'listen' }] })
    expect(await next.until(({ held }) => held === null)).toMatchObject({ trigger: 'listen' })
    await next.stop()
  })
})
