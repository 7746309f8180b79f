import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import type { LineSettings } from '../../src/ports/driver.ts'
import type { Connection } from '../../src/ports/transport.ts'
import { openTransport } from '../../src/serial/open-transport.ts'
import { farEnd } from '../support/far-end.ts'
import type { FarEnd } from '../support/far-end.ts'
import { hearBytes } from '../support/heard-bytes.ts'
import { LINE_8N2 } from '../support/line-settings.ts'
import { rejection } from '../support/rejection.ts'
import { simulatedClock } from '../support/simulated-clock.ts'
import type { SimulatedClock } from '../support/simulated-clock.ts'
import { hasSocat, socatNote, socatToTcp } from '../support/socat.ts'
import type { Socat } from '../support/socat.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Bench {
  readonly link: string
  readonly socat: Socat
  readonly far: FarEnd
  readonly clock: SimulatedClock
  readonly connect: (settings?: LineSettings) => Promise<Connection>
}

async function bench(): Promise<Bench> {
  const far = await farEnd()
  const link = join(temporaryFolder(), 'reader')
  const socat = await socatToTcp(link, far.tcpPort)
  const clock = simulatedClock()
  const connect = async (settings = LINE_8N2): Promise<Connection> => {
    const connection = await openTransport(link, clock).connect(settings)
    onTestFinished(() => connection.close())
    return connection
  }
  return { link, socat, far, clock, connect }
}

/**
 * What the kernel says about the line: `speed 9600 baud`, `cs8`, `cstopb` for two stop bits,
 * `-parenb` for none.
 */
function stty(device: string): string {
  return execFileSync('stty', ['-a', '-F', device], { encoding: 'utf8' })
}

/** CPU time of this process while `ms` go by. */
async function cpuMsDuring(ms: number): Promise<number> {
  const before = process.cpuUsage()
  await new Promise((resolve) => void setTimeout(resolve, ms))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

describe.skipIf(!hasSocat)(`a serial port${socatNote}`, () => {
  it('opens with the settings asked for, two stop bits among them', async () => {
    const { socat, connect } = await bench()
    await connect()
    expect(stty(socat.device)).toMatch(/speed 9600 baud/)
    expect(stty(socat.device)).toMatch(/(?<!-)cstopb/)
    expect(stty(socat.device)).toMatch(/-parenb/)
    expect(stty(socat.device)).toMatch(/(?<!-)cs8/)
    expect(stty(socat.device)).toMatch(/-ixon -ixoff/)
    expect(stty(socat.device)).toMatch(/-crtscts/)
  })

  it('opens with XON/XOFF and one stop bit where these are asked for', async () => {
    const { socat, connect } = await bench()
    await connect({ ...LINE_8N2, baud: 38_400, stopBits: 1, flowControl: 'xon-xoff' })
    expect(stty(socat.device)).toMatch(/speed 38400 baud/)
    expect(stty(socat.device)).toMatch(/-cstopb/)
    expect(stty(socat.device)).toMatch(/(?<!-)ixon ixoff/)
  })

  it('opens at a rate that no table of rates has', async () => {
    const { far, connect } = await bench()
    const connection = await connect({ ...LINE_8N2, baud: 125_000 })
    await connection.write(Uint8Array.of(7))
    expect(await far.hear(1)).toEqual(Uint8Array.of(7))
  })

  it('takes another rate while it is open, and bytes go on in both directions', async () => {
    const { socat, far, connect } = await bench()
    const connection = await connect()
    const heard = hearBytes(connection.bytes$)
    await connection.retune({ ...LINE_8N2, baud: 2400 })
    expect(stty(socat.device)).toMatch(/speed 2400 baud/)
    await connection.write(Uint8Array.of(0x6f))
    expect(await far.hear(1)).toEqual(Uint8Array.of(0x6f))
    far.say(Uint8Array.of(6))
    expect(await heard.next(1)).toEqual(Uint8Array.of(6))
  })

  it('is opened anew for other settings, and its stream goes on', async () => {
    const { socat, far, connect } = await bench()
    const connection = await connect()
    const heard = hearBytes(connection.bytes$)
    await connection.retune({ ...LINE_8N2, stopBits: 1, flowControl: 'rts-cts' })
    expect(stty(socat.device)).toMatch(/-cstopb/)
    expect(stty(socat.device)).toMatch(/(?<!-)crtscts/)
    far.say(Uint8Array.of(6))
    expect(await heard.next(1)).toEqual(Uint8Array.of(6))
    await connection.close()
    expect(await heard.end).toBeUndefined()
  })

  it('is lost when it cannot be opened anew', async () => {
    const { socat, connect } = await bench()
    const connection = await connect()
    const heard = hearBytes(connection.bytes$)
    await socat.pull()
    const retuned = connection.retune({ ...LINE_8N2, stopBits: 1 })
    await expect(retuned).rejects.toMatchObject({ code: 'port-lost' })
    expect(await heard.end).toMatchObject({ code: 'port-lost' })
  })

  it('that is held already is refused with that reason', async () => {
    const { link, clock, connect } = await bench()
    await connect()
    const second = openTransport(link, clock).connect(LINE_8N2)
    await expect(second).rejects.toMatchObject({
      code: 'port-open',
      message: `Port '${link}' is held by this program already.`,
    })
  })

  it('that hung up amid a read costs no more time after a look of the guard', async () => {
    const { socat, far, clock, connect } = await bench()
    const connection = await connect()
    const heard = hearBytes(connection.bytes$)
    const pulled = new Promise<void>((resolve) => {
      const subscription = connection.bytes$.subscribe(() => {
        subscription.unsubscribe()
        socat.pullAtOnce()
        resolve()
      })
    })
    far.say(Uint8Array.of(1))
    await pulled
    // The library reads nothing again and again, at most of a core, and would for ever.
    expect(await cpuMsDuring(200)).toBeGreaterThan(20)
    await clock.pass(250)
    expect(await heard.end).toMatchObject({ code: 'port-lost' })
    await connection.close()
    expect(await cpuMsDuring(400)).toBeLessThan(20)
    expect(process.getActiveResourcesInfo()).not.toContain('FSReqCallback')
    expect(clock.waiting()).toBe(0)
  })

  it('that takes no bytes any more is lost when the limit of the send runs out', async () => {
    const { socat, clock, connect } = await bench()
    const connection = await connect()
    const heard = hearBytes(connection.bytes$)
    socat.freeze()
    onTestFinished(() => socat.thaw())
    const sent = connection.write(new Uint8Array(1_000_000))
    const reason = rejection(sent)
    await clock.pass(3_000_000)
    expect(await reason).toMatchObject({
      code: 'port-lost',
      message: expect.stringContaining('takes no bytes'),
    })
    expect(await heard.end).toMatchObject({ code: 'port-lost' })
  })
})

describe('a port that cannot be opened', () => {
  const connect = (port: string): Promise<Connection> =>
    openTransport(port, simulatedClock()).connect(LINE_8N2)

  it('because it is not there says which ports are', async () => {
    const missing = join(temporaryFolder(), 'ttyUSB7')
    await expect(connect(missing)).rejects.toMatchObject({
      code: 'port-open',
      message: `There is no port '${missing}'.`,
      hint: expect.stringMatching(/^(?:Here are: |No serial port is here at all\.)/),
    })
  })

  it.skipIf(process.platform === 'win32')('because it is no serial port says so', async () => {
    await expect(connect('/dev/null')).rejects.toMatchObject({
      code: 'port-open',
      message: "'/dev/null' is not a serial port.",
    })
  })
})
