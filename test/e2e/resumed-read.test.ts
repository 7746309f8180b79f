import { describe, expect, it } from 'vitest'

import { DATA_PAYLOAD, STATUS_PAYLOAD } from '../../drivers/bmg-clariostar/commands.ts'
import { frameOf } from '../../drivers/bmg-clariostar/frame.ts'
import { simulator as clariostar } from '../../drivers/bmg-clariostar/simulator.ts'
import { statusFromPayload } from '../../drivers/bmg-clariostar/status.ts'
import { simulator as spectramax } from '../../drivers/moldev-spectramax/simulator.ts'
import type { ReadOrder } from '../../src/ports/desk.ts'
import type { ReaderSettings } from '../../src/ports/settings.ts'
import { AS_EXPECTED } from '../../src/readers/order.ts'
import { readByHand } from '../support/read-by-hand.ts'
import { resumedScene, type ResumedScene, type Started } from '../support/resumed-scene.ts'

const MINUTE_MS = 60_000
const TEN_MINUTES: ReadOrder = { ...AS_EXPECTED, kinetic: { count: 10, intervalS: 60 } }
const AN_HOUR: ReadOrder = { ...AS_EXPECTED, kinetic: { count: 60, intervalS: 60 } }

/** Orders a plate and lets the reader measure for so long. */
async function orderedFor(
  set: ResumedScene,
  { order, ms }: { readonly order: ReadOrder; readonly ms: number },
): Promise<Started> {
  const daemon = await set.start()
  await daemon.until(({ state }) => state === 'idle')
  daemon.desk.order('elx', order)
  await daemon.until(({ state }) => state === 'reading')
  await set.clock.pass(ms)
  return daemon
}

const isComputed = (daemon: Started) => daemon.until(({ order }) => order?.state === 'done')
const newsOf = ({ bench }: ResumedScene, kind: string) =>
  bench.news.filter((one) => one.kind === kind)

/** What is stored at the end. */
function stored({ bench }: ResumedScene) {
  return bench.look((store) => ({
    ...store.counts(),
    plates: store.plates().map(({ plate, binding }) => ({ plate, binding })),
    blocks: store.plates().map(({ plate }) => store.plate(plate)?.reads[0]?.read.blocks.length),
    told: store.faults().map(({ code, message }) => ({ code, message })),
  }))
}

describe('A kinetic read whose port is pulled in the middle', () => {
  it('is resumed in the same daemon, and its plate comes once, with its run sheet', async () => {
    const set = resumedScene({ simulator: spectramax, trigger: 'listen' })
    const daemon = await orderedFor(set, { order: TEN_MINUTES, ms: 2 * MINUTE_MS })
    set.wire.pull()
    const first = await daemon.until(({ order }) => order?.endedAt !== null)
    expect(first.order).toMatchObject({ id: 1, state: 'failed', error: { code: 'port-lost' } })
    const second = await isComputed(daemon)
    expect(second.order).toMatchObject({ id: 2, plate: 'P1', blocksDone: 20 })
    await daemon.stop()
    expect(newsOf(set, 'resuming')).toHaveLength(1)
    expect(stored(set)).toMatchObject({
      reads: 1,
      plates: [{ plate: 'P1', binding: 'run-sheet' }],
      blocks: [20],
      told: [{ code: 'port-lost', message: expect.stringMatching(/the reader goes on alone\.$/) }],
    })
  })

  it('and again in the middle of being resumed, is resumed again', async () => {
    const set = resumedScene({ simulator: spectramax, trigger: 'listen' })
    const daemon = await orderedFor(set, { order: AN_HOUR, ms: 2 * MINUTE_MS })
    for (let pulls = 0; pulls < 3; pulls += 1) {
      set.wire.pull()
      await daemon.until(({ state }) => state === 'away')
      await daemon.until(({ state }) => state === 'reading')
      await set.clock.pass(MINUTE_MS)
    }
    await isComputed(daemon)
    await daemon.stop()
    expect(newsOf(set, 'resuming')).toHaveLength(3)
    expect(stored(set)).toMatchObject({ reads: 1, blocks: [120] })
    expect(stored(set).plates).toEqual([{ plate: 'P1', binding: 'run-sheet' }])
  })
})

