import type { FoundPort, KnownUsb } from './ports.ts'

/** A reader as the configuration places it. */
export interface PlacedReader {
  /** A path, `COMn`, or `usb` for wherever the adapter is plugged in. */
  readonly port: string
  readonly usb: KnownUsb | undefined
}

/** The adapter is the one that is known; one that is not on USB never is. */
export function isKnownUsb({ usb }: FoundPort, known: KnownUsb): boolean {
  if (usb === null) return false
  const agrees = (field: 'vendor' | 'product'): boolean =>
    known[field] === undefined || known[field].toLowerCase() === usb[field]
  const isSerial = known.serial === undefined || known.serial === usb.serial
  return agrees('vendor') && agrees('product') && isSerial
}

/** The port is called so: by its path or its lasting name; Windows does not mind capitals. */
export function isCalled({ path, byId }: FoundPort, name: string): boolean {
  const bare = (text: string): string =>
    /^(?:\\\\\.\\)?com\d+$/i.test(text) ? text.replace(/^\\\\\.\\/, '').toUpperCase() : text
  return bare(path) === bare(name) || byId === name
}

/**
 * The ports at which a reader may be. With its adapter known that is wherever the adapter is: the
 * configured port first when it is among them. Without, it is the configured port.
 */
export function portsOf(
  { port, usb }: PlacedReader,
  all: readonly FoundPort[],
): readonly FoundPort[] {
  if (usb === undefined) return all.filter((one) => isCalled(one, port))
  const matching = all.filter((one) => isKnownUsb(one, usb))
  const named = matching.filter((one) => isCalled(one, port))
  return named.length > 0 ? named : matching
}
