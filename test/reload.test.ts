import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { AssaydError } from '../src/core/errors.ts'
import type { ReaderSettings } from '../src/ports/settings.ts'
import { AS_EXPECTED } from '../src/readers/order.ts'
import { SMALL_LAYOUT } from './support/il6-plate.ts'
import { atDesk, type StaffedScene } from './support/staffed-scene.ts'

/** Longer than two looks at the files. */
const NOTICED_MS = 3_000
const BROKEN = new AssaydError(
  'config-invalid',
  'config/assayd.yaml:7: readers.0.port: is no port',
  {
    hint: 'Correct these places and try again.',
  },
)

/** One plate, ordered and followed to its end. */
async function onePlate({ desk, until }: StaffedScene): Promise<void> {
  desk.order('elx', AS_EXPECTED)
  await until(({ order }) => order?.endedAt !== null)
}

function layoutsUsed({ set }: StaffedScene): readonly string[] {
  return set.bench.look((store) =>
    store.plates().map(({ plate }) => {
      const documents = store.plate(plate)?.analyses.at(-1)?.documents ?? []
      return documents.find(({ kind }) => kind === 'layout')?.text ?? ''
    }),
  )
}

function newsOf({ set }: StaffedScene, kind: string): number {
  return set.bench.news.filter((one) => one.kind === kind).length
}

function readerOf({ set }: StaffedScene): ReaderSettings {
  const [reader] = set.bench.settings.readers
  if (reader === undefined) throw new TypeError('The bench has a reader.')
  return reader
}

function otherLayout(name: string) {
  const value = { ...SMALL_LAYOUT, name }
  const text = JSON.stringify(value)
  return { value, file: 'test', text, hash: createHash('sha256').update(text).digest('hex') }
}

describe('An edit of the configuration', () => {
  it('holds from the next plate on, and its reader is not touched', async () => {
    const bench = await atDesk({ trigger: 'listen' })
    await onePlate(bench)
    const layout = otherLayout('another name')
    bench.set.bench.edit({ layouts: new Map([[SMALL_LAYOUT.id, layout]]) })
    await bench.set.clock.pass(NOTICED_MS)
    await onePlate(bench)
    await bench.end()
    expect(layoutsUsed(bench)).toEqual([JSON.stringify(SMALL_LAYOUT), layout.text])
    expect(newsOf(bench, 'opened')).toBe(1)
    expect(bench.set.wire.connects()).toBe(1)
    expect(bench.set.bench.look((store) => store.configurations())).toHaveLength(2)
  })

  it('is refused whole when it has a mistake, and that is told once', async () => {
    const bench = await atDesk({ trigger: 'listen' })
    const before = bench.shown.config.report()
    bench.set.bench.edit(BROKEN)
    await bench.set.clock.pass(60_000)
    const refused = bench.set.bench.news.filter(({ kind }) => kind === 'config-refused')
    expect(refused).toEqual([{ kind: 'config-refused', part: 'configuration', error: BROKEN }])
    expect(bench.shown.config.report()).toEqual({
      ...before,
      refused: { at: expect.stringMatching(/^2026-11-23T09:0/), error: BROKEN },
    })
    await onePlate(bench)
    expect(() => bench.shown.config.reload()).toThrow(BROKEN)
    bench.set.bench.edit({})
    await bench.set.clock.pass(NOTICED_MS)
    expect(bench.shown.config.report()).toEqual(before)
    await bench.end()
    expect(layoutsUsed(bench)).toHaveLength(1)
    expect(newsOf(bench, 'configured')).toBe(1)
    expect(bench.set.bench.look((store) => store.configurations())).toHaveLength(1)
  })

  it('of a trigger changes when the reader is asked, on the same connection', async () => {
    const bench = await atDesk({ trigger: 'listen' })
    await bench.set.clock.pass(60_000)
    expect(newsOf(bench, 'plate')).toBe(0)
    bench.set.bench.edit({ readers: [{ ...readerOf(bench), trigger: 'repeatedly' }] })
    await bench.set.clock.runUntil(bench.set.bench.heard('plate', 2))
    expect(bench.desk.reader('elx').trigger).toBe('repeatedly')
    bench.set.bench.edit({ readers: [{ ...readerOf(bench), trigger: 'on-connect' }] })
    await bench.set.clock.pass(120_000)
    const plates = newsOf(bench, 'plate')
    await bench.set.clock.pass(600_000)
    expect(newsOf(bench, 'plate')).toBe(plates)
    expect(bench.set.wire.connects()).toBe(1)
    await bench.end()
  })

  it('of a line lets the read under way come to its end, and then connects anew', async () => {
    const bench = await atDesk({ trigger: 'listen' })
    bench.desk.order('elx', AS_EXPECTED)
    await bench.until(({ state }) => state === 'reading')
    bench.set.bench.edit({ readers: [{ ...readerOf(bench), line: { baud: 2400 } }] })
    await bench.set.clock.runUntil(bench.set.bench.heard('configured'))
    expect(bench.desk.reader('elx').state).toBe('reading')
    expect(bench.set.wire.connects()).toBe(1)
    await bench.set.clock.runUntil(bench.set.bench.heard('found', 2))
    expect(bench.set.wire.connects()).toBe(2)
    expect(bench.set.wire.tuned.at(-1)).toMatchObject({ baud: 2400 })
    expect(bench.desk.reader('elx').lastPlate).toBeNull()
    await bench.end()
    expect(bench.set.bench.look((store) => store.counts())).toMatchObject({
      analyses: 1,
      faults: 0,
    })
    expect(bench.set.bench.look((store) => store.unfinished().captures)).toEqual([])
  })

  it('that takes a reader away ends its orders; one that gives it back joins it', async () => {
    const bench = await atDesk({ trigger: 'listen' })
    const states: string[] = []
    bench.desk.changes().subscribe(({ reader }) => states.push(reader.state))
    const reader = readerOf(bench)
    bench.set.bench.edit({ readers: [] })
    await bench.set.clock.pass(NOTICED_MS + 1_000)
    expect(bench.desk.readers()).toEqual([])
    expect(states.at(-1)).toBe('removed')
    expect(() => bench.desk.order('elx', AS_EXPECTED)).toThrow("No reader is called 'elx'")
    bench.set.bench.edit({ readers: [reader] })
    await bench.set.clock.runUntil(bench.set.bench.heard('found', 2))
    await onePlate(bench)
    await bench.end()
    expect(layoutsUsed(bench)).toHaveLength(1)
  })

  it('names a driver that is not there and is refused', async () => {
    const bench = await atDesk({ trigger: 'listen' })
    bench.set.bench.edit({ readers: [{ ...readerOf(bench), driver: 'nonsense' }] })
    await bench.set.clock.runUntil(bench.set.bench.heard('config-refused'))
    expect(bench.shown.config.report().refused?.error.code).toBe('driver-unknown')
    await onePlate(bench)
    await bench.end()
    expect(bench.set.wire.connects()).toBe(1)
  })
})
