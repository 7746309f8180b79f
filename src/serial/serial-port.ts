import { SerialPort } from 'serialport'

import type { LineSettings } from '../ports/driver.ts'
import { deviceWatch } from './device-guard.ts'

/** Who is told what an open port does. */
export interface PortEars {
  readonly arrived: (bytes: Uint8Array) => void
  /** The port failed or ended by itself, in the library's words. May come more than once. */
  readonly ended: (why: string) => void
}

/** An open serial port without the library's oddities. */
export interface OpenPort {
  isThere(): boolean
  /** Resolves when the last bit is said to be on the wire. */
  write(bytes: Uint8Array): Promise<void>
  /** Throws away whatever arrived at the old rate and was not read yet. */
  setBaud(baud: number): Promise<void>
  /** Closes the port; nothing is told any more. Idempotent, as `abandon` is. */
  close(): Promise<void>
  /**
   * Closes a lost port. What waits to be sent is thrown away, or the system would wait for a line
   * that takes nothing.
   */
  abandon(): Promise<void>
}

/**
 * The library's options with nothing left to its defaults, but for the one-byte wake-up of POSIX
 * reads.
 */
export function portOptions(path: string, settings: LineSettings) {
  return {
    path,
    baudRate: settings.baud,
    dataBits: settings.dataBits,
    parity: settings.parity,
    stopBits: settings.stopBits,
    rtscts: settings.flowControl === 'rts-cts',
    xon: settings.flowControl === 'xon-xoff',
    xoff: settings.flowControl === 'xon-xoff',
    xany: false,
    // Two programs on one line would each hear half of a plate.
    lock: true,
    // DTR falls when nobody listens, as readers with a hardware handshake expect.
    hupcl: true,
    autoOpen: false,
    endOnClose: false,
  } as const
}

/** Opens a port and sets its lines. Rejects with the library's own error. */
export async function openSerialPort(
  path: string,
  settings: LineSettings,
  ears: PortEars,
): Promise<OpenPort> {
  const port = new SerialPort(portOptions(path, settings))
  let wanted = true
  const ended = (why: string): void => {
    if (wanted) ears.ended(why)
  }
  // These stay for good: a port that hung up says `close` twice, and errors may come after it.
  port.on('data', (bytes: Buffer) => wanted && ears.arrived(new Uint8Array(bytes)))
  port.on('error', (error) => ended(error.message))
  port.on('close', (error: Error | null) => ended(error?.message ?? 'it was closed'))
  const close = async (): Promise<void> => {
    wanted = false
    await closed(port)
  }
  const abandon = async (): Promise<void> => {
    wanted = false
    await flushed(port)
    await closed(port)
  }

  await called((done) => port.open(done))
  try {
    await setLevels(port, settings)
    const isThere = deviceWatch(path, () => descriptorOf(port))
    return { ...operations(port), isThere, close, abandon }
  } catch (error) {
    await close()
    throw error
  }
}

function operations(port: SerialPort): Pick<OpenPort, 'write' | 'setBaud'> {
  return {
    write: async (bytes) => {
      await called((done) => port.write(bytes, done))
      // On a closed port the library would wait for the next opening.
      if (port.isOpen) await called((done) => port.drain(done))
    },
    setBaud: (baud) => called((done) => port.update({ baudRate: baud }, done)),
  }
}

/**
 * Opening raises both lines by itself, so a port that cannot set them has done its part unless one
 * must be low. Pseudo-terminals have no such lines at all, and nothing hangs on them that could
 * mind.
 */
async function setLevels(port: SerialPort, { dtr, rts }: LineSettings): Promise<void> {
  try {
    await called((done) => port.set({ dtr, rts }, done))
  } catch (error) {
    const hasNoLines = error instanceof Error && error.message.includes('Inappropriate ioctl')
    if (!hasNoLines && !(dtr && rts)) throw error
  }
}

/**
 * A device that is gone cannot be flushed either, and need not be: whatever it answers, closing
 * follows.
 */
function flushed(port: SerialPort): Promise<void> {
  return new Promise((resolve) => {
    if (port.isOpen) port.flush(() => resolve())
    else resolve()
  })
}

/** Whatever closing says, the port is closed; a hung-up one may be closing already. */
function closed(port: SerialPort): Promise<void> {
  return new Promise((resolve) => {
    if (port.isOpen) port.close(() => resolve())
    else if (port.closing) port.once('close', () => resolve())
    else resolve()
  })
}

function descriptorOf({ port }: SerialPort): number | undefined {
  return port !== undefined && 'fd' in port && typeof port.fd === 'number' ? port.fd : undefined
}

function called(start: (done: (error: Error | null | undefined) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()))
  })
}
