import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { SerialPort } from 'serialport'

import type { FoundPort, UsbDevice } from '../ports/ports.ts'

/** Where Linux tells of its devices; a test gives folders of its own. */
export interface LinuxFolders {
  /** Of every terminal a folder whose `device` leads to the hardware. */
  readonly terminals: string
  readonly devices: string
}

const LINUX: LinuxFolders = { terminals: '/sys/class/tty', devices: '/dev' }
/** From an interface of an adapter up to the adapter itself, and not as far as the hub. */
const STEPS_UP_MAX = 4

/** The serial ports of this machine, with what their adapters say of themselves. */
export async function findPorts(): Promise<readonly FoundPort[]> {
  if (process.platform === 'linux') return linuxPorts(LINUX)
  return (await SerialPort.list()).map(portFromLibrary)
}

/** The ports as one would write them in the configuration, names that survive replugging first. */
export async function portNames(): Promise<readonly string[]> {
  const ports = await findPorts()
  return [...ports.flatMap(({ byId }) => byId ?? []), ...ports.map(({ path }) => path)]
}

/**
 * On Linux the kernel's own list is read: the library would ask `udevadm`, which not every machine
 * has.
 */
export function linuxPorts({ terminals, devices }: LinuxFolders): readonly FoundPort[] {
  const links = join(devices, 'serial/by-id')
  const byNode = new Map(
    filesIn(links).map((name) => [resolved(join(links, name)), join(links, name)] as const),
  )
  return filesIn(terminals)
    .filter((name) => hasHardware(join(terminals, name)))
    .filter((name) => existsSync(join(devices, name)))
    .toSorted()
    .map((name) => {
      const path = join(devices, name)
      const told = adapterAbove(join(terminals, name, 'device'))
      const byId = byNode.get(resolved(path)) ?? null
      return { path, byId, usb: told?.usb ?? null, name: told?.name ?? '' }
    })
}

/** What the library tells on Windows and macOS; Windows writes ids in capitals. */
export function portFromLibrary(
  port: Awaited<ReturnType<typeof SerialPort.list>>[number],
): FoundPort {
  const { path, vendorId, productId, serialNumber, locationId, manufacturer } = port
  const isUsb = vendorId !== undefined && productId !== undefined
  return {
    path,
    byId: null,
    usb: isUsb
      ? {
          vendor: vendorId.toLowerCase().padStart(4, '0'),
          product: productId.toLowerCase().padStart(4, '0'),
          serial: serialNumber || null,
          location: locationId || null,
        }
      : null,
    name: manufacturer ?? '',
  }
}

/** The kernel lists more `ttyS` than there are; a UART of type 0 is one that it did not find. */
function hasHardware(terminal: string): boolean {
  if (!existsSync(join(terminal, 'device'))) return false
  const type = textIn(terminal, 'type')
  return type !== '0'
}

/** The USB device that a terminal belongs to: the nearest folder above it with a vendor's id. */
function adapterAbove(device: string): { readonly usb: UsbDevice; readonly name: string } | null {
  let folder = resolved(device)
  for (let step = 0; step < STEPS_UP_MAX; step += 1) {
    const vendor = textIn(folder, 'idVendor')
    const product = textIn(folder, 'idProduct')
    if (vendor !== null && product !== null) {
      const name = [textIn(folder, 'manufacturer'), textIn(folder, 'product')]
      const location = basename(folder)
      const usb = { vendor, product, serial: textIn(folder, 'serial'), location }
      return { usb, name: name.filter((part) => part !== null).join(' ') }
    }
    folder = dirname(folder)
  }
  return null
}

function textIn(folder: string, file: string): string | null {
  const path = join(folder, file)
  if (!existsSync(path)) return null
  return readFileSync(path, 'utf8').trim() || null
}

function resolved(path: string): string {
  return existsSync(path) ? realpathSync(path) : path
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
