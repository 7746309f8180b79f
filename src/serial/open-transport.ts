import { AssaydError } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { KnownUsb } from '../ports/ports.ts'
import type { Transport } from '../ports/transport.ts'
import { folderTransport } from './folder.ts'
import { replayTransport } from './replay.ts'
import { serialTransport } from './serial.ts'
import { tcpTransport } from './tcp.ts'
import { ANY_USB, usbTransport } from './usb-transport.ts'

const REPLAY = 'replay:'
const FOLDER = 'folder:'
/**
 * An absolute path, links and pseudo-terminals included, or a Windows port with or without its
 * device prefix.
 */
const SERIAL_PORT = /^(?:\/.*[^/]|(?:\\\\\.\\)?COM[1-9]\d{0,2})$/i

/**
 * The way to a reader; the text of its port chooses which: `tcp://host:port`, `folder:PATH`,
 * `replay:FILE`, a device path such as `/dev/serial/by-id/…`, or `COM3`. With a known USB adapter
 * the port is wherever that is, also for `usb`. Nothing is opened yet. Throws AssaydError
 * `port-address`.
 */
export function openTransport(port: string, clock: Clock, usb?: KnownUsb): Transport {
  if (port.startsWith('tcp:')) return tcpTransport(port, clock)
  if (port.startsWith(REPLAY)) return replayTransport(port.slice(REPLAY.length), clock)
  if (port.startsWith(FOLDER)) return folderTransport(port.slice(FOLDER.length), clock)
  const isSerial = SERIAL_PORT.test(port)
  if (usb !== undefined && (isSerial || port === ANY_USB)) return usbTransport({ port, usb, clock })
  if (isSerial) return serialTransport(port, clock)
  throw new AssaydError('port-address', `Unrecognized port '${port}'.`, {
    hint:
      'Write COM3, /dev/serial/by-id/NAME, /dev/ttyUSB0, ' +
      'tcp://host:port, folder:PATH or replay:FILE.',
  })
}
