import { type Emission, type SimulatedPlate, concatBytes } from '../../src/driver-kit.ts'

import type { AssayDefinition } from './assay-definition.ts'
import { ACK } from './bytes.ts'
import type { Command } from './commands.ts'
import type { Range } from './read-plan.ts'
import { OK_CODE, statusBytes, type StatusFormat } from './status.ts'

/** What a simulated reader is for good, whatever is said to it. */
export interface Traits {
  /** Commands marked "basecode 3.00" are not known. */
  readonly isOld: boolean
  readonly hasMultiWavelength: boolean
}

/** The memory of a simulated reader. */
export interface Instrument {
  statusFormat: StatusFormat
  definition: AssayDefinition | undefined
  rows: Range | null
  columns: Range | null
  sendsTemperature: boolean
  temperatureC: number
  /** The last error in ELx form, until `o` asks for it. */
  error: string
  /** The plate in the carrier; it stays there until it was read. */
  plate: SimulatedPlate | undefined
  readonly traits: Traits
  readonly nextPlate: () => SimulatedPlate
  /** Wavelengths of all plates it ever held: its filters. */
  readonly filtersNm: Set<number>
}

/** Filters every simulated reader has beside those of its plates; the table has six places. */
const USUAL_FILTERS_NM = [405, 450, 490, 630]
const FILTER_PLACES = 6
/** Temperature of the chamber until it is set. */
const ROOM_C = 27.5

export interface InstrumentParts {
  readonly traits: Traits
  readonly nextPlate: () => SimulatedPlate
}

/** A reader just switched on. */
export function switchedOn({ traits, nextPlate }: InstrumentParts): Instrument {
  return {
    ...POWER_UP,
    temperatureC: ROOM_C,
    error: OK_CODE,
    plate: undefined,
    traits,
    nextPlate,
    filtersNm: new Set(),
  }
}

const POWER_UP = {
  statusFormat: '312',
  definition: undefined,
  rows: null,
  columns: null,
  sendsTemperature: false,
} as const

/** Off and on again: the settings are gone, the plate is still in the carrier. */
export function cyclePower(instrument: Instrument): void {
  Object.assign(instrument, POWER_UP, { error: OK_CODE })
}

/** The plate in the carrier, put there when somebody first asks about it. */
export function plateIn(instrument: Instrument): SimulatedPlate {
  instrument.plate ??= instrument.nextPlate()
  for (const wavelengthNm of instrument.plate.od.keys()) instrument.filtersNm.add(wavelengthNm)
  return instrument.plate
}

/** The filter table: those of the plates first, filled up with the usual ones, sorted. */
export function filtersOf(instrument: Instrument): readonly number[] {
  plateIn(instrument)
  const all = [...new Set([...instrument.filtersNm, ...USUAL_FILTERS_NM])]
  return all.slice(0, FILTER_PLACES).sort((left, right) => left - right)
}

/** Whether this reader knows the command at all. */
export function knows({ traits }: Instrument, command: Command): boolean {
  return !traits.isOld || !command.sinceBasecode3
}

/** A status in the format that is set; an error goes into the register for `o`. */
export function statusSaid(instrument: Instrument, code: string = OK_CODE): Uint8Array {
  if (code !== OK_CODE) instrument.error = code
  return statusBytes(instrument.statusFormat === 'elx' ? code : status312(code))
}

/** Bytes after a wait. */
export function say(afterMs: number, ...bytes: readonly Uint8Array[]): Emission {
  return { afterMs, bytes: concatBytes(...bytes) }
}

export const ACKNOWLEDGED = say(2, Uint8Array.of(ACK))

// What a 312 status makes of an ELx error; only the groups the manual names apart.
const STATUS_312: Readonly<Record<string, string>> = {
  '0000': '000',
  '0E00': '090',
  '1600': '090',
  '1700': '090',
  '2100': '0A0',
}

function status312(code: string): string {
  return STATUS_312[code] ?? '080'
}
