import { describe, expect, it } from 'vitest'

import { guardDevice } from '../../src/serial/device-guard.ts'
import { simulatedClock } from '../support/simulated-clock.ts'

describe('the guard of a device', () => {
  it('looks four times a second and tells once that the device is gone', async () => {
    const clock = simulatedClock()
    const looks: number[] = []
    let gone = 0
    const isThere = (): boolean => {
      looks.push(clock.monotonicMs())
      return looks.length < 4
    }
    guardDevice({ clock, isThere, onGone: () => (gone += 1) })
    await clock.pass(10_000)
    expect(looks).toEqual([250, 500, 750, 1000])
    expect(gone).toBe(1)
    expect(clock.waiting()).toBe(0)
  })

  it('looks no more once it is ended', async () => {
    const clock = simulatedClock()
    let looks = 0
    const isThere = (): boolean => {
      looks += 1
      return true
    }
    const unguard = guardDevice({ clock, isThere, onGone: () => {} })
    await clock.pass(600)
    unguard()
    await clock.pass(600)
    expect(looks).toBe(2)
    expect(clock.waiting()).toBe(0)
  })
})
