import { describe, expect, it } from 'vitest'

import { openEnding } from '../src/ending.ts'
import type { ReaderReport, ReaderState } from '../src/ports/desk.ts'
import { simulatedClock } from './support/simulated-clock.ts'

/** A daemon with one reader in a state that the test changes, and bytes as old as it says. */
function daemon(reader: { state: ReaderState; byteAgeS: number | null }) {
  const clock = simulatedClock()
  const stop = new AbortController()
  const report = (): ReaderReport => ({
    id: 'elx',
    driver: 'biotek-elx',
    port: 'COM3',
    trigger: 'listen',
    state: reader.state,
    since: '',
    identity: null,
    lastPlate: null,
    lastReadAt: null,
    trouble: null,
    held: null,
    order: null,
  })
  const desk = { readers: () => [report()] }
  const tally = { lastByteAgeS: () => reader.byteAgeS }
  return { clock, stop, ending: openEnding({ clock, desk, tally, stop: stop.signal }) }
}

describe('A daemon that is asked to stop', () => {
  it('cuts a reader that only waits for an answer at once', () => {
    const { stop, ending } = daemon({ state: 'asking', byteAgeS: null })
    stop.abort()
    expect(ending.cut.aborted).toBe(true)
    expect(ending.cutOff()).toEqual([])
  })

  it('waits for a plate under way, and cuts when it is done', async () => {
    const reader = { state: 'reading' as ReaderState, byteAgeS: 30 }
    const { clock, stop, ending } = daemon(reader)
    stop.abort()
    await clock.pass(20_000)
    expect(ending.cut.aborted).toBe(false)
    reader.state = 'idle'
    await clock.pass(1_000)
    expect(ending.cut.aborted).toBe(true)
    expect(ending.cutOff()).toEqual([])
  })

  it('waits for bytes that come unasked to end', async () => {
    const reader = { state: 'idle' as const, byteAgeS: 0.1 }
    const { clock, stop, ending } = daemon(reader)
    stop.abort()
    await clock.pass(5_000)
    expect(ending.cut.aborted).toBe(false)
    reader.byteAgeS = 3
    await clock.pass(1_000)
    expect(ending.cut.aborted).toBe(true)
  })

  it('waits a minute at most, and names the reader that was cut off', async () => {
    const { clock, stop, ending } = daemon({ state: 'reading', byteAgeS: 1 })
    stop.abort()
    await clock.pass(59_000)
    expect(ending.cut.aborted).toBe(false)
    await clock.pass(2_000)
    expect(ending.cut.aborted).toBe(true)
    expect(ending.cutOff()).toEqual(['elx'])
    expect(clock.waiting()).toBe(0)
  })
})
