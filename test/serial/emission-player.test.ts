import { describe, expect, it } from 'vitest'

import { createPlayer } from '../../src/serial/emission-player.ts'
import type { EmissionPlayer } from '../../src/serial/emission-player.ts'
import { said } from '../support/echo-simulator.ts'
import { simulatedClock } from '../support/simulated-clock.ts'
import type { SimulatedClock } from '../support/simulated-clock.ts'

interface Bench {
  readonly clock: SimulatedClock
  readonly player: EmissionPlayer
  /** What was said at which time. */
  readonly log: [ms: number, text: string][]
}

function bench(byteMs: number | null): Bench {
  const clock = simulatedClock()
  const log: [number, string][] = []
  const player = createPlayer({
    clock,
    byteMs,
    say: (bytes) => log.push([clock.monotonicMs(), Buffer.from(bytes).toString('latin1')]),
    hangUp: () => log.push([clock.monotonicMs(), '(hung up)']),
  })
  return { clock, player, log }
}

/** 8N2 at 9600 baud. */
const BYTE_MS = (11 * 1000) / 9600

describe('at the pace of a wire', () => {
  it('a plate of 595 bytes takes the time of its bits, in chunks of at most 16 ms', async () => {
    const { clock, player, log } = bench(BYTE_MS)
    player.play([said('x'.repeat(595))])
    await clock.pass(595 * BYTE_MS - 0.01)
    const early = log.map(([, text]) => text).join('').length
    expect(early).toBeLessThan(595)
    await clock.pass(0.02)
    expect(log.map(([, text]) => text).join('')).toHaveLength(595)
    for (const [ms, text] of log)
      expect(text.length * BYTE_MS).toBeLessThanOrEqual(Math.min(16, ms))
    expect(log.at(-1)?.[0]).toBeCloseTo(681.77, 2)
  })

  it('no byte arrives before its bits could have', async () => {
    const { clock, player, log } = bench(BYTE_MS)
    player.play([said('x'.repeat(100))])
    await clock.pass(1000)
    let count = 0
    for (const [ms, text] of log) {
      count += text.length
      expect(ms).toBeGreaterThanOrEqual(count * BYTE_MS - 1e-9)
    }
  })

  it('what is answered to half of it waits for the rest', async () => {
    const clock = simulatedClock()
    let text = ''
    const player: EmissionPlayer = createPlayer({
      clock,
      byteMs: 10,
      say: (bytes) => {
        const isFirst = text === ''
        text += Buffer.from(bytes).toString('latin1')
        if (isFirst) player.play([said('?!')])
      },
      hangUp: () => {},
    })
    player.play([said('abcd'), said('ef')])
    await clock.pass(1000)
    expect(text).toBe('abcdef?!')
  })

  it('what was being said is not said to its end after it was told to forget it', async () => {
    const clock = simulatedClock()
    let text = ''
    const player: EmissionPlayer = createPlayer({
      clock,
      byteMs: 10,
      say: (bytes) => {
        const isFirst = text === ''
        text += Buffer.from(bytes).toString('latin1')
        if (isFirst) player.play([{ ...said('stopped'), forgetsPending: true }])
      },
      hangUp: () => {},
    })
    player.play([said('abcd'), said('ef')])
    await clock.pass(1000)
    expect(text).toBe('astopped')
  })

  it('each wait counts from the end of what was said before', async () => {
    const { clock, player, log } = bench(10)
    player.play([
      { ...said('a'), afterMs: 100 },
      { ...said('bc'), afterMs: 50 },
    ])
    await clock.pass(1000)
    expect(log).toEqual([
      [110, 'a'],
      [170, 'b'],
      [180, 'c'],
    ])
  })

  it('what is played while something is being said follows it', async () => {
    const { clock, player, log } = bench(20)
    player.play([said('ab')])
    await clock.pass(30)
    player.play([said('c')])
    await clock.pass(1000)
    expect(log).toEqual([
      [20, 'a'],
      [40, 'b'],
      [60, 'c'],
    ])
  })

  it('an abort forgets the rest, also of a byte sequence begun, and is said at once', async () => {
    const { clock, player, log } = bench(20)
    player.play([said('abc'), { ...said('d'), afterMs: 5000 }])
    await clock.pass(45)
    player.play([{ ...said('!'), forgetsPending: true }])
    await clock.pass(10_000)
    expect(log).toEqual([
      [20, 'a'],
      [40, 'b'],
      [65, '!'],
    ])
  })

  it('a cable is pulled after the bytes, and what follows is still played', async () => {
    const { clock, player, log } = bench(20)
    player.play([{ ...said('a'), hangUp: true }, said('b')])
    await clock.pass(1000)
    expect(log).toEqual([
      [20, 'a'],
      [20, '(hung up)'],
      [40, 'b'],
    ])
  })

  it('a late timer is made up for, so that a long plate does not stretch', async () => {
    const { clock, player, log } = bench(1)
    const late = {
      ...clock,
      after: (ms: number, action: () => void) => clock.after(ms + 3, action),
    }
    const lateLog: number[] = []
    const latePlayer = createPlayer({
      clock: late,
      byteMs: 1,
      say: (bytes) => lateLog.push(clock.monotonicMs(), bytes.length),
      hangUp: () => {},
    })
    player.play([said('x'.repeat(160))])
    latePlayer.play([said('x'.repeat(160))])
    await clock.pass(1000)
    expect(log.at(-1)?.[0]).toBe(160)
    expect(lateLog.at(-2)).toBeLessThanOrEqual(167)
  })

  it('stopped, nothing more is said and nothing is waited for', async () => {
    const { clock, player, log } = bench(20)
    player.play([said('abc')])
    await clock.pass(25)
    player.stop()
    expect(clock.waiting()).toBe(0)
    await clock.pass(1000)
    expect(log).toEqual([[20, 'a']])
  })
})

describe('at full pace', () => {
  it('everything is said at once and in order, without any wait', () => {
    const { clock, player, log } = bench(null)
    player.play([{ ...said('a'), afterMs: 60_000 }, { ...said('bc'), hangUp: true }, said('')])
    expect(log).toEqual([
      [0, 'a'],
      [0, 'bc'],
      [0, '(hung up)'],
    ])
    expect(clock.waiting()).toBe(0)
  })
})
