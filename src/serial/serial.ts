import { isDeepStrictEqual } from 'node:util'

import type { Observable } from 'rxjs'

import { AssaydError, oneLine } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { LineSettings } from '../ports/driver.ts'
import type { Connection, Transport } from '../ports/transport.ts'
import { createArrivals } from './arrivals.ts'
import type { Arrivals } from './arrivals.ts'
import { guardDevice } from './device-guard.ts'
import { portNames } from './list-ports.ts'
import { heldByFile, openFailure } from './open-failure.ts'
import { holderInWords, holderOf, lockOwner } from './port-holder.ts'
import { openSerialPort } from './serial-port.ts'
import type { OpenPort, PortEars } from './serial-port.ts'
import { within } from './within.ts'

/** Reaches a reader on a serial port of this machine: a device path or `COMn`. */
export function serialTransport(path: string, clock: Clock): Transport {
  return {
    port: path,
    hasLineSettings: true,
    connect: async (settings) => {
      const connection = new SerialConnection(path, clock)
      await connection.open(settings)
      return connection
    },
  }
}

/** Twice the time the bytes take on the wire, and two seconds for adapters that think first. */
export function writeLimitMs(byteCount: number, settings: LineSettings): number {
  const { baud, dataBits, parity, stopBits } = settings
  const bitsPerByte = 1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits
  return 2000 + (2 * byteCount * bitsPerByte * 1000) / baud
}

/** An open port with its settings and the guard that watches its device. */
interface Held {
  readonly port: OpenPort
  readonly settings: LineSettings
  readonly unguard: () => void
}

class SerialConnection implements Connection {
  readonly bytes$: Observable<Uint8Array>
  readonly #path: string
  readonly #clock: Clock
  readonly #arrivals: Arrivals
  /** Aborted with the reason once the connection is over, lost or closed. */
  readonly #over = new AbortController()
  #held: Held | undefined
  #closing: Promise<void> | undefined

  constructor(path: string, clock: Clock) {
    this.#path = path
    this.#clock = clock
    this.#arrivals = createArrivals(path)
    this.bytes$ = this.#arrivals.bytes$
  }

  async open(settings: LineSettings): Promise<void> {
    const ears: PortEars = {
      arrived: (bytes) => this.#arrivals.push(bytes),
      ended: (why) => this.#lose(why),
    }
    const owner = lockOwner(this.#path)
    if (owner !== undefined) throw heldByFile(this.#path, holderInWords(owner))
    const port = await openSerialPort(this.#path, settings, ears).catch(async (error: Error) => {
      const holder = holderOf(this.#path)
      const around = { ports: await portNames(), holder: holder && holderInWords(holder) }
      throw openFailure(this.#path, error, around)
    })
    if (this.#over.signal.aborted) await port.close()
    this.#over.signal.throwIfAborted()
    const onGone = (): void => void this.#lose('the device is gone')
    const unguard = guardDevice({ clock: this.#clock, isThere: () => port.isThere(), onGone })
    this.#held = { port, settings, unguard }
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { port, settings } = this.#open()
    const limit = {
      limitMs: writeLimitMs(bytes.length, settings),
      late: () => this.#lose('it takes no bytes; is its flow control set as the cable is wired?'),
      signal: this.#over.signal,
    }
    const written = port.write(bytes).catch((error: Error) => {
      throw this.#lose(error.message)
    })
    await within(this.#clock, limit, written)
  }

  /** A new baud rate alone is set on the open port; anything else needs the port opened anew. */
  async retune(next: LineSettings): Promise<void> {
    const { port, settings } = this.#open()
    const isOnlyBaud = isDeepStrictEqual({ ...settings, baud: next.baud }, next)
    try {
      if (!isOnlyBaud) await this.#reopen(next)
      else if (settings.baud !== next.baud) {
        await port.setBaud(next.baud)
        this.#held = { ...this.#open(), settings: next }
      }
    } catch (error) {
      throw this.#lose(`its settings could not be changed: ${oneLine(error)}`)
    }
  }

  async close(): Promise<void> {
    this.#arrivals.end()
    this.#over.abort(new AssaydError('port-lost', `Port '${this.#path}' is closed.`))
    this.#closing ??= this.#release()?.close()
    await this.#closing
  }

  async #reopen(settings: LineSettings): Promise<void> {
    await this.#release()?.close()
    await this.open(settings)
  }

  #open(): Held {
    this.#over.signal.throwIfAborted()
    if (this.#held === undefined) throw new TypeError('A port is used while it is opened anew.')
    return this.#held
  }

  #release(): OpenPort | undefined {
    const held = this.#held
    this.#held = undefined
    held?.unguard()
    return held?.port
  }

  #lose(why: string): AssaydError {
    const error = new AssaydError('port-lost', `Port '${this.#path}' was lost: ${why}.`, {
      hint: 'Check the cable and the power of the adapter and the reader.',
    })
    this.#arrivals.fail(error)
    this.#over.abort(error)
    this.#closing ??= this.#release()?.abandon()
    return error
  }
}
