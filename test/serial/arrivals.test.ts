import { take } from 'rxjs'
import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { createArrivals } from '../../src/serial/arrivals.ts'
import { hearBytes } from '../support/heard-bytes.ts'

const LOST = new AssaydError('port-lost', 'The cable is out.')

describe('arrivals', () => {
  it('keep what comes before the first subscription, in order and in its pieces', () => {
    const arrivals = createArrivals('COM3')
    arrivals.push(Uint8Array.of(1))
    arrivals.push(Uint8Array.of(2, 3))
    const { chunks } = hearBytes(arrivals.bytes$)
    arrivals.push(Uint8Array.of(4))
    expect(chunks).toEqual([Uint8Array.of(1), Uint8Array.of(2, 3), Uint8Array.of(4)])
  })

  it('give what was kept before the error that followed it', async () => {
    const arrivals = createArrivals('COM3')
    arrivals.push(Uint8Array.of(1))
    arrivals.fail(LOST)
    const heard = hearBytes(arrivals.bytes$)
    expect(heard.chunks).toEqual([Uint8Array.of(1)])
    expect(await heard.end).toBe(LOST)
  })

  it('give every later subscriber what comes from then on', () => {
    const arrivals = createArrivals('COM3')
    arrivals.push(Uint8Array.of(1))
    const first = hearBytes(arrivals.bytes$)
    const second = hearBytes(arrivals.bytes$)
    arrivals.push(Uint8Array.of(2))
    expect(first.chunks).toEqual([Uint8Array.of(1), Uint8Array.of(2)])
    expect(second.chunks).toEqual([Uint8Array.of(2)])
  })

  it('keep what a first subscriber left when it went away after one piece', () => {
    const arrivals = createArrivals('COM3')
    arrivals.push(Uint8Array.of(1))
    arrivals.push(Uint8Array.of(2))
    const first = hearBytes(arrivals.bytes$.pipe(take(1)))
    const second = hearBytes(arrivals.bytes$)
    expect(first.chunks).toEqual([Uint8Array.of(1)])
    expect(second.chunks).toEqual([Uint8Array.of(2)])
  })

  it('keep the order when hearing a piece makes the next one come', () => {
    const arrivals = createArrivals('COM3')
    arrivals.push(Uint8Array.of(1))
    arrivals.push(Uint8Array.of(2))
    const heard: number[] = []
    arrivals.bytes$.subscribe(([byte = 0]) => {
      heard.push(byte)
      if (byte === 1) arrivals.push(Uint8Array.of(3))
    })
    expect(heard).toEqual([1, 2, 3])
  })

  it('end once: with the first error or completion, and nothing comes after it', async () => {
    const arrivals = createArrivals('COM3')
    const heard = hearBytes(arrivals.bytes$)
    arrivals.end()
    arrivals.fail(LOST)
    arrivals.push(Uint8Array.of(1))
    expect(await heard.end).toBeUndefined()
    expect(heard.chunks).toEqual([])
  })

  it('fail instead of filling the memory when nobody ever listens', async () => {
    const arrivals = createArrivals('COM3')
    for (let piece = 0; piece < 3000; piece += 1) arrivals.push(new Uint8Array(1000))
    const heard = hearBytes(arrivals.bytes$)
    expect(await heard.end).toMatchObject({ code: 'port-lost' })
    const kept = heard.chunks.reduce((sum, { length }) => sum + length, 0)
    expect(kept).toBeGreaterThan(1_000_000)
    expect(kept).toBeLessThan(1_100_000)
  })
})
