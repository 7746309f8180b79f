import { readFileSync } from 'node:fs'

import { describe, expect, it, onTestFinished } from 'vitest'

import { openTransport } from '../../src/serial/open-transport.ts'
import { farEnd } from '../support/far-end.ts'
import { LINE_8N2 } from '../support/line-settings.ts'
import { simulatedClock } from '../support/simulated-clock.ts'

const isLinux = process.platform === 'linux'
const note = isLinux ? '' : ' (skipped: only Linux shows its timers)'
const ESTABLISHED = '01'
const KEEPALIVE = '02'
/** The kernel counts timers in hundredths of a second (USER_HZ). */
const TICKS_PER_S = 100

/** What the kernel waits for on our end of the connection to a port: proc_net_tcp. */
function timerTo(tcpPort: number): { readonly kind: string; readonly inS: number } {
  const remote = `:${tcpPort.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n')
  const fields = rows.map((row) => row.trim().split(/\s+/))
  const ours = fields.find(([, , to, state]) => to?.endsWith(remote) && state === ESTABLISHED)
  const [kind = '', when = ''] = ours?.[5]?.split(':') ?? []
  return { kind, inS: Number.parseInt(when, 16) / TICKS_PER_S }
}

describe('a serial server that loses its power and says nothing any more', () => {
  it.skipIf(!isLinux)(`is asked by the system after half a minute of silence${note}`, async () => {
    const far = await farEnd()
    const transport = openTransport(`tcp://127.0.0.1:${far.tcpPort}`, simulatedClock())
    const connection = await transport.connect(LINE_8N2)
    onTestFinished(() => connection.close())
    await far.connected()
    const { kind, inS } = timerTo(far.tcpPort)
    expect(kind).toBe(KEEPALIVE)
    expect(inS).toBeGreaterThan(25)
    expect(inS).toBeLessThanOrEqual(30)
  })
})
