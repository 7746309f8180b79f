import { createServer } from 'node:net'

import { describe, expect, it, onTestFinished } from 'vitest'

import { openTransport } from '../../src/serial/open-transport.ts'
import { farEnd } from '../support/far-end.ts'
import { hearBytes } from '../support/heard-bytes.ts'
import { LINE_8N2 } from '../support/line-settings.ts'
import { rejection } from '../support/rejection.ts'
import { simulatedClock } from '../support/simulated-clock.ts'

/** A port on which nobody listens: one that was free a moment ago. */
async function deafPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => void server.close(resolve))
  if (address === null || typeof address === 'string') throw new TypeError('No TCP port.')
  return address.port
}

describe('a serial server on TCP', () => {
  it('that does not listen is refused with the reason', async () => {
    const port = await deafPort()
    const refused = openTransport(`tcp://127.0.0.1:${port}`, simulatedClock()).connect(LINE_8N2)
    await expect(refused).rejects.toMatchObject({
      code: 'port-open',
      message: expect.stringMatching(
        /Unable to connect to tcp:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/,
      ),
    })
  })

  it('under a name with several addresses is refused with a reason too', async () => {
    const port = await deafPort()
    const refused = openTransport(`tcp://localhost:${port}`, simulatedClock()).connect(LINE_8N2)
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })

  it('that answers nothing is given up after five seconds', async () => {
    const clock = simulatedClock()
    // RFC 5737 keeps this network for documentation: nothing answers there.
    const refused = openTransport('tcp://192.0.2.1:4001', clock).connect(LINE_8N2)
    const reason = rejection(refused)
    await clock.pass(5000)
    expect(await reason).toMatchObject({ code: 'port-open' })
    expect(clock.waiting()).toBe(0)
  })

  it('is heard to its last byte before its end is told', async () => {
    const far = await farEnd()
    const transport = openTransport(`tcp://127.0.0.1:${far.tcpPort}`, simulatedClock())
    const connection = await transport.connect(LINE_8N2)
    onTestFinished(() => connection.close())
    const heard = hearBytes(connection.bytes$)
    await far.connected()
    far.say(new Uint8Array(50_000).fill(7))
    far.end()
    expect(await heard.end).toMatchObject({ code: 'port-lost' })
    expect(heard.chunks.reduce((sum, { length }) => sum + length, 0)).toBe(50_000)
  })

  it('gets what was written before the port was closed', async () => {
    const far = await farEnd()
    const transport = openTransport(`tcp://127.0.0.1:${far.tcpPort}`, simulatedClock())
    const connection = await transport.connect(LINE_8N2)
    const written = connection.write(new Uint8Array(50_000).fill(7))
    await written
    await connection.close()
    expect(await far.hear(50_000)).toEqual(new Uint8Array(50_000).fill(7))
  })

  it('is heard to what it said before it knew that the port is closed', async () => {
    const far = await farEnd()
    const transport = openTransport(`tcp://127.0.0.1:${far.tcpPort}`, simulatedClock())
    const connection = await transport.connect(LINE_8N2)
    const heard = hearBytes(connection.bytes$)
    await far.connected()
    far.say(new Uint8Array(50_000).fill(7))
    await connection.close()
    expect(await heard.end).toBeUndefined()
    expect(heard.chunks.reduce((sum, { length }) => sum + length, 0)).toBe(50_000)
  })

  it('that does not answer the end is let go after a second', async () => {
    const far = await farEnd()
    const clock = simulatedClock()
    const transport = openTransport(`tcp://127.0.0.1:${far.tcpPort}`, clock)
    const connection = await transport.connect(LINE_8N2)
    const heard = hearBytes(connection.bytes$)
    await far.connected()
    far.stopHearing()
    // What it does not take in, it does not see the end behind.
    await connection.write(new Uint8Array(1))
    const closed = connection.close()
    await clock.pass(999)
    expect(clock.waiting()).toBe(1)
    await clock.pass(1)
    await closed
    expect(await heard.end).toBeUndefined()
  })

  it('that takes nothing any more is lost when the limit of the send runs out', async () => {
    const far = await farEnd()
    const clock = simulatedClock()
    const transport = openTransport(`tcp://127.0.0.1:${far.tcpPort}`, clock)
    const connection = await transport.connect(LINE_8N2)
    onTestFinished(() => connection.close())
    const heard = hearBytes(connection.bytes$)
    await far.connected()
    far.stopHearing()
    const reason = rejection(connection.write(new Uint8Array(50_000_000)))
    await clock.pass(10_000)
    expect(await reason).toMatchObject({ code: 'port-lost' })
    expect(await heard.end).toMatchObject({ code: 'port-lost' })
  })

  it('has no line settings to change', async () => {
    const far = await farEnd()
    const transport = openTransport(`tcp://127.0.0.1:${far.tcpPort}`, simulatedClock())
    const connection = await transport.connect(LINE_8N2)
    onTestFinished(() => connection.close())
    await connection.retune({ ...LINE_8N2, baud: 2400 })
    await connection.write(Uint8Array.of(1))
    expect(await far.hear(1)).toEqual(Uint8Array.of(1))
  })
})
