import { describe, expect, it, onTestFinished } from 'vitest'

import type { ServedSimulator, ServeOptions } from '../../src/ports/serve.ts'
import type { Connection } from '../../src/ports/transport.ts'
import { openTransport } from '../../src/serial/open-transport.ts'
import { serveSimulator } from '../../src/serial/serve-simulator.ts'
import { echoSimulator, plateWithBarcode } from '../support/echo-simulator.ts'
import { hearBytes } from '../support/heard-bytes.ts'
import type { HeardBytes } from '../support/heard-bytes.ts'
import { LINE_8N2 } from '../support/line-settings.ts'
import { simulatedClock } from '../support/simulated-clock.ts'
import type { SimulatedClock } from '../support/simulated-clock.ts'
import { until } from '../support/until.ts'

interface Host {
  readonly connection: Connection
  readonly heard: HeardBytes
  say(text: string): Promise<void>
  next(count: number): Promise<string>
}

interface Bench {
  readonly clock: SimulatedClock
  readonly served: ServedSimulator
  readonly told: string[]
  readonly host: () => Promise<Host>
}

async function bench(options: Partial<ServeOptions> = {}): Promise<Bench> {
  const clock = simulatedClock()
  const told: string[] = []
  const served = await serveSimulator({
    simulator: echoSimulator,
    plates: ['one', 'two'].map(plateWithBarcode),
    listen: 'tcp://127.0.0.1:0',
    pace: 'fast',
    fault: null,
    seed: 1,
    tell: (sentence) => told.push(sentence.split(':')[0] ?? ''),
    clock,
    ...options,
  })
  onTestFinished(() => served.close())
  const host = async (): Promise<Host> => {
    const connection = await openTransport(served.address, clock).connect(LINE_8N2)
    onTestFinished(() => connection.close())
    const heard = hearBytes(connection.bytes$)
    return {
      connection,
      heard,
      say: (text) => connection.write(Buffer.from(text, 'latin1')),
      next: async (count) => Buffer.from(await heard.next(count)).toString('latin1'),
    }
  }
  return { clock, served, told, host }
}

/** The reader has begun to say something, or the server to wait. */
function waiting(clock: SimulatedClock): Promise<void> {
  return until(() => clock.waiting() > 0, 'somebody waits for the clock')
}

describe('a served simulator', () => {
  it('says where it listens, with the port it was given', async () => {
    const { served } = await bench()
    expect(served.address).toMatch(/^tcp:\/\/127\.0\.0\.1:[1-9]\d+$/)
  })

  it('lets its reader speak unasked when a host connects, and answer', async () => {
    const { host } = await bench()
    const one = await host()
    expect(await one.next(1)).toBe('>')
    await one.say('hello')
    expect(await one.next(5)).toBe('hello')
  })

  it('gives the plates in rotation', async () => {
    const { host } = await bench()
    const one = await host()
    await one.say('PPP')
    expect(await one.next(10)).toBe('>onetwoone')
  })

  it('leaves the last plate in the carrier when told so', async () => {
    const { host } = await bench({ afterLastPlate: 'stays' })
    const one = await host()
    await one.say('PPP')
    expect(await one.next(10)).toBe('>onetwotwo')
  })

  it('keeps its memory when the connection is opened again', async () => {
    const { host, told } = await bench()
    const one = await host()
    await one.say('abcP')
    await one.next(7)
    await one.connection.close()
    const two = await host()
    await two.say('#P')
    expect(await two.next(5)).toBe('>6two')
    expect(told).toEqual(['connected', 'disconnected', 'connected'])
  })

  it('takes a host that comes back a hundred times without a pause', async () => {
    const { host } = await bench()
    for (let round = 1; round <= 100; round += 1) {
      const one = await host()
      await one.say('x')
      expect(await one.next(2)).toBe('>x')
      await one.connection.close()
    }
  })

  it('shows a second host out without a byte, and the first one hears nothing of it', async () => {
    const { host, clock, told } = await bench()
    const one = await host()
    expect(await one.next(1)).toBe('>')
    const two = await host()
    await waiting(clock)
    await clock.pass(250)
    expect(await two.heard.end).toMatchObject({ code: 'port-lost' })
    expect(two.heard.chunks).toEqual([])
    await one.say('still here')
    expect(await one.next(10)).toBe('still here')
    expect(told.at(-1)).toBe('refused, another host is connected')
  })

  it('hangs up when the reader does, after the last byte', async () => {
    const { host } = await bench()
    const one = await host()
    await one.say('~')
    expect(await one.heard.end).toMatchObject({ code: 'port-lost' })
    expect(Buffer.concat(one.heard.chunks).toString()).toBe('>0123456789')
    const two = await host()
    expect(await two.next(1)).toBe('>')
  })

  it('hands its fault to the reader', async () => {
    const { host } = await bench({ fault: 'loud' })
    const one = await host()
    await one.say('abc')
    expect(await one.next(4)).toBe('>ABC')
  })

  it('at real pace says ten-bit bytes at 9600 baud, and waits as its reader does', async () => {
    const { host, clock } = await bench({ pace: 'real' })
    const one = await host()
    await waiting(clock)
    await clock.pass(2)
    expect(await one.next(1)).toBe('>')
    await one.say('abw')
    await waiting(clock)
    await clock.pass(1000 + (3 * 10_000) / 9600 - 0.01)
    expect(await one.next(2)).toBe('ab')
    expect(clock.waiting()).toBe(1)
    await clock.pass(0.02)
    expect(await one.next(1)).toBe('w')
    expect(clock.waiting()).toBe(0)
  })

  it('at real pace forgets what it was saying when it is told to stop', async () => {
    const { host, clock } = await bench({ pace: 'real', baud: 1200 })
    const one = await host()
    await waiting(clock)
    await clock.pass(10)
    expect(await one.next(1)).toBe('>')
    await one.say('w!')
    await waiting(clock)
    await clock.pass(10)
    expect(await one.next(1)).toBe('\u0010')
    expect(clock.waiting()).toBe(0)
  })

  it('that cannot listen where it is told says why', async () => {
    const { served } = await bench()
    await expect(bench({ listen: served.address })).rejects.toMatchObject({
      code: 'port-open',
      message: expect.stringContaining('EADDRINUSE'),
    })
    await expect(bench({ listen: 'COM3' })).rejects.toMatchObject({ code: 'port-address' })
  })

  it('ends every connection when it is closed', async () => {
    const { host, served, clock } = await bench({ pace: 'real' })
    const one = await host()
    await waiting(clock)
    await served.close()
    expect(await one.heard.end).toMatchObject({ code: 'port-lost' })
    expect(clock.waiting()).toBe(0)
  })
})