describe('A kinetic read whose reader falls silent, as behind a cable that is out', () => {
  it('is resumed when the reader answers again, once, with its run sheet', async () => {
    const set = resumedScene({ simulator: spectramax, trigger: 'listen' })
    const daemon = await orderedFor(set, { order: AN_HOUR, ms: 10 * MINUTE_MS })
    set.plug(false)
    await set.clock.pass(5 * MINUTE_MS)
    set.plug(true)
    await daemon.until(({ order }) => order?.state === 'reading')
    await isComputed(daemon)
    await daemon.stop()
    expect(stored(set)).toMatchObject({ reads: 1, blocks: [120] })
    expect(stored(set).plates).toEqual([{ plate: 'P1', binding: 'run-sheet' }])
  })
})

describe('A kinetic read that a stop leaves to the reader', () => {
  it.each([0, 300])('is resumed by the next start, if closing took %i ms', async (closingMs) => {
    const set = resumedScene({ simulator: spectramax, trigger: 'listen', closingMs })
    const { left } = await (await orderedFor(set, { order: AN_HOUR, ms: MINUTE_MS })).stop()
    expect(left).toEqual([expect.stringMatching(/goes on .* the next start/)])
    await set.clock.pass(30 * MINUTE_MS)
    const daemon = await set.start()
    expect(await daemon.until(({ state }) => state === 'reading')).toMatchObject({
      order: { state: 'reading', id: 1 },
    })
    await isComputed(daemon)
    await daemon.stop()
    expect(stored(set)).toMatchObject({ reads: 1, blocks: [120] })
    expect(stored(set).plates).toEqual([{ plate: 'P1', binding: 'run-sheet' }])
    await (await set.start()).stop()
    expect(newsOf(set, 'resuming'), 'once').toHaveLength(1)
  })

  it('is fetched when the reader was done meanwhile and can have read no other', async () => {
    const set = resumedScene({ simulator: spectramax, trigger: 'listen' })
    await (await orderedFor(set, { order: AN_HOUR, ms: 20 * MINUTE_MS })).stop()
    await set.clock.pass(50 * MINUTE_MS)
    const daemon = await set.start()
    await isComputed(daemon)
    await daemon.stop()
    expect(stored(set).plates).toEqual([{ plate: 'P1', binding: 'run-sheet' }])
  })

  it('comes without its run sheet when another one may have been read meanwhile', async () => {
    const set = resumedScene({ simulator: spectramax, trigger: 'listen' })
    await (await orderedFor(set, { order: TEN_MINUTES, ms: MINUTE_MS })).stop()
    await set.clock.pass(180 * MINUTE_MS)
    const daemon = await set.start()
    await isComputed(daemon)
    await daemon.stop()
    expect(stored(set)).toMatchObject({ reads: 1, blocks: [20] })
    expect(stored(set).plates).toMatchObject([{ binding: 'reader-default' }])
    expect(newsOf(set, 'mistake')).toMatchObject([
      { text: expect.stringMatching(/whether the plate that the reader holds is 'P1'/) },
    ])
  })
})

describe('A clock that is set back while the connection is away', () => {
  it('makes no absence shorter than it was', async () => {
    const set = resumedScene({ simulator: spectramax, trigger: 'listen' })
    const daemon = await orderedFor(set, { order: TEN_MINUTES, ms: MINUTE_MS })
    set.wire.refuse(24)
    set.wire.pull()
    await daemon.until(({ state }) => state === 'away')
    set.setClock(-15 * MINUTE_MS)
    await isComputed(daemon)
    await daemon.stop()
    expect(stored(set).plates).toMatchObject([{ binding: 'reader-default' }])
  })
})

describe('A reader that is on another port by then', () => {
  it('gives its plate, which may be of another instrument, without a run sheet', async () => {
    const set = resumedScene({ simulator: spectramax, trigger: 'listen' })
    await (await orderedFor(set, { order: AN_HOUR, ms: MINUTE_MS })).stop()
    editReader(set, { port: 'another' })
    const daemon = await set.start()
    await isComputed(daemon)
    await daemon.stop()
    expect(stored(set).plates).toMatchObject([{ binding: 'reader-default' }])
    expect(newsOf(set, 'mistake')).toMatchObject([
      { text: expect.stringMatching(/is 'P1': .* on port 'memory', and this is 'another'/) },
    ])
  })
})

