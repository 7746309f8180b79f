import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { LinuxFolders } from '../../src/serial/list-ports.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The files of an adapter in the kernel's tree, by their names there. */
type UsbFiles = Readonly<Record<string, string>>

const FTDI: UsbFiles = {
  idVendor: '0403',
  idProduct: '6001',
  serial: 'A10KZP4X',
  manufacturer: 'FTDI',
  product: 'FT232R USB UART',
}
/** A cheap CH340 has no serial number. */
const CH340: UsbFiles = { idVendor: '1a86', idProduct: '7523', product: 'USB Serial' }

/**
 * Terminals, devices and links as Linux lays them out: an FTDI adapter (whose terminal lies two
 * folders below its adapter), an Arduino of class CDC (one folder below), a UART of the board, one
 * that was not found, and a terminal without hardware.
 */
export function linuxBench(): LinuxFolders {
  const root = temporaryFolder()
  const terminals = join(root, 'sys/class/tty')
  const devices = join(root, 'dev')
  const write = (folder: string, files: UsbFiles): void => {
    mkdirSync(folder, { recursive: true })
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), `${text}\n`)
  }
  const terminal = (name: string, device: string | null, files: UsbFiles = {}): void => {
    write(join(terminals, name), files)
    if (device !== null) {
      mkdirSync(device, { recursive: true })
      symlinkSync(device, join(terminals, name, 'device'))
    }
    write(devices, { [name]: '' })
  }
  const bus = join(root, 'sys/devices/pci0000:00/usb1')
  write(bus, { idVendor: '1d6b', idProduct: '0002', serial: '0000:00:14.0' })
  write(join(bus, '1-1.4'), FTDI)
  write(join(bus, '1-2'), CH340)
  terminal('ttyUSB0', join(bus, '1-1.4/1-1.4:1.0/ttyUSB0'))
  terminal('ttyACM0', join(bus, '1-2/1-2:1.0'))
  terminal('ttyS0', join(root, 'sys/devices/pnp0'), { type: '4' })
  terminal('ttyS1', join(root, 'sys/devices/serial8250'), { type: '0' })
  terminal('tty0', null)
  mkdirSync(join(devices, 'serial/by-id'), { recursive: true })
  symlinkSync('../../ttyUSB0', join(devices, 'serial/by-id', 'usb-FTDI_A10KZP4X-if00-port0'))
  return { terminals, devices }
}
