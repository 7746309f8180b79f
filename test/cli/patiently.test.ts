import { describe, expect, it } from 'vitest'

import { patiently } from '../../src/cli/patiently.ts'
import { AssaydError } from '../../src/core/errors.ts'
import { simulatedClock } from '../support/simulated-clock.ts'

/** A daemon that refuses so many times. */
function daemonThatRefuses(times: number, code: 'too-many-requests' | 'daemon-away') {
  let asked = 0
  return {
    asked: () => asked,
    ask: async (method: string, path: string) => {
      asked += 1
      if (asked <= times) throw new AssaydError(code, 'No.')
      return `${method} ${path}`
    },
  }
}

describe('A command that looks at the daemon', () => {
  it('waits where too much was asked in a short time', async () => {
    const clock = simulatedClock()
    const answer = patiently(clock, daemonThatRefuses(3, 'too-many-requests'))('/here')
    expect(await clock.runUntil(answer)).toBe('GET /here')
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(3_000)
  })

  it('gives up after half a minute, and at once where nobody answers', async () => {
    const clock = simulatedClock()
    const busy = daemonThatRefuses(Infinity, 'too-many-requests')
    await expect(clock.runUntil(patiently(clock, busy)('/'))).rejects.toThrow('No.')
    expect(busy.asked()).toBe(30)
    const away = daemonThatRefuses(1, 'daemon-away')
    await expect(patiently(clock, away)('/')).rejects.toMatchObject({ code: 'daemon-away' })
    expect(away.asked()).toBe(1)
  })
})
