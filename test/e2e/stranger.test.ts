import { describe, expect, it, onTestFinished } from 'vitest'

import { simulator } from '../../drivers/biorad-eia/simulator.ts'
import { simulator as printer } from '../../drivers/print-capture/simulator.ts'
import { plateNumber } from '../../scripts/support/numbered-plates.ts'
import { newsLines } from '../../src/cli/news-lines.ts'
import type { Emission } from '../../src/ports/simulator.ts'
import { daemonBench } from '../support/daemon-bench.ts'
import { kinds, runUntil, scene, type Scene } from '../support/daemon-scene.ts'
import { IL6, SMALL_LAYOUT } from '../support/il6-plate.ts'
import { memoryTransport } from '../support/memory-transport.ts'
import { simulatedClock } from '../support/simulated-clock.ts'

const MODEL = 'ELx808 with incubator'

describe('a reader whose identity is configured', () => {
  it('is read when it says what was expected', async () => {
    const bench = scene({ more: { identity: { model: MODEL } } })
    await runUntil(bench, 'analysed')
    expect(kinds(bench)).toContain('found')
    expect(bench.bench.look((store) => store.counts())).toMatchObject({ reads: 1 })
  })

  it.each([
    [{ model: 'ELx808-UV' }, `says model '${MODEL}'; reader 'elx' has model 'ELx808-UV'`],
    [{ model: MODEL, serialNumber: '4711' }, 'tells no serial number; reader'],
  ])('is refused and never read when it says otherwise: %j', async (identity, message) => {
    const bench = scene({ more: { identity } })
    await runUntil(bench, 'lost', 2)
    const { error } = await bench.bench.heard('lost')
    expect(error.code).toBe('reader-stranger')
    expect(error.message).toContain(message)
    expect(error.message).toContain('It is not read.')
    expect(error.hint).toContain('under identity in the configuration')
    expect(kinds(bench)).not.toContain('found')
    expect(kinds(bench)).not.toContain('reading')
    expect(bench.bench.look((store) => store.counts())).toMatchObject({ reads: 0 })
  })
})

describe('a reader that is only listened to', () => {
  const listening = (more: { readonly identity?: { readonly model: string } }): Scene => {
    const clock = simulatedClock()
    const reader = printer.create({ nextPlate: () => plateNumber(1), fault: null, seed: 1 })
    const wire = memoryTransport({ reader, clock })
    const bench = daemonBench({
      port: 'memory',
      driver: 'print-capture',
      trigger: 'listen',
      layout: SMALL_LAYOUT,
      assay: IL6,
      more,
      world: { clock, openTransport: () => wire },
    })
    onTestFinished(() => bench.remove())
    return { bench, clock, wire, stop: new AbortController() }
  }

  it('is not said to have answered', async () => {
    const bench = listening({})
    await runUntil(bench, 'found')
    const found = await bench.bench.heard('found')
    expect(found.hasAnswered).toBe(false)
    const [line = ''] = newsLines(found, bench.clock.now())
    expect(line).toContain('listening for unknown reader')
    expect(line).not.toContain('answered')
  })

  it('cannot prove a model: its own settings are no proof', async () => {
    const bench = listening({ identity: { model: 'unknown reader' } })
    await runUntil(bench, 'lost')
    const { error } = await bench.bench.heard('lost')
    expect(error.code).toBe('reader-stranger')
    expect(error.message).toContain("tells no model; reader 'elx' has model 'unknown reader'")
    expect(error.hint).toContain('bind it to the usb of its adapter')
  })
})

describe('a reader whose line is configured', () => {
  it('is asked at that line alone, and what is not given stays its driver’s', async () => {
    const understands = ({ baud }: { readonly baud: number }): boolean => baud === 7200
    const line = { baud: 7200, parity: 'even', rts: false } as const
    const bench = scene({ understands, more: { line } })
    await runUntil(bench, 'analysed')
    const expected = { ...line, dataBits: 8, stopBits: 2, flowControl: 'none', dtr: true }
    expect(bench.wire.tuned).toEqual([expected, expected])
  })

  it('is asked at every rate of its driver when only something else is given', async () => {
    const bench = scene({ understands: () => false, more: { line: { stopBits: 1 } } })
    await runUntil(bench, 'lost')
    const tried = bench.wire.tuned.slice(1).map(({ baud, stopBits }) => [baud, stopBits])
    expect(tried.slice(0, 3)).toEqual([
      [9600, 1],
      [2400, 1],
      [1200, 1],
    ])
  })
})

describe('a plate that is pushed before the greeting ends', () => {
  const settings = { model: '550', filters: [405, 450, 490, 630], checksum: 'with-returns' }

  function pushingAtOnce(identity: { readonly model: string }): Scene {
    const clock = simulatedClock()
    let number = 0
    const reader = simulator.create({
      nextPlate: () => ({ ...plateNumber((number += 1)), barcode: null }),
      fault: null,
      seed: 1,
      settings,
    })
    // Somebody had pressed START just before the port was opened.
    const connected = (awayMs: number): readonly Emission[] =>
      number === 0 ? (reader.pressStart?.() ?? []) : reader.connected(awayMs)
    const wire = memoryTransport({ reader: { ...reader, connected }, clock })
    const bench = daemonBench({
      port: 'memory',
      driver: 'biorad-eia',
      readerSettings: settings,
      trigger: 'listen',
      layout: SMALL_LAYOUT,
      assay: IL6,
      more: { identity },
      world: { clock, openTransport: () => wire },
    })
    onTestFinished(() => bench.remove())
    return { bench, clock, wire, stop: new AbortController() }
  }

  it('waits until the reader said who it is', async () => {
    const bench = pushingAtOnce({ model: 'Model 550' })
    await runUntil(bench, 'plate')
    expect(kinds(bench).indexOf('found')).toBeLessThan(kinds(bench).indexOf('plate'))
    expect(bench.bench.look((store) => store.counts())).toMatchObject({ reads: 1 })
    // It was asked twice who it is while the plate came; the second answer may come too late.
    const faults = bench.bench.news.flatMap((one) => (one.kind === 'fault' ? [one.fault.code] : []))
    expect(faults).not.toContain('reader-stranger')
  })

  it('is a fault with its bytes, and no plate, when a stranger pushed it', async () => {
    const bench = pushingAtOnce({ model: 'Model 680' })
    await runUntil(bench, 'lost')
    const { error } = await bench.bench.heard('lost')
    expect(error.code).toBe('reader-stranger')
    const { fault } = await bench.bench.heard('fault')
    expect(fault.code).toBe('reader-stranger')
    expect(new TextDecoder().decode(fault.bytes)).toContain('BIO-RAD MODEL 550')
    expect(bench.bench.look((store) => store.counts())).toMatchObject({ reads: 0, faults: 1 })
  })
})
