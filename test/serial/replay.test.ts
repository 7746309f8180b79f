import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { LineEvent } from '../../src/ports/capture.ts'
import type { Connection } from '../../src/ports/transport.ts'
import { createCapture } from '../../src/serial/capture.ts'
import { openTransport } from '../../src/serial/open-transport.ts'
import { hearBytes } from '../support/heard-bytes.ts'
import type { HeardBytes } from '../support/heard-bytes.ts'
import { LINE_8N2 } from '../support/line-settings.ts'
import { simulatedClock } from '../support/simulated-clock.ts'
import type { SimulatedClock } from '../support/simulated-clock.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const sent = (...bytes: number[]): LineEvent => ({
  kind: 'sent',
  atMs: 1,
  bytes: Uint8Array.from(bytes),
})
const received = (...bytes: number[]): LineEvent => ({
  kind: 'received',
  atMs: 2,
  bytes: Uint8Array.from(bytes),
})

interface Bench {
  readonly clock: SimulatedClock
  readonly connection: Connection
  readonly heard: HeardBytes
  readonly all: () => number[]
}

async function replaying(...events: readonly LineEvent[]): Promise<Bench> {
  const folder = temporaryFolder()
  const capture = createCapture(folder, {
    id: '1',
    reader: 'elx808',
    driver: 'biotek-elx',
    port: 'COM3',
    startedAt: '2026-11-23T09:15:00.000+03:00',
  })
  for (const event of events) capture.append(event)
  capture.close()
  const clock = simulatedClock()
  const transport = openTransport(`replay:${join(folder, capture.file)}`, clock)
  const connection = await transport.connect(LINE_8N2)
  const heard = hearBytes(connection.bytes$)
  const all = (): number[] => heard.chunks.flatMap((chunk) => [...chunk])
  await clock.pass(0)
  return { clock, connection, heard, all }
}

describe('a replayed capture', () => {
  it('of a reader that is only heard comes in its pieces and completes', async () => {
    const { heard } = await replaying(received(1, 2), received(3), {
      kind: 'closed',
      atMs: 9,
      note: '',
    })
    expect(await heard.end).toBeUndefined()
    expect(heard.chunks).toEqual([Uint8Array.of(1, 2), Uint8Array.of(3)])
  })

  it('answers only when what was sent is sent again, in whatever pieces', async () => {
    const { connection, heard, all, clock } = await replaying(
      sent(0x6e),
      received(6),
      sent(0x31, 0x32),
      received(7, 8),
    )
    expect(all()).toEqual([])
    await connection.write(Uint8Array.of(0x6e))
    await clock.pass(0)
    expect(all()).toEqual([6])
    await connection.write(Uint8Array.of(0x31))
    await clock.pass(0)
    expect(all()).toEqual([6])
    await connection.write(Uint8Array.of(0x32))
    expect(await heard.end).toBeUndefined()
    expect(all()).toEqual([6, 7, 8])
    expect(clock.waiting()).toBe(0)
  })

  it('takes two recorded sends in one', async () => {
    const { connection, heard, all } = await replaying(sent(1), sent(2, 3), received(9))
    await connection.write(Uint8Array.of(1, 2, 3))
    await heard.end
    expect(all()).toEqual([9])
  })

  it('refuses bytes that were not recorded, and says which were', async () => {
    const { connection } = await replaying(sent(0x6f), received(6))
    await expect(connection.write(Uint8Array.of(0x53))).rejects.toMatchObject({
      code: 'replay-mismatch',
      message: expect.stringMatching(/'53' was sent where '.*' has '6f'/),
    })
  })

  it('is over after its last byte: nothing more can be sent', async () => {
    const { connection, heard } = await replaying(received(1))
    await heard.end
    await expect(connection.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'port-lost' })
  })

  it('plays on by itself to a host that says nothing for ten seconds', async () => {
    const { heard, all, clock } = await replaying(sent(1), received(2), sent(3), received(4))
    await clock.pass(9999)
    expect(all()).toEqual([])
    await clock.pass(1)
    expect(await heard.end).toBeUndefined()
    expect(all()).toEqual([2, 4])
  })

  it('can be closed in the middle, twice', async () => {
    const { connection, heard, clock } = await replaying(sent(1), received(2))
    await connection.close()
    await connection.close()
    expect(await heard.end).toBeUndefined()
    expect(clock.waiting()).toBe(0)
  })

  it('hears a send that is made while an answer is being heard', async () => {
    const { connection, heard, all } = await replaying(sent(1), received(2), sent(3), received(4))
    const second = new Promise<void>((resolve) => {
      connection.bytes$.subscribe(([byte]) => {
        if (byte === 2) resolve(connection.write(Uint8Array.of(3)))
      })
    })
    await connection.write(Uint8Array.of(1))
    await second
    await heard.end
    expect(all()).toEqual([2, 4])
  })

  it('that is not there cannot be opened', async () => {
    const transport = openTransport('replay:/nowhere/x.jsonl', simulatedClock())
    await expect(transport.connect(LINE_8N2)).rejects.toMatchObject({ code: 'capture-missing' })
  })
})
