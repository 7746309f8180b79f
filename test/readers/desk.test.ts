import { lastValueFrom, take, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'

import { AS_EXPECTED } from '../../src/readers/order.ts'
import { atDesk } from '../support/staffed-scene.ts'

describe('An order at the desk', () => {
  it('is read by the reader and followed to its results', async () => {
    const { set, desk, until, end } = await atDesk({ trigger: 'listen' })
    const accepted = desk.order('elx', { ...AS_EXPECTED, assay: 'il6' })
    expect(accepted).toMatchObject({ id: 1, state: 'waiting', reader: 'elx', startedAt: null })
    await until(({ order }) => order?.state === 'done')
    const { order, lastPlate, state } = desk.reader('elx')
    expect(order).toMatchObject({ error: null, readId: 1, plate: lastPlate })
    expect(order?.analysisId).toBe(`${lastPlate}/1`)
    expect(state).toBe('idle')
    await end()
    expect(set.bench.look((store) => store.plates())).toHaveLength(1)
  })

  it('reads the wavelengths that it names', async () => {
    const { set, desk, until, end } = await atDesk({ trigger: 'listen' })
    desk.order('elx', { ...AS_EXPECTED, wavelengthsNm: [630, 450] })
    await until(({ order }) => order?.endedAt !== null)
    await end()
    const [plate] = set.bench.look((store) => store.plates())
    const detail = set.bench.look((store) => store.plate(plate?.plate ?? ''))
    expect(detail?.reads[0]?.read.blocks.map(({ wavelengthNm }) => wavelengthNm)).toEqual([
      630, 450,
    ])
  })

  it('tells of each block of a kinetic read as it comes', async () => {
    const { desk, until, end } = await atDesk({ trigger: 'listen' })
    const blocks: number[] = []
    desk.changes().subscribe(({ reader }) => blocks.push(reader.order?.blocksDone ?? 0))
    desk.order('elx', {
      ...AS_EXPECTED,
      wavelengthsNm: [450],
      kinetic: { count: 3, intervalS: 3600 },
      temperature: true,
    })
    await until(({ order }) => order?.endedAt !== null)
    expect([...new Set(blocks)]).toEqual([0, 1, 2, 3])
    expect(desk.reader('elx').order).toMatchObject({
      blocksExpected: 3,
      readId: 1,
      temperatureC: 27.5,
    })
    await end()
  })

  it('is refused while another is under way, and while the reader is away', async () => {
    const { set, desk, until, end } = await atDesk({ trigger: 'listen' })
    desk.order('elx', AS_EXPECTED)
    expect(() => desk.order('elx', AS_EXPECTED)).toThrow(
      expect.objectContaining({ code: 'reader-busy' }),
    )
    await until(({ state }) => state === 'reading')
    expect(() => desk.order('elx', AS_EXPECTED)).toThrow(
      expect.objectContaining({ code: 'reader-busy' }),
    )
    await until(({ order }) => order?.endedAt !== null)
    set.wire.refuse(100)
    set.wire.pull()
    await until(({ state }) => state === 'away')
    expect(() => desk.order('elx', AS_EXPECTED)).toThrow(
      expect.objectContaining({ code: 'reader-away' }),
    )
    await end()
  })

  it('is refused for a reader or an assay that nobody knows', async () => {
    const { desk, end } = await atDesk({ trigger: 'listen' })
    const noReader = { code: 'reader-unknown', hint: 'Readers of this bench: elx.' }
    expect(() => desk.order('elks', AS_EXPECTED)).toThrow(expect.objectContaining(noReader))
    const noAssay = { code: 'assay-unknown', hint: expect.stringContaining('il6') }
    expect(() => desk.order('elx', { ...AS_EXPECTED, assay: 'il7' })).toThrow(
      expect.objectContaining(noAssay),
    )
    await end()
  })

  it('that is cancelled stops the reader, which reads the next plate', async () => {
    const { set, desk, until, end } = await atDesk({ trigger: 'listen' })
    desk.order('elx', {
      ...AS_EXPECTED,
      kinetic: { count: 9, intervalS: 600 },
      wavelengthsNm: [450],
    })
    await until(({ order }) => order?.blocksDone === 2)
    expect(desk.cancel('elx').state).toBe('reading')
    await until(({ order }) => order?.endedAt !== null)
    expect(desk.reader('elx').order).toMatchObject({
      state: 'cancelled',
      readId: null,
      error: { code: 'reader-aborted' },
    })
    await until(({ state }) => state === 'idle')
    desk.order('elx', AS_EXPECTED)
    await until(({ order }) => order?.id === 2 && order.endedAt !== null)
    expect(desk.reader('elx').order).toMatchObject({ state: 'done', readId: 1 })
    await end()
    expect(set.bench.look((store) => store.counts().reads)).toBe(1)
  })

  it('that nobody took yet is dropped when it is cancelled', async () => {
    const { set, desk, end } = await atDesk({ trigger: 'listen' })
    desk.order('elx', AS_EXPECTED)
    expect(desk.cancel('elx').state).toBe('cancelled')
    await set.clock.pass(60_000)
    expect(() => desk.cancel('elx')).toThrow(expect.objectContaining({ code: 'order-over' }))
    await end()
    expect(set.bench.look((store) => store.counts().reads)).toBe(0)
  })

  it('that the reader refuses says why, and leaves the reader idle', async () => {
    const { desk, until, end } = await atDesk({ trigger: 'listen' })
    desk.order('elx', { ...AS_EXPECTED, wavelengthsNm: [999] })
    await until(({ order }) => order?.endedAt !== null)
    expect(desk.reader('elx').order).toMatchObject({
      state: 'failed',
      error: { code: 'reader-unsuited' },
    })
    expect(desk.reader('elx').state).toBe('idle')
    await end()
  })

  it('ends as failed when the cable is pulled in the middle', async () => {
    const { set, desk, until, end } = await atDesk({ trigger: 'listen' })
    desk.order('elx', AS_EXPECTED)
    await until(({ state }) => state === 'reading')
    set.wire.pull()
    await until(({ order }) => order?.endedAt !== null)
    expect(desk.reader('elx').order).toMatchObject({
      state: 'failed',
      error: { code: 'port-lost' },
    })
    await end()
  })

  it('is served between the plates of a reader that reads by run sheets', async () => {
    const { desk, until, end } = await atDesk({ trigger: 'on-run-sheet' })
    desk.order('elx', AS_EXPECTED)
    await until(({ order }) => order?.state === 'done')
    expect(desk.reader('elx')).toMatchObject({ state: 'idle', order: { readId: 1 } })
    await end()
  })
})

describe('The changes at the desk', () => {
  it('come with a number, and from any number on for those who were away', async () => {
    const { desk, until, end } = await atDesk({ trigger: 'listen' })
    desk.order('elx', AS_EXPECTED)
    await until(({ order }) => order?.state === 'done')
    const all = await lastValueFrom(desk.changes(0).pipe(take(6), toArray()))
    expect(all.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
    const later = await lastValueFrom(desk.changes(4).pipe(take(2), toArray()))
    expect(later).toEqual(all.slice(4))
    await end()
  })
})
