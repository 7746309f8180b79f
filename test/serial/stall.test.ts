import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { expect, it, onTestFinished } from 'vitest'

import { openTransport } from '../../src/serial/open-transport.ts'
import { systemClock } from '../../src/system-clock.ts'
import { LINE_8N2 } from '../support/line-settings.ts'
import { hasSocat, socatNote, socatToTcp } from '../support/socat.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A far end in a process of its own, which speaks while this one stands still. */
const SPEAKER = `
const server = require('node:net').createServer((socket) => {
  setTimeout(() => socket.write(Buffer.alloc(3000, 7)), 300)
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`

it.skipIf(!hasSocat)(
  `Bytes that came at a port in a stall come before a wait that ran out${socatNote}`,
  async () => {
    const speaker = spawn(process.execPath, ['-e', SPEAKER])
    onTestFinished(() => void speaker.kill())
    const [port] = await once(speaker.stdout, 'data')
    const link = join(temporaryFolder(), 'reader')
    await socatToTcp(link, Number(String(port)))
    const connection = await openTransport(link, systemClock).connect(LINE_8N2)
    onTestFinished(() => connection.close())
    let bytes = 0
    connection.bytes$.subscribe((some) => (bytes += some.length))
    const waited = new Promise<number>((resolve) => {
      systemClock.after(50, () => resolve(bytes))
    })
    const until = performance.now() + 1_500
    while (performance.now() < until);
    expect(await waited).toBe(3000)
  },
)
