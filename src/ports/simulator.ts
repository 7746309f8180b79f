import type { WellValue } from '../core/plate-read.ts'
import type { PlateFormat, Well } from '../core/well.ts'

/** A plate for a simulated reader to find in its carrier: OD by wavelength (nm) and well. */
export interface SimulatedPlate {
  readonly format: PlateFormat
  readonly barcode: string | null
  readonly od: ReadonlyMap<number, ReadonlyMap<Well, WellValue>>
}

/**
 * Something a simulated reader does: after a wait, counted from the end of what it did before, it
 * says bytes, or its cable is pulled.
 */
export interface Emission {
  readonly afterMs: number
  readonly bytes: Uint8Array
  /** The connection ends after the bytes. */
  readonly hangUp?: boolean
  /** Whatever was still to be said is forgotten first, as after an abort. */
  readonly forgetsPending?: boolean
}

/** What a simulated reader is told. */
export interface SimulatorOptions {
  /** Gives the plate for the next read; called once a read. */
  readonly nextPlate: () => SimulatedPlate
  /**
   * A fault from the simulator's list, or null. It strikes once, at its first occasion; the next
   * plate is good.
   */
  readonly fault: string | null
  /** Seeds whatever the fault does by chance. */
  readonly seed: number
  /** The settings its driver was given, which say how this reader speaks; undefined when none. */
  readonly settings?: unknown
}

/** One simulated reader on one wire. It keeps its memory when the connection is opened again. */
export interface SimulatedReader {
  /** The host sent these bytes, in whatever pieces; what the reader does about it, in order. */
  hear(bytes: Uint8Array): readonly Emission[]
  /**
   * A new connection was opened, so long after the last one ended; what the reader says unasked,
   * usually nothing. What it was at has gone on meanwhile.
   */
  connected(awayMs: number): readonly Emission[]
  /** A person put a plate in and pressed START; absent where that key sends nothing. */
  pressStart?(): readonly Emission[]
}

/** One of the readers that a simulator can be: the settings that its driver needs for it. */
export interface Variant {
  readonly name: string
  readonly settings: unknown
}

/** The simulator of one driver. */
export interface Simulator {
  readonly driverId: string
  /** Fault name → one sentence on what goes wrong. */
  readonly faults: Readonly<Record<string, string>>
  /** What the simulator does not model, one sentence each. */
  readonly notModelled: readonly string[]
  /** The readers it can be, at least one; each must pass the conformance suite. */
  readonly variants: readonly Variant[]
  /** Bits on the wire for each byte, for pacing: 11 for 8N2. */
  readonly bitsPerByte: number
  create(options: SimulatorOptions): SimulatedReader
}
