import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import type { News } from '../../src/ports/news.ts'
import { openStoreGate } from '../../src/plates/store-gate.ts'
import { openTroubles } from '../../src/health/troubles.ts'
import { simulatedClock } from '../support/simulated-clock.ts'

function gateScene(waits = true) {
  const clock = simulatedClock()
  const news: News[] = []
  const stop = new AbortController()
  const troubles = openTroubles(clock, (one) => news.push(one))
  const gate = openStoreGate({ clock, troubles, stop: stop.signal, waits })
  const disk = { isFull: true }
  const done: string[] = []
  const errors: unknown[] = []
  const store = (name: string): void => {
    if (disk.isFull) throw new AssaydError('store-write', 'full')
    done.push(name)
  }
  const save = (name: string): void => {
    gate.patiently(() => store(name)).subscribe({ error: (error: unknown) => errors.push(error) })
  }
  const kinds = () => news.map(({ kind }) => kind)
  return { clock, gate, stop, disk, done, errors, save, store, kinds }
}

describe('The gate of the store', () => {
  it('lets through at once what can be stored', () => {
    const set = gateScene()
    set.disk.isFull = false
    set.save('a')
    expect(set.done).toEqual(['a'])
    expect(set.clock.waiting()).toBe(0)
  })

  it('holds what cannot, tells of it once, and lets all go in order', async () => {
    const set = gateScene()
    for (const name of ['a', 'b', 'c']) set.save(name)
    await set.clock.pass(600_000)
    expect(set.done).toEqual([])
    expect(set.kinds()).toEqual(['trouble'])
    set.disk.isFull = false
    await set.clock.pass(60_000)
    expect(set.done.toSorted()).toEqual(['a', 'b', 'c'])
    expect(set.kinds()).toEqual(['trouble', 'mended'])
  })

  it('tries with one of those who wait, after waits that grow to a minute', async () => {
    const set = gateScene()
    const tries: number[] = []
    const full = (): never => {
      tries.push(set.clock.monotonicMs() / 1000)
      throw new AssaydError('store-busy', 'locked')
    }
    for (let one = 0; one < 5; one += 1) set.gate.patiently(full).subscribe()
    await set.clock.pass(200_000)
    expect(tries.slice(5).map((at, index) => at - (tries[index + 4] ?? 0))).toEqual([
      1, 2, 4, 8, 16, 32, 60, 60,
    ])
  })

  it('gives everybody their error when the daemon stops', () => {
    const set = gateScene()
    set.save('a')
    set.stop.abort()
    expect(set.errors).toMatchObject([{ code: 'store-write' }])
    set.save('b')
    expect(set.errors).toHaveLength(2)
  })

  it('holds nothing in a single run, and nothing that is not the fault of the store', () => {
    const single = gateScene(false)
    single.save('a')
    expect(single.errors).toMatchObject([{ code: 'store-write' }])
    const set = gateScene()
    const fault = new AssaydError('read-mismatch', 'another plate')
    expect(() =>
      set.gate.attempt(() => {
        throw fault
      }),
    ).toThrow(fault)
    expect(set.kinds()).toEqual([])
  })
})
