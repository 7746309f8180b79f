import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { Command } from 'commander'
import { describe, expect, it } from 'vitest'

import { addPorts } from '../../src/cli/ports.ts'
import { AssaydError } from '../../src/core/errors.ts'
import type { ReaderSettings, Settings } from '../../src/ports/settings.ts'
import { linuxPorts } from '../../src/serial/list-ports.ts'
import { linuxBench } from '../support/linux-ports.ts'
import { startProgram } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const READER = {
  driver: 'biotek-elx',
  trigger: 'listen',
  settings: undefined,
  defaultLayout: null,
  simulator: null,
} as const satisfies Partial<ReaderSettings>

async function listed(load: () => Pick<Settings, 'readers'>, ...args: readonly string[]) {
  const folders = linuxBench()
  const lines: string[] = []
  const tools = {
    settings: () => ({ load }),
    listPorts: async () => linuxPorts(folders),
    print: (line: string) => void lines.push(line.replaceAll(folders.devices, '/dev')),
  }
  const program = new Command().exitOverride()
  addPorts(program, tools)
  await program.parseAsync(['ports', ...args], { from: 'user' })
  return lines
}

const configured = (): Pick<Settings, 'readers'> => ({
  readers: [
    { ...READER, id: 'left', port: 'usb', identity: { usb: { serial: 'A10KZP4X' } } },
    { ...READER, id: 'network', port: 'tcp://192.0.2.17:4001' },
  ],
})

describe('assayd ports', () => {
  it('lists each port with its adapter and the reader that is configured there', async () => {
    const lines = await listed(configured)
    expect(lines.join('\n')).toMatch(
      /ttyUSB0 +left +0403 +6001 +A10KZP4X +1-1\.4 +FTDI FT232R USB UART/,
    )
    expect(lines.join('\n')).toMatch(/ttyACM0 +– +1a86 +7523 +– +1-2 +USB Serial/)
    expect(lines.at(-1)).toBe('/dev/ttyUSB0 = /dev/serial/by-id/usb-FTDI_A10KZP4X-if00-port0')
  })

  it('lists the same as JSON', async () => {
    const { ports, problem } = JSON.parse((await listed(configured, '--json')).join(''))
    expect(problem).toBeNull()
    expect(ports).toHaveLength(3)
    expect(ports[2]).toMatchObject({ path: '/dev/ttyUSB0', readers: ['left'] })
  })

  it('lists ports before there is a configuration, and says so', async () => {
    const missing = (): never => {
      throw new AssaydError('config-missing', 'assayd.yaml: does not exist')
    }
    expect((await listed(missing)).at(-1)).toContain('cannot be told: assayd.yaml')
    await expect(listed(missing, '--config', 'assayd.yaml')).rejects.toThrow(AssaydError)
  })

  it('runs as a program on this machine', async () => {
    const folder = join(temporaryFolder(), 'config')
    mkdirSync(folder)
    writeFileSync(join(folder, 'assayd.yaml'), 'lab: [')
    const sound = startProgram('ports', '--json')
    const broken = startProgram('ports', '--config', join(folder, 'assayd.yaml'))
    expect(await sound.ended, sound.said()).toBe(0)
    expect(Array.isArray(JSON.parse(sound.said()).ports)).toBe(true)
    expect(await broken.ended).toBe(1)
    expect(broken.said()).toContain('assayd.yaml:')
  })
})
