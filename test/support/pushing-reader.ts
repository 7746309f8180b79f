import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

import { onTestFinished } from 'vitest'

import { systemClock } from '../../src/system-clock.ts'

/** A home-made reader on TCP that pushes numbered plates as long as somebody is connected. */
export interface PushingReader {
  readonly tcpPort: number
  /** The numbers of plates whose every byte was taken from it. */
  readonly said: readonly number[]
  /** Plates in whose middle the connection was closed. */
  readonly cut: readonly number[]
  /** Plates may come, as soon as somebody is connected. */
  start(): void
  /** No further plate; resolves when the one under way is said. */
  stop(): Promise<void>
}

/** What its driver is told: a line a row, and a sign behind the last well. */
export function pushingSettings(dark: number): unknown {
  return {
    reader: 'own',
    wavelengthNm: 450,
    light: { response: 'linear', fullScale: 9_999_999, blank: 9_000_000, dark },
    dialect: {
      baud: 19_200,
      before: ['PLATE'],
      order: 'row-major',
      valuesPerLine: 12,
      separator: ';',
      end: 'mark',
      endMark: '$',
    },
  }
}

/** The number of the plate in what was heard of it. */
export function plateNumberIn(bytes: Uint8Array): number {
  return Number(/PLATE\s+(\d+);/.exec(Buffer.from(bytes).toString('latin1'))?.[1])
}

/** A host that goes away within it of a plate's first byte had gone before that byte came. */
const COLLISION_MS = 50

export async function pushingReader(pause: {
  readonly withinPlateMs: number
  readonly afterPlateMs: number
}): Promise<PushingReader> {
  const said: number[] = []
  const cut: number[] = []
  let number = 100_000
  const started = Promise.withResolvers<void>()
  const stopping = new AbortController()
  let working = Promise.resolve()
  const push = async (socket: Socket): Promise<void> => {
    let closedMs = Infinity
    socket.once('close', () => (closedMs = performance.now()))
    await started.promise
    while (!stopping.signal.aborted && !socket.destroyed) {
      const plate = (number += 1)
      const startedMs = performance.now()
      for (const line of linesOf(plate)) {
        if (!socket.destroyed) socket.write(line)
        await paced(pause.withinPlateMs)
      }
      if (!socket.destroyed) said.push(plate)
      else if (closedMs - startedMs > COLLISION_MS) cut.push(plate)
      await paced(pause.afterPlateMs)
    }
  }
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {})
    socket.resume()
    working = push(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('Expected a port.')
  return {
    tcpPort: address.port,
    said,
    cut,
    start: () => started.resolve(),
    stop: async () => {
      stopping.abort()
      await working
    },
  }
}

/** Bytes leave a reader at its own pace. */
function paced(ms: number): Promise<void> {
  return new Promise((resolve) => void systemClock.after(ms, resolve))
}

/** The first well is the number of the plate; the others fall row by row. */
function linesOf(plate: number): readonly string[] {
  const rows = Array.from({ length: 8 }, (_, row) => {
    const values = Array.from({ length: 12 }, (_well, column) => 1_000_000 + row * 900_000 + column)
    return (row === 0 ? [plate, ...values.slice(1)] : values).join(';')
  })
  const [last, ...others] = rows.toReversed()
  const before = others.toReversed().map((row) => `${row}\r\n`)
  return ['PLATE\r\n', ...before, `${last}$\r\n`]
}
