import type { Identity, LineSettings } from './driver.ts'

/** What a USB adapter says of itself; ids as four lower-case hex digits. Null: not told. */
export interface UsbDevice {
  readonly vendor: string
  readonly product: string
  readonly serial: string | null
  /** Where it is plugged in, in the system's own words. */
  readonly location: string | null
}

/** A serial port of this machine. */
export interface FoundPort {
  /** `/dev/ttyUSB0`, `COM3`. */
  readonly path: string
  /** The name that stays when plugs are swapped, where the system has one. */
  readonly byId: string | null
  /** Null for ports that are not on USB. */
  readonly usb: UsbDevice | null
  /** Maker and product in words, empty when not told. */
  readonly name: string
}

/** What is known of an adapter beforehand; what is left out is not compared. */
export type KnownUsb = {
  readonly [Field in 'vendor' | 'product' | 'serial']?: string | undefined
}

/** What a reader must be, so that no other is taken for it; what is left out is not compared. */
export interface KnownIdentity {
  readonly model?: string | undefined
  readonly serialNumber?: string | undefined
  readonly usb?: KnownUsb | undefined
}

/** Line settings that replace those of the driver; what is left out stays the driver's. */
export type LineChanges = {
  readonly [Field in keyof LineSettings]?: LineSettings[Field] | undefined
}

/** How somebody on a port is looked for. */
export interface ProbeOptions {
  readonly port: string
  /** Null: every driver that can ask with safe commands. */
  readonly driver: string | null
  readonly line: LineChanges
  readonly stop: AbortSignal
  /** Told in one sentence of everything that is tried. */
  readonly tell: (sentence: string) => void
}

/** Who answered. */
export interface ProbeAnswer {
  readonly driver: string
  readonly identity: Identity
  /** Null where the line has none, as over TCP. */
  readonly line: LineSettings | null
}

/** How the search ended. */
export interface ProbeEnd {
  readonly answer: ProbeAnswer | null
  /** Drivers that ask nothing and can only be listened to. */
  readonly skipped: readonly string[]
  /** Bytes came, but no driver that was tried understands them. */
  readonly heardStrange: boolean
  /** Drivers that were not tried, because their words could move whoever is there. */
  readonly spared: readonly string[]
}
