import { type Emission, type SimulatedPlate, concatBytes } from '../../src/driver-kit.ts'

import type { AssayDefinition } from './definition.ts'

/** The memory of a simulated reader. */
export interface Instrument {
  definition: AssayDefinition | undefined
  /** Wavelengths that were loaded, and those that were read, since the carrier came in. */
  loadedNm: Set<number>
  readNm: Set<number>
  temperatureC: number
  /** The plate in the carrier. */
  plate: SimulatedPlate | undefined
  /** The last read of this plate went well: somebody changes it before the carrier comes in. */
  isPlateRead: boolean
  readonly nextPlate: () => SimulatedPlate
}

/** As in the answers of a real reader. */
const ROOM_C = 23.6

/** A reader just switched on. */
export function switchedOn(nextPlate: () => SimulatedPlate): Instrument {
  return {
    definition: undefined,
    loadedNm: new Set(),
    readNm: new Set(),
    temperatureC: ROOM_C,
    plate: undefined,
    isPlateRead: false,
    nextPlate,
  }
}

/** The carrier comes in, with the plate that lies on it. */
export function carryIn(instrument: Instrument): void {
  if (instrument.isPlateRead) instrument.plate = undefined
  instrument.isPlateRead = false
  instrument.loadedNm.clear()
  instrument.readNm.clear()
}

/** The plate in the carrier, put there when somebody first asks about it. */
export function plateIn(instrument: Instrument): SimulatedPlate {
  instrument.plate ??= instrument.nextPlate()
  return instrument.plate
}

/** Whether the read to come is the last of those that were loaded for this plate. */
export function isLastRead({ loadedNm, readNm, definition }: Instrument): boolean {
  return [...loadedNm].every((nm) => readNm.has(nm) || nm === definition?.wavelengthNm)
}

/** Bytes after a wait. */
export function say(afterMs: number, ...bytes: readonly Uint8Array[]): Emission {
  return { afterMs, bytes: concatBytes(...bytes) }
}
