import { from } from 'rxjs'

import type { LineEvent } from '../../src/ports/capture.ts'
import type { Driver, LeftRead, ReadRequest } from '../../src/ports/driver.ts'
import { leftBy } from '../../src/readers/left-read.ts'
import { closedOff, heardBy } from '../../src/readers/reading.ts'
import { benchLine, type BenchLine } from '../support/bench-line.ts'
import { simulatedClock, type SimulatedClock } from '../support/simulated-clock.ts'
import { plateNumber, rejection, type Subject } from './conformance-kit.ts'

// Reads that outlive their connection, without knowing any driver.

/** So long a read may take to begin, and to be measured. */
const BEGINS_WITHIN_MS = 240_000
const LOOK_EVERY_MS = 500

/** A reader, and hosts that come and go. */
export interface Hosts {
  readonly clock: SimulatedClock
  /**
   * Another connection, so long after the last one; the read of an earlier one is resumed on it.
   * Gives the code that it rejects with, or null.
   */
  resume(told: string, awayMs: number): Promise<string | null>
  /**
   * A host that has a plate read and is gone as soon as the reader would go on without it; gives
   * what the reader was left with, undefined when it never would.
   */
  leave(request: ReadRequest, awayMs: number): Promise<LeftRead | undefined>
  /** A host that stays: the code it rejects with, or null. */
  read(request: ReadRequest, awayMs: number): Promise<string | null>
  /** The connection that was opened last. */
  last(): BenchLine
}

export function hostsOf({ driver, simulator, settings }: Subject): Hosts {
  const clock = simulatedClock()
  let given = 0
  const nextPlate = () => plateNumber((given += 1), driver.facts.abilities)
  const reader = simulator.create({ nextPlate, fault: null, seed: 5, settings })
  let bench: BenchLine | undefined
  const connect = async (awayMs: number) => {
    if (bench?.isOpen() === true) bench.pull()
    await clock.pass(awayMs)
    bench = bench === undefined ? benchLine({ driver, reader, clock }) : bench.reconnect()
    const identity = await clock.runUntil(driver.greet(bench.line))
    if (identity === undefined) throw new TypeError('Nobody answered the greeting.')
    return { host: bench, identity }
  }
  const last = (): BenchLine => bench ?? unopened()
  return {
    clock,
    last,
    resume: async (told, awayMs) => {
      const { host } = await connect(awayMs)
      host.resume(told)
      const { resuming } = driver
      const deed = async (): Promise<void> => {
        await resuming?.untilMeasured(host.line, told)
        await resuming?.fetch(host.line, told)
      }
      const code = await clock.runUntil(rejection(deed()))
      host.readOver()
      await clock.pass(5_000)
      return code
    },
    leave: async (request, awayMs) => {
      const { host, identity } = await connect(awayMs)
      const over = rejection(driver.read(host.line, request, identity))
      for (let ms = 0; ms < BEGINS_WITHIN_MS; ms += LOOK_EVERY_MS) {
        await clock.pass(LOOK_EVERY_MS)
        const left = leftBy(driver, host.events)
        if (left === undefined) continue
        host.pull()
        await clock.runUntil(over)
        return left
      }
      return undefined
    },
    read: async (request, awayMs) => {
      const { host, identity } = await connect(awayMs)
      const code = await clock.runUntil(rejection(driver.read(host.line, request, identity)))
      host.readOver()
      await clock.pass(5_000)
      return code
    },
  }
}

/** What a daemon that was killed there would find, after each byte and everything else. */
export function momentsOf(driver: Driver, events: readonly LineEvent[]) {
  const each = events.flatMap((event): readonly LineEvent[] =>
    event.kind === 'received'
      ? [...event.bytes].map((byte) => ({ ...event, bytes: Uint8Array.of(byte) }))
      : [event],
  )
  return each.map((_, at) => {
    const until = each.slice(0, at + 1)
    let reads = 0
    from(closedOff(until))
      .pipe(heardBy(driver))
      .subscribe(({ heard }) => (reads += heard.kind === 'read' ? 1 : 0))
    return { reads, isLeft: leftBy(driver, until) !== undefined }
  })
}

function unopened(): never {
  throw new TypeError('No connection was opened.')
}
