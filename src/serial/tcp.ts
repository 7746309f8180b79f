import { connect } from 'node:net'
import type { Socket } from 'node:net'

import { AssaydError } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Connection, Transport } from '../ports/transport.ts'
import { createArrivals } from './arrivals.ts'
import { parseTcpAddress } from './tcp-address.ts'
import type { TcpAddress } from './tcp-address.ts'
import { within } from './within.ts'

const CONNECT_WITHIN_MS = 5000
const WRITE_WITHIN_MS = 10_000
const CLOSE_WITHIN_MS = 1000
/**
 * A serial server that lost its power says nothing any more. The operating system asks after this
 * long a silence and gives up about ten seconds later (libuv: ten probes, one a second), so the
 * loss is known within a minute.
 */
const KEEPALIVE_AFTER_MS = 30_000

/** Reaches a reader behind a serial server, or a simulator. Throws AssaydError `port-address`. */
export function tcpTransport(port: string, clock: Clock): Transport {
  const address = parseTcpAddress(port)
  return {
    port,
    hasLineSettings: false,
    connect: async () => connectionOver(await dial(address, port, clock), port, clock),
  }
}

async function dial({ host, tcpPort }: TcpAddress, port: string, clock: Clock): Promise<Socket> {
  const socket = connect({
    host,
    port: tcpPort,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEPALIVE_AFTER_MS,
  })
  const connected = new Promise<Socket>((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
  const unable = (why: string, cause?: unknown): AssaydError =>
    new AssaydError('port-open', `Unable to connect to ${port}: ${why}.`, {
      hint: 'Check that the serial server (or simulator) is on, and its address and port number.',
      cause,
    })
  const late = (): AssaydError => unable(`no answer within ${CONNECT_WITHIN_MS / 1000} s`)
  try {
    return await within(clock, { limitMs: CONNECT_WITHIN_MS, late }, connected)
  } catch (error) {
    socket.destroy()
    throw error instanceof AssaydError ? error : unable(reasonOf(error), error)
  }
}

/**
 * A name with several addresses fails with a list of errors and no message of its own; the code
 * always says why.
 */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error ? String(error.code) : error.name)
}

function connectionOver(socket: Socket, port: string, clock: Clock): Connection {
  const arrivals = createArrivals(port)
  const gone = new AbortController()
  let closing: Promise<void> | undefined
  const lost = (why: string, cause?: unknown): AssaydError => {
    const error = new AssaydError('port-lost', `The connection to ${port} ended: ${why}.`, {
      hint: 'Check the power and cables of the serial server and the reader.',
      cause,
    })
    arrivals.fail(error)
    gone.abort(error)
    socket.destroy()
    return error
  }
  socket.on('data', (bytes) => arrivals.push(new Uint8Array(bytes)))
  socket.on('error', (error) => lost(reasonOf(error), error))
  const ended = (why: string): void => void (closing === undefined ? lost(why) : arrivals.end())
  socket.on('end', () => ended('the other end closed it'))
  socket.on('close', () => ended('it was closed'))

  const late = (): Error => lost(`it took no bytes for ${WRITE_WITHIN_MS / 1000} s`)
  const limit = { limitMs: WRITE_WITHIN_MS, late, signal: gone.signal }
  return {
    bytes$: arrivals.bytes$,
    write: (bytes) => within(clock, limit, send(socket, bytes, lost)),
    retune: async () => {},
    close: () => {
      closing ??= hangUp(socket, clock).then(() => arrivals.end())
      gone.abort(new AssaydError('port-lost', `The connection to ${port} is closed.`))
      return closing
    },
  }
}

type Lost = (why: string, cause: unknown) => Error

function send(socket: Socket, bytes: Uint8Array, lost: Lost): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(lost(reasonOf(error), error)) : resolve()))
  })
}

/**
 * Lets the last bytes out, and the other end say what it has to say before it knows; its own end is
 * the answer. One that takes nothing, or goes on, is not waited for.
 */
async function hangUp(socket: Socket, clock: Clock): Promise<void> {
  if (socket.destroyed) return
  const answered = new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
    socket.end()
  })
  const unanswered = new Promise<void>((resolve) => {
    const callOff = clock.after(CLOSE_WITHIN_MS, resolve)
    void answered.then(callOff)
  })
  await Promise.race([answered, unanswered])
  socket.destroy()
}
