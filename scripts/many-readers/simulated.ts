import { createServer, type Socket } from 'node:net'

import type { Emission, SimulatedReader, Simulator } from '../../src/ports/simulator.ts'
import type { Driver } from '../../src/ports/driver.ts'
import { createPlayer } from '../../src/serial/emission-player.ts'
import { systemClock as clock } from '../../src/system-clock.ts'
import { diceFrom } from '../fuzz/dice.ts'
import type { BytePlace } from './messages.ts'
import { plateWithin, type BenchReader, type Trouble } from './bench-readers.ts'

const BAUD = 9600
/** A person puts the next plate in. */
const PRESS_EVERY_MS = 25_000
/** What a babbling reader says in half an hour at 9600 baud. */
const BABBLE_BYTES = 1_728_000

export interface SimulatedParts {
  readonly reader: BenchReader
  readonly driver: Driver
  readonly simulator: Simulator
}

/** A simulated reader at wire speed on a TCP port of its own. */
export interface ServedReader {
  readonly port: number
  /** Nobody presses START any more. */
  hush(): void
  /** How many plates it began to measure. */
  plates(): number
  /** When a byte left, in milliseconds since 1970. */
  leftMs(place: BytePlace): number
}

export async function serveReader({ reader, driver, simulator }: SimulatedParts) {
  let plates = 0
  const inner = simulator.create({
    nextPlate: () => plateWithin((plates += 1), driver.facts.abilities),
    fault: null,
    seed: 1,
    settings: reader.settings,
  })
  const one = reader.trouble === null ? inner : troubled(inner, reader.trouble, () => plates)
  const log = byteLog()
  let host: Socket | undefined
  const player = createPlayer({
    clock,
    byteMs: (simulator.bitsPerByte * 1000) / BAUD,
    say: (bytes) => {
      host?.write(bytes)
      log.left(bytes.length)
    },
    hangUp: () => host?.end(),
  })
  const server = createServer({ noDelay: true }, (socket) => {
    host = socket
    player.stop()
    log.begin()
    socket.on('error', () => {})
    socket.on('close', () => {
      if (host === socket) host = undefined
    })
    socket.on('data', (bytes) => player.play(one.hear(new Uint8Array(bytes))))
    player.play(one.connected(0))
  })
  const press = (): void => {
    if (host !== undefined) player.play(one.pressStart?.() ?? [])
  }
  const pressing = reader.start === 'key' ? setInterval(press, PRESS_EVERY_MS) : undefined
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  const served: ServedReader = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    hush: () => clearInterval(pressing),
    plates: () => plates,
    leftMs: log.leftMs,
  }
  return served
}

/** When which byte left, connection by connection. */
function byteLog() {
  const connections: { readonly count: number; readonly atMs: number }[][] = []
  return {
    begin: () => void connections.push([]),
    left: (bytes: number) => {
      const chunks = connections.at(-1)
      const count = (chunks?.at(-1)?.count ?? 0) + bytes
      chunks?.push({ count, atMs: performance.timeOrigin + performance.now() })
    },
    leftMs: ({ connection, lastByte }: BytePlace) =>
      connections[connection - 1]?.find(({ count }) => count >= lastByte)?.atMs ?? Number.NaN,
  }
}

/** The same reader with a trouble that never ends. */
function troubled(inner: SimulatedReader, kind: Trouble, plates: () => number): SimulatedReader {
  const dice = diceFrom(plates() + 1)
  const spoil = (deed: () => readonly Emission[]): readonly Emission[] => {
    const before = plates()
    const said = deed()
    return plates() === before ? said : SPOILS[kind](said)
  }
  if (kind === 'babbles') {
    const bytes = Uint8Array.from({ length: BABBLE_BYTES }, () => dice(256))
    return { hear: () => [], connected: () => [{ afterMs: 0, bytes }] }
  }
  return {
    hear: (bytes) => spoil(() => inner.hear(bytes)),
    connected: (awayMs) => inner.connected(awayMs),
    pressStart: () => spoil(() => inner.pressStart?.() ?? []),
  }
}

/** What becomes of a plate. */
const SPOILS: Readonly<Record<Trouble, (said: readonly Emission[]) => readonly Emission[]>> = {
  babbles: (said) => said,
  stalls: () => [],
  corrupts: (said) =>
    said.map((one) => ({
      ...one,
      bytes: one.bytes.map((byte, at) => (at % 50 === 49 ? 7 : byte)),
    })),
  'hangs-up': (said) => [
    ...said.slice(0, said.length / 2),
    { afterMs: 0, bytes: new Uint8Array(), hangUp: true },
  ],
}
