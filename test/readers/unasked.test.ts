import { describe, expect, it } from 'vitest'

import { openUnasked } from '../../src/readers/unasked.ts'
import { simulatedClock } from '../support/simulated-clock.ts'

const BYTES = Uint8Array.of(0x41, 0x0d, 0x0a)
const LINE_END = Uint8Array.of(0x0d, 0x0a)

function listening(unaskedQuietMs: number | null) {
  const clock = simulatedClock()
  let pauses = 0
  const unasked = openUnasked({ clock, unaskedQuietMs }, () => (pauses += 1))
  return { clock, unasked, pauses: () => pauses }
}

describe('What comes unasked', () => {
  it('goes on until it has paused for as long as the driver says', async () => {
    const { clock, unasked, pauses } = listening(30_000)
    expect(unasked.isGoingOn()).toBe(false)
    unasked.arrived(BYTES)
    await clock.pass(29_999)
    expect([unasked.isGoingOn(), pauses()]).toEqual([true, 0])
    await clock.pass(1)
    expect([unasked.isGoingOn(), pauses()]).toEqual([false, 1])
  })

  it('is between two plates soon after a whole one, also when line ends follow', async () => {
    const { clock, unasked, pauses } = listening(30_000)
    unasked.arrived(BYTES)
    unasked.whole()
    unasked.arrived(LINE_END)
    await clock.pass(499)
    expect(unasked.isGoingOn()).toBe(true)
    await clock.pass(1)
    expect([unasked.isGoingOn(), pauses()]).toEqual([false, 0])
  })

  it('goes on when the next plate begins at once', async () => {
    const { clock, unasked } = listening(30_000)
    unasked.arrived(BYTES)
    unasked.whole()
    await clock.pass(100)
    unasked.arrived(BYTES)
    await clock.pass(1_000)
    expect(unasked.isGoingOn()).toBe(true)
    unasked.end()
    expect(unasked.isGoingOn()).toBe(false)
  })

  it('is never under way where nothing comes unasked', () => {
    const { unasked } = listening(null)
    unasked.arrived(BYTES)
    expect(unasked.isGoingOn()).toBe(false)
  })
})
