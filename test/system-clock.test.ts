import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { expect, it } from 'vitest'

import { systemClock } from '../src/system-clock.ts'

it('bytes that arrived while the process stood still come before a wait that ran out', async () => {
  const other = spawn(process.execPath, ['-e', "setTimeout(() => console.log('x'), 300)"])
  const order: string[] = []
  other.stdout.on('data', () => order.push('bytes'))
  const closed = once(other, 'close')
  await once(other, 'spawn')
  const waited = new Promise<void>((resolve) => {
    systemClock.after(50, () => {
      order.push('wait')
      resolve()
    })
  })
  const until = performance.now() + 1_500
  while (performance.now() < until);
  await waited
  expect(order).toEqual(['bytes', 'wait'])
  await closed
})

it('a wait that is called off never ends', async () => {
  let ended = false
  const callOff = systemClock.after(1, () => (ended = true))
  callOff()
  await new Promise<void>((resolve) => void systemClock.after(5, resolve))
  expect(ended).toBe(false)
})
