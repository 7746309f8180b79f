import { join } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import type { Connection } from '../../src/ports/transport.ts'
import { openTransport } from '../../src/serial/open-transport.ts'
import { farEnd } from '../support/far-end.ts'
import type { FarEnd } from '../support/far-end.ts'
import { hearBytes } from '../support/heard-bytes.ts'
import { LINE_8N2 } from '../support/line-settings.ts'
import { simulatedClock } from '../support/simulated-clock.ts'
import type { SimulatedClock } from '../support/simulated-clock.ts'
import { hasSocat, socatNote, socatToTcp } from '../support/socat.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What the same tests run over. */
interface Wire {
  readonly name: string
  readonly isMissing: boolean
  readonly lay: (
    far: FarEnd,
  ) => Promise<{ readonly port: string; readonly pull: () => Promise<void> }>
}

const wires: readonly Wire[] = [
  {
    name: 'TCP',
    isMissing: false,
    lay: async (far) => ({
      port: `tcp://127.0.0.1:${far.tcpPort}`,
      pull: async () => far.hangUp(),
    }),
  },
  {
    name: `a pseudo-terminal${socatNote}`,
    isMissing: !hasSocat,
    lay: async (far) => {
      const link = join(temporaryFolder(), 'reader')
      const socat = await socatToTcp(link, far.tcpPort)
      return { port: link, pull: () => socat.pull() }
    },
  },
]

interface Bench {
  readonly far: FarEnd
  readonly clock: SimulatedClock
  readonly pull: () => Promise<void>
  readonly connect: () => Promise<Connection>
}

async function bench(wire: Wire): Promise<Bench> {
  const far = await farEnd()
  const { port, pull } = await wire.lay(far)
  const clock = simulatedClock()
  return {
    far,
    clock,
    pull,
    connect: async () => {
      const connection = await openTransport(port, clock).connect(LINE_8N2)
      onTestFinished(() => connection.close())
      await far.connected()
      return connection
    },
  }
}

const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => byte)

/** Bytes that repeat nowhere within reach, so that a lost or doubled piece shows. */
function burst(length: number): Uint8Array {
  let state = 12_345
  return Uint8Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647
    return state & 0xff
  })
}

for (const wire of wires) {
  describe.skipIf(wire.isMissing)(`over ${wire.name}`, () => {
    carriesBytes(wire)
    endsWell(wire)
  })
}

function carriesBytes(wire: Wire): void {
  it('every byte value arrives as it was sent, in both directions', async () => {
    const { far, connect } = await bench(wire)
    const connection = await connect()
    const heard = hearBytes(connection.bytes$)
    await connection.write(EVERY_BYTE)
    expect(await far.hear(256)).toEqual(EVERY_BYTE)
    far.say(EVERY_BYTE)
    expect(await heard.next(256)).toEqual(EVERY_BYTE)
  })

  it('a burst of 200 000 bytes loses none, in both directions', async () => {
    const { far, connect } = await bench(wire)
    const connection = await connect()
    const heard = hearBytes(connection.bytes$)
    const bytes = burst(200_000)
    far.say(bytes)
    expect(Buffer.compare(await heard.next(bytes.length), bytes)).toBe(0)
    const [atFarEnd] = await Promise.all([far.hear(bytes.length), connection.write(bytes)])
    expect(Buffer.compare(atFarEnd, bytes)).toBe(0)
  })

  it('sends arrive in the order in which they were made', async () => {
    const { far, connect } = await bench(wire)
    const connection = await connect()
    const sends = Array.from({ length: 50 }, (_, index) => connection.write(Uint8Array.of(index)))
    await Promise.all(sends)
    expect(await far.hear(50)).toEqual(EVERY_BYTE.subarray(0, 50))
  })
}

function endsWell(wire: Wire): void {
  it('closing twice is closing once: the stream completes and nothing more is sent', async () => {
    const { connect } = await bench(wire)
    const connection = await connect()
    const heard = hearBytes(connection.bytes$)
    await Promise.all([connection.close(), connection.close()])
    await connection.close()
    expect(await heard.end).toBeUndefined()
    await expect(connection.write(Uint8Array.of(1))).rejects.toThrow(AssaydError)
  })

  it('a port that was closed opens again and works', async () => {
    const { far, connect } = await bench(wire)
    for (const round of [1, 2, 3]) {
      const connection = await connect()
      const heard = hearBytes(connection.bytes$)
      await connection.write(Uint8Array.of(round))
      expect(await far.hear(1)).toEqual(Uint8Array.of(round))
      far.say(Uint8Array.of(round, round))
      expect(await heard.next(2)).toEqual(Uint8Array.of(round, round))
      await connection.close()
    }
  })

  it('a pulled cable is a lost port, for whoever listens and for whoever writes', async () => {
    const { far, clock, connect, pull } = await bench(wire)
    const connection = await connect()
    const heard = hearBytes(connection.bytes$)
    far.say(Uint8Array.of(1, 2, 3))
    await heard.next(3)
    await pull()
    await clock.pass(250)
    expect(await heard.end).toMatchObject({ name: 'AssaydError', code: 'port-lost' })
    await expect(connection.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'port-lost' })
    await connection.close()
    expect(clock.waiting()).toBe(0)
  })
}