describe('A plate of which nobody can tell what it is', () => {
  it('ends what is read again and again, until a person comes', async () => {
    const set = resumedScene({ simulator: clariostar, trigger: 'repeatedly' })
    const daemon = await set.start()
    await daemon.until(({ state }) => state === 'reading')
    await set.clock.pass(15_000)
    set.wire.refuse(4)
    set.wire.pull()
    await isComputed(daemon)
    await set.clock.pass(5 * MINUTE_MS)
    await daemon.stop()
    expect(stored(set).plates).toMatchObject([{ binding: 'reader-default' }])
  })

  it('leaves its sheet to a person, also when the connection is another one', async () => {
    const set = resumedScene({ simulator: clariostar, trigger: 'on-run-sheet' })
    const daemon = await set.start()
    await daemon.until(({ state }) => state === 'reading')
    await set.clock.pass(15_000)
    set.wire.refuse(4)
    set.wire.pull()
    await isComputed(daemon)
    set.wire.pull()
    await daemon.until(({ state }) => state === 'away')
    await daemon.until(({ state }) => state === 'idle')
    await set.clock.pass(5 * MINUTE_MS)
    await daemon.stop()
    expect(stored(set).plates).toMatchObject([{ binding: 'reader-default' }])
  })
})

describe('A run sheet that was put in during a read that was resumed', () => {
  it('starts the next read as behind any other', async () => {
    const set = resumedScene({ simulator: clariostar, trigger: 'on-run-sheet' })
    const daemon = await set.start()
    await daemon.until(({ state }) => state === 'reading')
    await set.clock.pass(15_000)
    set.sheets.push(...set.sheets.map((sheet) => ({ ...sheet, plate: 'P2' })))
    set.wire.pull()
    await isComputed(daemon)
    await set.clock.pass(5 * MINUTE_MS)
    await daemon.stop()
    expect(
      stored(set)
        .plates.map(({ plate }) => plate)
        .toSorted(),
    ).toEqual(['P1', 'P2'])
  })
})

describe('A reader that was used by hand meanwhile', () => {
  it('gives no plate for it, keeps the bytes, and its sheet starts nothing', async () => {
    const set = resumedScene({ simulator: spectramax, trigger: 'on-run-sheet' })
    const first = await set.start()
    await first.until(({ state }) => state === 'reading')
    await set.clock.pass(10_000)
    set.wire.refuse(1)
    set.wire.pull()
    await first.until(({ state }) => state === 'away')
    readByHand(set)
    await set.clock.pass(5 * MINUTE_MS)
    const { trouble } = await first.until(({ state }) => state === 'idle')
    expect(trouble?.code).toBe('resume-refused')
    await first.stop()
    expect(stored(set)).toMatchObject({ reads: 0, plates: [] })
    expect(stored(set).told.map(({ code }) => code)).toEqual(['port-lost', 'resume-refused'])
    const [, refused] = set.bench.look((store) => store.faults())
    expect(refused?.bytes.length).toBeGreaterThan(50)
    const second = await set.start()
    await second.until(({ held }) => held !== null)
    expect(newsOf(set, 'resuming'), 'not a second time').toHaveLength(1)
    await second.stop()
  })
})

describe('A reader whose data another program took meanwhile', () => {
  it('is asked for them once, and says that they are gone', async () => {
    const set = resumedScene({ simulator: clariostar, trigger: 'listen' })
    const first = await orderedFor(set, { order: AS_EXPECTED, ms: 40_000 })
    set.wire.refuse(4)
    set.wire.pull()
    await set.clock.pass(15_000)
    set.reader.connected(15_000)
    set.reader.hear(frameOf(DATA_PAYLOAD))
    await set.clock.pass(60_000)
    const { trouble } = await first.until(({ state }) => state === 'idle')
    expect(trouble?.message).toContain('its data are gone, or were handed to another')
    await first.stop()
    const second = await set.start()
    await second.until(({ state }) => state === 'idle')
    await set.clock.pass(MINUTE_MS)
    await second.stop()
    expect(newsOf(set, 'resuming')).toHaveLength(1)
    expect(stored(set).reads).toBe(0)
  })
})

