import { existsSync, realpathSync } from 'node:fs'

import type { Command } from 'commander'

import { AssaydError } from '../core/errors.ts'
import { portsOf } from '../ports/port-match.ts'
import type { FoundPort } from '../ports/ports.ts'
import type { ReaderSettings, Settings } from '../ports/settings.ts'
import type { Tools } from './command.ts'
import { DEFAULT_CONFIG } from './default-config.ts'
import { textTable } from './text-table.ts'

interface Needed extends Pick<Tools, 'listPorts' | 'print'> {
  readonly settings: (configFile: string) => { load(): Pick<Settings, 'readers'> }
}

interface PortsFlags {
  readonly config?: string
  readonly json?: true
}

/** `assayd ports`: the serial ports that are here, and which configured reader each is. */
export function addPorts(program: Command, tools: Needed): void {
  program
    .command('ports')
    .description('list the serial ports of this machine, and the reader that each is')
    .option('--config <file>', `configuration (default: ${DEFAULT_CONFIG})`)
    .option('--json', 'as JSON')
    .action(async (flags: PortsFlags) => {
      const { readers, problem } = readersOf(flags, tools)
      const ports = withReaders(await tools.listPorts(), readers)
      if (flags.json === true) return tools.print(JSON.stringify({ ports, problem }))
      for (const line of listed(ports)) tools.print(line)
      if (problem !== null) tools.print(`\nWhich reader each is cannot be told: ${problem}`)
    })
}

interface Configured {
  readonly readers: readonly ReaderSettings[]
  readonly problem: string | null
}

/** Ports can be listed before there is a configuration; one that was named must be sound. */
function readersOf({ config }: PortsFlags, tools: Needed): Configured {
  try {
    return { readers: tools.settings(config ?? DEFAULT_CONFIG).load().readers, problem: null }
  } catch (error) {
    if (config !== undefined || !(error instanceof AssaydError)) throw error
    return { readers: [], problem: error.message }
  }
}

interface UsedPort extends FoundPort {
  /** Ids of the readers that are configured to be there. */
  readonly readers: readonly string[]
}

function withReaders(
  ports: readonly FoundPort[],
  readers: readonly ReaderSettings[],
): readonly UsedPort[] {
  const places = readers
    .filter(({ simulator }) => simulator === null)
    .map(({ id, port, identity }) => {
      // A link of the lab's own leads to the port as the system names it.
      const name = existsSync(port) && !port.includes('/by-id/') ? realpathSync(port) : port
      return { id, at: portsOf({ port: name, usb: identity?.usb }, ports) }
    })
  return ports.map((port) => {
    const here = places.filter(({ at }) => at.includes(port))
    return { ...port, readers: here.map(({ id }) => id) }
  })
}

function listed(ports: readonly UsedPort[]): readonly string[] {
  if (ports.length === 0) return ['No serial port is here.']
  const header = ['port', 'reader', 'vendor', 'product', 'serial', 'location', 'name']
  const rows = ports.map(({ path, readers, usb, name }) => [
    path,
    readers.join(', ') || '–',
    usb?.vendor ?? '–',
    usb?.product ?? '–',
    usb?.serial ?? '–',
    usb?.location ?? '–',
    name,
  ])
  const lasting = ports.flatMap(({ path, byId }) => (byId === null ? [] : [`${path} = ${byId}`]))
  const names = lasting.length === 0 ? [] : ['', 'Names that stay when plugs are swapped:']
  return [...textTable(header, rows), ...names, ...lasting]
}
