import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

import { onTestFinished } from 'vitest'

/**
 * The other end of a wire in a test: a TCP server that hears and says bytes on its newest
 * connection.
 */
export interface FarEnd {
  readonly tcpPort: number
  say(bytes: Uint8Array): void
  /** The next `count` bytes that come, from all connections in turn. */
  hear(count: number): Promise<Uint8Array>
  /** Resolves when somebody is connected. */
  connected(): Promise<void>
  /** Ends the connection at once. */
  hangUp(): void
  /** Ends the connection after what was said. */
  end(): void
  /** Lets what comes pile up at the other side. */
  stopHearing(): void
}

export async function farEnd(): Promise<FarEnd> {
  const sockets: Socket[] = []
  let heard: Uint8Array = new Uint8Array()
  let wake = (): void => {}
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      heard = Buffer.concat([heard, bytes])
      wake()
    })
    wake()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) await new Promise<void>((resolve) => void (wake = resolve))
  }
  return {
    tcpPort: portOf(server.address()),
    say: (bytes) => void sockets.at(-1)?.write(bytes),
    hear: async (count) => {
      await until(() => heard.length >= count)
      const taken = new Uint8Array(heard.subarray(0, count))
      heard = heard.subarray(count)
      return taken
    },
    connected: () => until(() => sockets.length > 0),
    hangUp: () => void sockets.at(-1)?.destroy(),
    end: () => void sockets.at(-1)?.end(),
    stopHearing: () => void sockets.at(-1)?.pause(),
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address !== null && typeof address === 'object') return address.port
  throw new TypeError('A TCP server has a port.')
}
