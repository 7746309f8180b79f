import { existsSync, readdirSync, readFileSync } from 'node:fs'

import { SerialPort } from 'serialport'

const LINKS_BY_ID = '/dev/serial/by-id'
const TERMINALS = '/sys/class/tty'

/**
 * The serial ports of this machine as one would write them in the configuration, the names that
 * survive replugging first. On Linux the kernel's own list is read: the library would ask
 * `udevadm`, which not every machine has.
 */
export async function listPorts(): Promise<readonly string[]> {
  if (process.platform !== 'linux') return (await SerialPort.list()).map(({ path }) => path)
  const links = filesIn(LINKS_BY_ID).map((name) => `${LINKS_BY_ID}/${name}`)
  const nodes = filesIn(TERMINALS)
    .filter((name) => hasHardware(`${TERMINALS}/${name}`))
    .map((name) => `/dev/${name}`)
    .filter((node) => existsSync(node))
  return [...links, ...nodes.sort()]
}

/** The kernel lists more `ttyS` than there are; a UART of type 0 is one that it did not find. */
function hasHardware(terminal: string): boolean {
  if (!existsSync(`${terminal}/device`)) return false
  const typeFile = `${terminal}/type`
  return !existsSync(typeFile) || readFileSync(typeFile, 'utf8').trim() !== '0'
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
