import { createServer, type Server, type Socket } from 'node:net'

import type { Emission, SimulatedPlate, Simulator } from '../../src/ports/simulator.ts'
import { createPlayer } from '../../src/serial/emission-player.ts'
import type { TortureReader } from '../torture/reader-kinds.ts'
import { fastClock } from '../torture/fast-clock.ts'
import { PLATE_BYTES_MIN } from '../torture/measured.ts'

const BAUD = 9600
/** After the last plate nothing more comes in any run. */
const NEVER_MS = 1e9

/** A plate as a reader said it, and when its last byte left, in milliseconds of this process. */
export interface SaidPlate {
  readonly bytes: Buffer
  lastByteMs: number | null
}

export interface PacedParts {
  readonly reader: TortureReader
  readonly simulator: Simulator
  readonly nextPlate: () => SimulatedPlate
  /** A plate comes so often, asked for or pushed. */
  readonly everyMs: number
  /** Wire and pauses are so much faster than real ones. */
  readonly speed: number
}

/** A simulated reader on TCP that gives plates at an even pace. */
export interface PacedReader {
  readonly port: number
  readonly said: readonly SaidPlate[]
  /** No further plate begins. */
  hush(): void
  close(): void
}

export async function serveReader(parts: PacedParts): Promise<PacedReader> {
  const { reader, simulator, nextPlate, everyMs, speed } = parts
  const clock = fastClock(speed)
  const said: SaidPlate[] = []
  const one = simulator.create({ nextPlate, fault: null, seed: 1, settings: reader.settings })
  let host: Socket | undefined
  let [isHushed, nextAtMs] = [false, performance.now()]
  const ends = lastBytes()
  const player = createPlayer({
    clock,
    byteMs: (simulator.bitsPerByte * 1000) / BAUD,
    say: (bytes) => {
      host?.write(bytes)
      ends.left(bytes.length)
    },
    hangUp: () => host?.end(),
  })
  /** A plate that was asked for too early is measured longer. */
  const paced = (emissions: readonly Emission[]): readonly Emission[] => {
    const bytes = Buffer.concat(emissions.map((each) => each.bytes))
    if (bytes.length < PLATE_BYTES_MIN) return ends.wait(bytes.length, emissions)
    const plate: SaidPlate = { bytes, lastByteMs: null }
    said.push(plate)
    nextAtMs = Math.max(nextAtMs + everyMs, performance.now())
    const afterMs = isHushed ? NEVER_MS : (nextAtMs - performance.now()) * speed
    const pause = { afterMs, bytes: new Uint8Array() }
    return ends.wait(bytes.length, [pause, ...emissions], plate)
  }
  const server = createServer({ noDelay: true }, (socket) => {
    host = socket
    player.stop()
    ends.forget()
    socket.on('error', () => {})
    socket.on('close', () => {
      if (host === socket) host = undefined
    })
    socket.on('data', (bytes) => player.play(paced(one.hear(new Uint8Array(bytes)))))
    player.play(paced(one.connected(0)))
  })
  const press = (): void => {
    if (host !== undefined && !isHushed) player.play(paced(one.pressStart?.() ?? []))
  }
  const pressing = reader.pressEveryMs === null ? undefined : setInterval(press, everyMs)
  return {
    port: await listening(server),
    said,
    hush: () => {
      isHushed = true
      clearInterval(pressing)
    },
    close: () => {
      player.stop()
      host?.destroy()
      server.close()
    },
  }
}

/** Notes when the last byte of each plate leaves, by counting all bytes. */
function lastBytes() {
  let [promised, gone] = [0, 0]
  const open: { readonly at: number; readonly plate: SaidPlate }[] = []
  return {
    wait: (bytes: number, emissions: readonly Emission[], plate?: SaidPlate) => {
      promised += bytes
      if (plate !== undefined) open.push({ at: promised, plate })
      return emissions
    },
    left: (bytes: number): void => {
      gone += bytes
      for (let [first] = open; first !== undefined && gone >= first.at; [first] = open) {
        first.plate.lastByteMs = performance.now()
        open.shift()
      }
    },
    forget: (): void => {
      promised = gone
      open.length = 0
    },
  }
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
