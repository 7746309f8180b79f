import { existsSync, realpathSync } from 'node:fs'

import { AssaydError } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import { isCalled, portsOf } from '../ports/port-match.ts'
import type { FoundPort, KnownUsb } from '../ports/ports.ts'
import type { Transport } from '../ports/transport.ts'
import { findPorts } from './list-ports.ts'
import { serialTransport } from './serial.ts'

/** What stands in the configuration when the adapter alone says where the reader is. */
export const ANY_USB = 'usb'

/** A reader behind an adapter that is known. */
export interface UsbPlace {
  /** `usb`, or the port where the adapter usually is. */
  readonly port: string
  readonly usb: KnownUsb
  readonly clock: Clock
  /** The ports that are here. */
  readonly list?: () => Promise<readonly FoundPort[]>
}

/**
 * Reaches a reader by its USB adapter, wherever that is plugged in and whatever its port is called
 * now. Another adapter on the configured port is never opened.
 */
export function usbTransport({ port, usb, clock, list = findPorts }: UsbPlace): Transport {
  return {
    port,
    hasLineSettings: true,
    connect: async (settings) => {
      const path = placeOf({ port: nameOf(port), usb }, await list())
      return serialTransport(path, clock).connect(settings)
    },
  }
}

/** A link of the lab's own leads to the port as the system names it. */
function nameOf(port: string): string {
  return port !== ANY_USB && existsSync(port) ? realpathSync(port) : port
}

/**
 * The path of the adapter. Throws AssaydError `port-open` when it is not here or several could be
 * meant, `reader-stranger` when another one is on its port.
 */
export function placeOf(
  { port, usb }: Pick<UsbPlace, 'port' | 'usb'>,
  ports: readonly FoundPort[],
): string {
  const [place, ...others] = portsOf({ port, usb }, ports)
  const isNamed = place !== undefined && isCalled(place, port)
  if (place !== undefined && (isNamed || others.length === 0)) return place.path
  if (place !== undefined) throw ambiguous(usb, [place, ...others])
  const taken = ports.find((one) => isCalled(one, port))
  throw taken === undefined ? absent(usb, ports) : otherAdapter(usb, taken)
}

function ambiguous(usb: KnownUsb, ports: readonly FoundPort[]): AssaydError {
  const paths = ports.map(({ path }) => path).join(', ')
  return new AssaydError('port-open', `Several adapters are ${inWords(usb)}: ${paths}.`, {
    hint: 'Write the serial number of the adapter under identity.usb, or its port.',
  })
}

function absent(usb: KnownUsb, ports: readonly FoundPort[]): AssaydError {
  const here = ports.length === 0 ? 'no port at all' : ports.map(({ path }) => path).join(', ')
  return new AssaydError('port-open', `No adapter is here that is ${inWords(usb)}.`, {
    hint: `Here are: ${here}. Plug the adapter in; \`assayd ports\` lists what each says.`,
  })
}

function otherAdapter(usb: KnownUsb, { path, usb: found }: FoundPort): AssaydError {
  const is = found === null ? 'no USB adapter' : inWords({ ...found, serial: found.serial ?? '' })
  return new AssaydError(
    'reader-stranger',
    `Port '${path}' is ${is}; the reader's adapter is ${inWords(usb)}. It is not opened.`,
    { hint: "Plug the reader's own adapter in, or correct identity.usb in the configuration." },
  )
}

function inWords({ vendor, product, serial }: KnownUsb): string {
  const told = [
    vendor === undefined ? [] : [`vendor ${vendor}`],
    product === undefined ? [] : [`product ${product}`],
    serial === undefined ? [] : [serial === '' ? 'no serial number' : `serial number '${serial}'`],
  ]
  return `USB ${told.flat().join(', ')}`
}
