import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { listenLines } from '../../src/cli/listen-lines.ts'
import { farEnd } from '../support/far-end.ts'
import { startProgram } from '../support/program.ts'
import { hasSocat, socatNote, socatToTcp } from '../support/socat.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('the lines of bytes that came', () => {
  it('show time, hex and text, sixteen bytes a line', () => {
    expect(listenLines({ atMs: 1250, bytes: bytesOf('0.123 overflow\r\n~\u007f') }, null)).toEqual([
      '    1.250  30 2e 31 32 33 20 6f 76 65 72 66 6c 6f 77 0d 0a  0.123 overflow..',
      '    1.250  7e 7f                                            ~.',
    ])
  })

  it('show a pause that is one', () => {
    const piece = { atMs: 3600, bytes: Uint8Array.of(0x06) }
    expect(listenLines(piece, 3501)).toHaveLength(1)
    expect(listenLines(piece, 3500)[0]).toBe('           0.100 s of silence')
  })
})

describe('assayd listen', () => {
  it('shows what comes over TCP until Ctrl-C', async () => {
    const far = await farEnd()
    const program = startProgram('listen', `tcp://127.0.0.1:${far.tcpPort}`)
    await program.until(/listening at tcp:/)
    await far.connected()
    far.say(bytesOf('A1 0.412\r'))
    await program.until(/41 31 20 30 2e 34 31 32 0d {23}A1 0\.412\./)
    program.interrupt()
    expect(await program.ended, program.said()).toBe(0)
    expect(program.said()).toContain('9 bytes came.')
  })

  it('gives programs one object each time bytes come', async () => {
    const far = await farEnd()
    const program = startProgram('listen', `tcp://127.0.0.1:${far.tcpPort}`, '--json')
    await far.connected()
    far.say(bytesOf('A1 0.412\r'))
    await program.until(/}\n/)
    program.interrupt()
    expect(await program.ended, program.said()).toBe(0)
    expect(JSON.parse(program.said())).toEqual({
      at_ms: expect.any(Number),
      hex: '413120302e3431320d',
      text: 'A1 0.412.',
    })
  })

  it.skipIf(!hasSocat)(`opens a serial port as it is told${socatNote}`, async () => {
    const far = await farEnd()
    const link = join(temporaryFolder(), 'reader')
    const socat = await socatToTcp(link, far.tcpPort)
    const line = ['--baud', '2400', '--data-bits', '7', '--parity', 'even', '--stop-bits', '2']
    const program = startProgram('listen', link, ...line, '--flow-control', 'xon-xoff')
    await program.until(/2400 baud, 7 data bits, parity even, stop bits 2, flow control xon-xoff/)
    far.say(Uint8Array.of(0x41, 0x42))
    await program.until(/41 42/)
    await socat.pull()
    expect(await program.ended).toBe(1)
    expect(program.said()).toContain('was lost')
  })

  it('refuses settings that no line has', async () => {
    const program = startProgram('listen', 'COM3', '--data-bits', '9')
    expect(await program.ended).toBe(2)
    expect(program.said()).toContain('Expected 7 or 8.')
  })
})