describe('A read that is not resumed', () => {
  it('has begun to be handed over, though half of it is lost', async () => {
    const set = resumedScene({ simulator: spectramax, trigger: 'listen', fault: 'pulled-cable' })
    const daemon = await orderedFor(set, { order: TEN_MINUTES, ms: MINUTE_MS })
    await daemon.until(({ state }) => state === 'away')
    await daemon.until(({ state }) => state === 'idle')
    await set.clock.pass(MINUTE_MS)
    await daemon.stop()
    expect(newsOf(set, 'resuming')).toEqual([])
    expect(stored(set)).toMatchObject({ reads: 0, told: [{ code: 'port-lost' }] })
  })

  it('is of a reader that was switched off meanwhile: it says why there is none', async () => {
    const set = resumedScene({ simulator: spectramax, trigger: 'listen', fault: 'data-lost' })
    const daemon = await orderedFor(set, { order: TEN_MINUTES, ms: 30_000 })
    set.wire.pull()
    await daemon.until(({ state }) => state === 'away')
    await daemon.until(({ state }) => state === 'reading')
    const { trouble } = await daemon.until(({ state }) => state === 'idle')
    expect(trouble).toMatchObject({ code: 'reader-status' })
    expect(trouble?.message).toContain('idle and has no data')
    await daemon.stop()
    expect(stored(set).reads).toBe(0)
  })

  it('was begun by a driver that was told otherwise', async () => {
    const set = resumedScene({ simulator: spectramax, trigger: 'listen' })
    await (await orderedFor(set, { order: AN_HOUR, ms: MINUTE_MS })).stop()
    editReader(set, { settings: { calibrate: 'off' } })
    const daemon = await set.start()
    await daemon.until(({ state }) => state === 'idle')
    await set.clock.pass(MINUTE_MS)
    await daemon.stop()
    expect(newsOf(set, 'resuming')).toEqual([])
  })
})

describe('A read that is resumed', () => {
  it.each([0, 3_000])('is cancelled after %i ms, and the next plate is read', async (ms) => {
    const set = resumedScene({ simulator: clariostar, trigger: 'listen' })
    const daemon = await orderedFor(set, { order: AS_EXPECTED, ms: 15_000 })
    set.wire.pull()
    await daemon.until(({ order }) => order?.id === 2 && order.state === 'reading')
    await set.clock.pass(ms)
    daemon.desk.cancel('elx')
    const { order } = await daemon.until((one) => one.order?.endedAt !== null)
    expect(isBusy(set), 'the reader was told').toBe(false)
    expect(order).toMatchObject({ id: 2, state: 'cancelled' })
    await daemon.until(({ state }) => state === 'idle')
    expect(newsOf(set, 'plate')).toEqual([])
    daemon.desk.order('elx', AS_EXPECTED)
    expect((await isComputed(daemon)).order).toMatchObject({ id: 3, plate: 'P1' })
    await daemon.stop()
  })

  it('of an endpoint keeps its run sheet when the connection was away for a moment', async () => {
    const set = resumedScene({ simulator: clariostar, trigger: 'listen' })
    const daemon = await orderedFor(set, { order: AS_EXPECTED, ms: 15_000 })
    set.wire.pull()
    expect((await isComputed(daemon)).order).toMatchObject({ id: 2, plate: 'P1' })
    await daemon.stop()
    expect(stored(set)).toMatchObject({ reads: 1, blocks: [2] })
  })
})

/** Whether the reader measures, as it would say. */
function isBusy({ reader }: ResumedScene): boolean {
  const [status] = reader.hear(frameOf(STATUS_PAYLOAD))
  return status !== undefined && statusFromPayload(status.bytes.slice(4)).isBusy
}

/** Somebody configures the reader otherwise. */
function editReader({ bench }: ResumedScene, change: Partial<ReaderSettings>): void {
  const readers = bench.settings.readers.map((reader) => ({ ...reader, ...change }))
  bench.edit({ readers })
}
