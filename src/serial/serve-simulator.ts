import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'

import { AssaydError } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { SimulatedPlate, SimulatedReader } from '../ports/simulator.ts'
import type { ServedSimulator, ServeOptions } from '../ports/serve.ts'
import { createPlayer } from './emission-player.ts'
import type { EmissionPlayer } from './emission-player.ts'
import { parseTcpAddress, tcpText } from './tcp-address.ts'
import type { TcpAddress } from './tcp-address.ts'

const DEFAULT_BAUD = 9600
/** A host that opens its port anew can be here before its old connection is seen to end. */
const SUCCESSION_WITHIN_MS = 250

export type ServeParts = ServeOptions & { readonly clock: Clock }

/**
 * Puts a simulated reader on TCP as a serial server would: one host at a time, a second one is
 * shown out without a byte. The reader neither knows nor minds whether somebody is connected: it
 * keeps its memory, and what it says into an empty line is gone. Throws AssaydError `port-address`;
 * rejects with `port-open` when it cannot listen.
 */
export async function serveSimulator(options: ServeParts): Promise<ServedSimulator> {
  const address = parseTcpAddress(options.listen, { listening: true })
  const bench = new Bench(options)
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => bench.admit(socket))
  const tcpPort = await listen(server, address)
  return {
    address: tcpText({ ...address, tcpPort }),
    close: () => {
      bench.close()
      return new Promise((resolve) => void server.close(() => resolve()))
    },
  }
}

/** Gives the port that was taken. */
function listen(server: Server, address: TcpAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(unableToListen(tcpText(address), cause)))
    server.listen({ host: address.host, port: address.tcpPort }, () => {
      const bound = server.address()
      resolve(typeof bound === 'object' && bound !== null ? bound.port : address.tcpPort)
    })
  })
}

function unableToListen(text: string, cause: Error): AssaydError {
  return new AssaydError('port-open', `Unable to listen at ${text}: ${cause.message}.`, {
    hint: 'Another program may listen there already; port 0 takes any that is free.',
    cause,
  })
}

/** The plates in the order in which the reader finds them in its carrier. */
function carrier({ plates, afterLastPlate = 'again' }: ServeOptions): () => SimulatedPlate {
  let reads = 0
  return () => {
    const index =
      afterLastPlate === 'again' ? reads % plates.length : Math.min(reads, plates.length - 1)
    reads += 1
    const plate = plates[index]
    if (plate === undefined) throw new RangeError('A simulated reader needs at least one plate.')
    return plate
  }
}

/** A connection, and who is at its other end. */
interface Caller {
  readonly socket: Socket
  readonly peer: string
}

/** The reader, and whoever is connected to it. */
class Bench {
  readonly #parts: ServeParts
  readonly #reader: SimulatedReader
  readonly #player: EmissionPlayer
  readonly #sockets = new Set<Socket>()
  #host: Caller | undefined
  #successor: Caller | undefined
  /** When the last host left. */
  #leftAtMs: number | undefined
  #callOffRefusal = (): void => {}
  #callOffStart = (): void => {}

  constructor(parts: ServeParts) {
    const { simulator, fault, seed, settings, pace, baud = DEFAULT_BAUD, clock } = parts
    this.#parts = parts
    this.#reader = simulator.create({ nextPlate: carrier(parts), fault, seed, settings })
    this.#player = createPlayer({
      clock,
      byteMs: pace === 'fast' ? null : (simulator.bitsPerByte * 1000) / baud,
      say: (bytes) => void this.#host?.socket.write(bytes),
      hangUp: () => this.#pullCable(),
    })
  }

  admit(socket: Socket): void {
    const caller = { socket, peer: `${socket.remoteAddress}:${socket.remotePort}` }
    this.#sockets.add(socket)
    // Whatever ends a connection, `close` follows; the host's side of the story is in its own
    // capture.
    socket.on('error', () => {})
    socket.on('end', () => this.#leave(caller))
    socket.on('close', () => {
      this.#sockets.delete(socket)
      this.#leave(caller)
    })
    if (this.#host === undefined) this.#connect(caller)
    else this.#queue(caller)
  }

  close(): void {
    this.#callOffStart()
    this.#player.stop()
    for (const socket of this.#sockets) socket.destroy()
  }

  #connect(caller: Caller): void {
    this.#host = caller
    this.#parts.tell?.(`connected: ${caller.peer}`)
    caller.socket.on('data', (bytes) => {
      if (this.#host === caller) this.#player.play(this.#reader.hear(new Uint8Array(bytes)))
    })
    const { clock } = this.#parts
    const awayMs = this.#leftAtMs === undefined ? 0 : clock.monotonicMs() - this.#leftAtMs
    this.#player.play(this.#reader.connected(awayMs))
    this.#pressStart()
  }

  /** The person at the reader: presses START when the host is there, and again after each pause. */
  #pressStart(): void {
    const { startEveryMs = null, clock } = this.#parts
    this.#callOffStart()
    if (this.#reader.pressStart === undefined || startEveryMs === null) return
    this.#player.play(this.#reader.pressStart())
    this.#callOffStart = clock.after(startEveryMs, () => this.#pressStart())
  }

  /** One waits a moment for the place to become free; any further one is refused at once. */
  #queue(caller: Caller): void {
    if (this.#successor !== undefined) return this.#refuse(caller)
    this.#successor = caller
    this.#callOffRefusal = this.#parts.clock.after(SUCCESSION_WITHIN_MS, () => {
      this.#successor = undefined
      this.#refuse(caller)
    })
  }

  #refuse({ socket, peer }: Caller): void {
    this.#parts.tell?.(`refused, another host is connected: ${peer}`)
    socket.end()
    socket.resume()
  }

  #leave(caller: Caller): void {
    if (this.#host !== caller) return
    this.#host = undefined
    this.#leftAtMs = this.#parts.clock.monotonicMs()
    this.#callOffStart()
    this.#parts.tell?.(`disconnected: ${caller.peer}`)
    const next = this.#successor
    this.#successor = undefined
    this.#callOffRefusal()
    if (next !== undefined) this.#connect(next)
  }

  /** Everything said so far still arrives: the end follows the bytes. */
  #pullCable(): void {
    if (this.#host === undefined) return
    const { socket } = this.#host
    socket.end(() => socket.destroy())
    this.#leave(this.#host)
  }
}
