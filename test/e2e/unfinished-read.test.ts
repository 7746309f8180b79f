import { describe, expect, it, onTestFinished } from 'vitest'

import { simulator } from '../../drivers/moldev-spectramax/simulator.ts'
import { plateNumber } from '../../scripts/support/numbered-plates.ts'
import { daemonBench } from '../support/daemon-bench.ts'
import { IL6, SMALL_LAYOUT } from '../support/il6-plate.ts'
import { memoryTransport } from '../support/memory-transport.ts'
import { simulatedClock } from '../support/simulated-clock.ts'

describe('a read whose port is lost before the reader has begun to measure', () => {
  it('is told, stored, and said in the capture, though half an answer never came', async () => {
    const clock = simulatedClock()
    const reader = simulator.create({ nextPlate: () => plateNumber(1), fault: 'air-cal', seed: 1 })
    const wire = memoryTransport({ reader, clock })
    const bench = daemonBench({
      port: 'memory',
      driver: 'moldev-spectramax',
      trigger: 'on-connect',
      layout: SMALL_LAYOUT,
      assay: IL6,
      world: { clock, openTransport: () => wire },
    })
    onTestFinished(() => bench.remove())
    const stop = new AbortController()
    const end = bench.run({ once: false, stop: stop.signal })
    await clock.runUntil(bench.heard('reading'))
    await clock.pass(20_000)
    wire.refuse(1)
    wire.pull()
    const { fault } = await clock.runUntil(bench.heard('fault'))
    stop.abort()
    await clock.runUntil(end)
    expect(fault.code).toBe('port-lost')
    expect(fault.message).toMatch(
      /^The connection ended while a plate at \d+(, \d+)? nm was being measured; no plate/,
    )
    expect(fault.hint).toMatch(/The reader may go on by itself: wait until it is done/)
    expect(bench.look((store) => store.counts())).toMatchObject({ reads: 0, faults: 1 })
  })
})
