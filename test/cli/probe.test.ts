import { join } from 'node:path'

import { describe, expect, it, onTestFinished } from 'vitest'

import { driver as elx } from '../../drivers/biotek-elx/driver.ts'
import { simulator as elxSimulator } from '../../drivers/biotek-elx/simulator.ts'
import { simulator as bioRadSimulator } from '../../drivers/biorad-eia/simulator.ts'
import { simulator as synergySimulator } from '../../drivers/biotek-synergy/simulator.ts'
import { proposedReader } from '../../src/cli/proposed-reader.ts'
import type { Simulator } from '../../src/ports/simulator.ts'
import { parseTcpAddress } from '../../src/serial/tcp-address.ts'
import { serveSimulator } from '../../src/serial/serve-simulator.ts'
import { systemClock } from '../../src/system-clock.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import { SOUND, writeConfig } from '../settings/config-fixture.ts'
import { plateWithBarcode } from '../support/echo-simulator.ts'
import { farEnd } from '../support/far-end.ts'
import { LINE_8N2 } from '../support/line-settings.ts'
import { startProgram } from '../support/program.ts'
import { hasSocat, socatNote, socatToTcp } from '../support/socat.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function serve(simulator: Simulator, settings?: unknown): Promise<string> {
  const served = await serveSimulator({
    clock: systemClock,
    simulator,
    plates: [plateWithBarcode('P1')],
    listen: 'tcp://127.0.0.1:0',
    pace: 'fast',
    fault: null,
    seed: 1,
    settings,
  })
  onTestFinished(() => served.close())
  return served.address
}

describe('assayd probe', () => {
  it('finds the reader, says what it told, and proposes the configuration', async () => {
    const address = await serve(elxSimulator)
    const program = startProgram('probe', address)
    expect(await program.ended, program.said()).toBe(0)
    expect(program.said()).toContain(`asking for a ${elx.facts.name}`)
    expect(program.said()).toContain('not asked, only listened to: astm-lis, ')
    expect(program.said()).toMatch(/^wavelengths {4}405, /m)
    expect(program.said()).toContain(
      `  - id: biotek-elx-1\n    driver: biotek-elx\n    port: "${address}"\n` +
        '    trigger: on-run-sheet\n    identity:\n      model: "ELx808 with incubator"\n',
    )
    expect(program.said()).not.toContain('SpectraMax')
  })

  it('tells the serial number where the reader tells it', async () => {
    const address = await serve(synergySimulator)
    const program = startProgram('probe', address, '--driver', 'biotek-synergy', '--json')
    expect(await program.ended, program.said()).toBe(0)
    const end = JSON.parse(program.said())
    const serial: string = end.answer.identity.serialNumber
    expect(serial).not.toBe('')
    expect(end.proposal).toContain(`serial_number: ${JSON.stringify(serial)}`)
  })

  it('passes on what the reader says of itself when its driver must be told more', async () => {
    const address = await serve(bioRadSimulator, {
      model: '550',
      filters: [415, 450, 490, 595, 655, 750],
    })
    const program = startProgram('probe', address, '--driver', 'biorad-eia')
    expect(await program.ended, program.said()).toBe(1)
    expect(program.said()).toContain("Write model: '550'")
  })

  it.skipIf(!hasSocat)(`proposes the line that worked on a serial port${socatNote}`, async () => {
    const link = join(temporaryFolder(), 'reader')
    await socatToTcp(link, parseTcpAddress(await serve(elxSimulator)).tcpPort)
    const line = ['--baud', '7200', '--stop-bits', '2']
    const program = startProgram('probe', link, '--driver', 'biotek-elx', ...line)
    expect(await program.ended, program.said()).toBe(0)
    expect(program.said()).toContain('asking for a BioTek ELx808 / ELx800 at 7200 8N2')
    expect(program.said()).toContain('    line:\n      baud: 7200\n      data_bits: 8\n')
  })

  it('says no other words to somebody who speaks and is not understood', async () => {
    const far = await farEnd()
    const program = startProgram('probe', `tcp://127.0.0.1:${far.tcpPort}`)
    await far.connected()
    for (const connection of [1, 2]) {
      await far.hear(1)
      far.say(Uint8Array.of(0x5a, connection))
    }
    await program.until(/Somebody answers/)
    expect(await program.ended).toBe(1)
    expect(program.said()).toContain('Not asked for: biorad-eia')
    expect(program.said()).not.toContain('asking for a Bio-Rad')
  }, 60_000)

  it('ends at Ctrl-C in the middle of a wait', async () => {
    const far = await farEnd()
    const program = startProgram('probe', `tcp://127.0.0.1:${far.tcpPort}`)
    await program.until(/asking for/)
    await far.connected()
    await far.hear(1)
    program.interrupt()
    expect(await program.ended).toBe(1)
    expect(program.said()).toContain('The search was stopped.')
  })
})

describe('the proposed configuration', () => {
  it('can be loaded as it stands, and names the adapter and the instrument', () => {
    const identity = {
      model: 'BioTek "Synergy" (part 1650200)',
      version: '1.04',
      serialNumber: '0123',
      features: {},
      wavelengthsNm: [],
    }
    const usb = { vendor: '0403', product: '6001', serial: 'A10KZP4X', location: '1-1.4' }
    const byId = '/dev/serial/by-id/usb-FTDI_A10KZP4X-if00-port0'
    const lines = proposedReader({
      answer: { driver: 'biotek-synergy', identity, line: LINE_8N2 },
      port: '/dev/ttyUSB0',
      found: { path: '/dev/ttyUSB0', byId, usb, name: 'FTDI' },
      starts: 'by-command',
    })
    const [head] = (SOUND['assayd.yaml'] ?? '').split('  - id')
    const file = writeConfig({ 'assayd.yaml': `${head}${lines.join('\n')}\n` })
    const { location: _, ...known } = usb
    const { dtr: _dtr, rts: _rts, ...line } = LINE_8N2
    expect(loadSettings(file, ['biotek-synergy']).readers).toMatchObject([
      {
        id: 'biotek-synergy-1',
        driver: 'biotek-synergy',
        port: byId,
        trigger: 'on-run-sheet',
        line,
        identity: { model: identity.model, serialNumber: '0123', usb: known },
      },
    ])
  })
})
