import { Subject } from 'rxjs'

import { AssaydError } from '../../src/core/errors.ts'
import type { Emission, SimulatedReader } from '../../src/ports/simulator.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { LineSettings } from '../../src/ports/driver.ts'
import type { Connection, Transport } from '../../src/ports/transport.ts'
import { createPlayer } from '../../src/serial/emission-player.ts'

/** A wire in memory, in injected time, from the daemon to a simulated reader. */
export interface MemoryTransport extends Transport {
  /** Line settings of every connect and retune, in order. */
  readonly tuned: LineSettings[]
  /** How often the port was opened. */
  connects(): number
  /** The cable of the open connection is pulled. */
  pull(): void
  /** A person presses START at the reader. */
  pressStart(): void
  /** The next connects fail, as a device that is gone does. */
  refuse(times: number): void
}

export interface WireParts {
  readonly reader: SimulatedReader
  readonly clock: Clock
  /** False: the other end hears garbage at these settings and says nothing. */
  readonly understands?: (settings: LineSettings) => boolean
  /** Every plate is a connection of its own, which ends in good order, as files are. */
  readonly isFile?: boolean
  /** So long the other end takes to answer that a connection is closed, as a serial server does. */
  readonly closingMs?: number
}

export function memoryTransport(parts: WireParts): MemoryTransport {
  const { reader, clock, understands, isFile = false, closingMs = 0 } = parts
  const tuned: LineSettings[] = []
  let refusals = 0
  let connects = 0
  let leftAtMs: number | undefined
  let pull = (): void => {}
  let play = (_emissions: readonly Emission[]): void => {}
  return {
    port: 'memory',
    pull: () => pull(),
    pressStart: () => play(reader.pressStart?.() ?? []),
    hasLineSettings: true,
    ...(isFile ? { goesOn: true as const } : {}),
    tuned,
    connects: () => connects,
    refuse: (times) => void (refusals += times),
    connect: async (settings) => {
      if (refusals > 0) {
        refusals -= 1
        throw new AssaydError('port-open', 'The device is not there.', { hint: 'Plug it in.' })
      }
      connects += 1
      tuned.push(settings)
      const isHeard = (): boolean => understands?.(tuned.at(-1) ?? settings) ?? true
      const tune = (one: LineSettings): void => void tuned.push(one)
      return connect({
        reader,
        clock,
        isFile,
        closingMs,
        isHeard,
        tune,
        awayMs: leftAtMs === undefined ? 0 : clock.monotonicMs() - leftAtMs,
        left: () => void (leftAtMs = clock.monotonicMs()),
        opened: (hands) => ({ pull, play } = hands),
      })
    },
  }
}

interface Hands {
  readonly pull: () => void
  readonly play: (emissions: readonly Emission[]) => void
}

interface Wire {
  readonly reader: SimulatedReader
  readonly clock: Clock
  readonly isHeard: () => boolean
  readonly tune: (settings: LineSettings) => void
  readonly isFile: boolean
  readonly closingMs: number
  readonly awayMs: number
  /** The connection has ended. */
  readonly left: () => void
  /** Hands out how to pull the cable, and how to have the reader say something. */
  readonly opened: (hands: Hands) => void
}

/** Eleven bits a byte at 9600 baud. */
const BYTE_MS = 11 / 9.6

function connect({
  reader,
  clock,
  isFile,
  isHeard,
  tune,
  left,
  opened,
  ...wire
}: Wire): Connection {
  const bytes$ = new Subject<Uint8Array>()
  let isOpen = true
  const player = createPlayer({
    clock,
    byteMs: BYTE_MS,
    say: (bytes) => {
      if (isOpen) bytes$.next(bytes)
    },
    hangUp: () => hangUp(),
  })
  const hangUp = (): void => {
    isOpen = false
    left()
    player.stop()
    if (isFile) bytes$.complete()
    else bytes$.error(new AssaydError('port-lost', 'The cable was pulled.'))
  }
  opened({ pull: hangUp, play: (emissions) => player.play(emissions) })
  player.play(reader.connected(wire.awayMs))
  return {
    bytes$: bytes$.asObservable(),
    write: async (bytes) => {
      if (!isOpen) throw new AssaydError('port-lost', 'The cable was pulled.')
      if (isHeard()) player.play(reader.hear(bytes))
    },
    retune: async (settings) => tune(settings),
    close: async () => {
      if (isOpen) left()
      isOpen = false
      player.stop()
      const { closingMs } = wire
      if (closingMs > 0) await new Promise<void>((resolve) => clock.after(closingMs, resolve))
      bytes$.complete()
    },
  }
}
