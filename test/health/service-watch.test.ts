import { expect, it } from 'vitest'

import type { Supervisor } from '../../src/ports/supervisor.ts'
import { watchedBy } from '../../src/health/service-watch.ts'
import { simulatedClock } from '../support/simulated-clock.ts'

/** A daemon under a supervisor that writes down what it hears, in simulated time. */
function scene(watchdogMs: number | null) {
  const heard: string[] = []
  const clock = simulatedClock()
  const stop = new AbortController()
  const health = { isAlive: true }
  const hear = (word: string) => () => void heard.push(`${clock.monotonicMs() / 1000} s ${word}`)
  const supervisor: Supervisor = {
    watchdogMs,
    ready: hear('ready'),
    alive: hear('alive'),
    stopping: hear('stopping'),
  }
  const isAlive = () => health.isAlive
  return { heard, clock, stop, health, watch: { supervisor, clock, stop: stop.signal, isAlive } }
}

it('tells three pulses a watchdog time, and the stop when it is asked for', async () => {
  const { heard, clock, stop, watch } = scene(30_000)
  const unwatch = watchedBy(watch)
  await clock.pass(25_000)
  stop.abort()
  await clock.pass(10_000)
  unwatch()
  await clock.pass(60_000)
  expect(heard).toEqual(['0 s ready', '10 s alive', '20 s alive', '25 s stopping', '30 s alive'])
  expect(clock.waiting()).toBe(0)
})

it('is silent while the daemon does not do its work, and takes up again when it does', async () => {
  const { heard, clock, health, watch } = scene(30_000)
  const unwatch = watchedBy(watch)
  health.isAlive = false
  await clock.pass(35_000)
  expect(heard).toEqual(['0 s ready'])
  health.isAlive = true
  await clock.pass(10_000)
  unwatch()
  expect(heard).toEqual(['0 s ready', '40 s alive'])
})

it('sends no pulses to a supervisor that wants none', async () => {
  const { heard, clock, watch } = scene(null)
  watchedBy(watch)()
  await clock.pass(600_000)
  expect(heard).toEqual(['0 s ready'])
  expect(clock.waiting()).toBe(0)
})

it('tells the stop of a daemon that was stopped while it started', () => {
  const { heard, stop, watch } = scene(null)
  stop.abort()
  watchedBy(watch)()
  expect(heard).toEqual(['0 s ready', '0 s stopping'])
})
