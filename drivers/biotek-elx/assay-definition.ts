import { bytesFromText, textFromBytes } from '../../src/driver-kit.ts'
import { uint16At, uint16Bytes } from './bytes.ts'
import { ARGUMENT_BYTES } from './commands.ts'

// The 170 bytes of `V`, both ways. Source: ELx808 Operator's Manual, appendix "Computer Control";
// its byte numbers count from 1. Bytes it does not list are 0.

export interface Shake {
  readonly first: boolean
  readonly beforeEveryRead: boolean
  readonly continuous: boolean
  readonly durationS: number
  readonly speed: 'slow' | 'medium' | 'fast' | 'variable'
}

export interface AssayDefinition {
  /** Up to six ASCII characters. */
  readonly name: string
  /** The reader subtracts the reference wavelength and returns one plate. */
  readonly subtractsReference: boolean
  /** Null selects multi-wavelength mode: the wavelengths stand in `wavelengthsNm`. */
  readonly measurementNm: number | null
  readonly referenceNm: number | null
  /** Up to six; in multi-wavelength mode one to three, one plate each. */
  readonly wavelengthsNm: readonly number[]
  readonly readType: 'endpoint' | 'kinetic' | 'scan'
  /** 1 to 31, odd; 0 when nothing is scanned. */
  readonly scanPoints: number
  /** Seconds between kinetic reads; 0 is back to back. */
  readonly intervalS: number
  /** 2 to 9999 in a kinetic read, otherwise 0. */
  readonly readCount: number
  /** The kinetic read lasts `totalTimeMin`, whatever `readCount` says. */
  readonly usesTotalTime: boolean
  readonly totalTimeMin: number
  readonly shake: Shake
  /** Seconds to wait before the first read, or null for no delay. */
  readonly delayS: number | null
}

const NO_SHAKE: Shake = {
  first: false,
  beforeEveryRead: false,
  continuous: false,
  durationS: 0,
  speed: 'slow',
}

/** An endpoint read of nothing yet: the start for definitions. */
export const BLANK_DEFINITION: AssayDefinition = {
  name: '',
  subtractsReference: false,
  measurementNm: null,
  referenceNm: null,
  wavelengthsNm: [],
  readType: 'endpoint',
  scanPoints: 0,
  intervalS: 0,
  readCount: 0,
  usesTotalTime: false,
  totalTimeMin: 0,
  shake: NO_SHAKE,
  delayS: null,
}

const SPEEDS: readonly Shake['speed'][] = ['slow', 'medium', 'fast', 'variable']
const READ_TYPES: Readonly<Record<AssayDefinition['readType'], number>> = {
  endpoint: 0,
  kinetic: 2,
  scan: 3,
}
const NAME_CHARACTERS = 6
const WAVELENGTH_SLOTS = 6
const WAVELENGTH_CHARACTERS = 3
const SUBTRACTS = 0x40
const FLAGS = { first: 0x10, beforeEveryRead: 0x20, continuous: 0x40, usesTotalTime: 0x80 }

// Byte numbers of the manual, from 1.
const AT = {
  name: 2,
  subtraction: 30,
  flags: 31,
  scanPoints: 32,
  measurement: 50,
  reference: 53,
  readType: 56,
  interval: 60,
  readCount: 62,
  wavelengths: 67,
  shakeTime: 163,
  shakeSpeed: 165,
  totalTime: 166,
  delayFlag: 168,
  delay: 169,
}

/** Whether the reader returns one plate for each of `wavelengthsNm`. */
export function isMultiWavelength(definition: AssayDefinition): boolean {
  return definition.measurementNm === null
}

/** The 170 bytes of a definition. Throws RangeError for what they cannot hold. */
export function bytesFromDefinition(definition: AssayDefinition): Uint8Array {
  if (!/^[ -~]{0,6}$/.test(definition.name)) {
    throw new RangeError(`Expected a name of up to six ASCII characters, got '${definition.name}'.`)
  }
  const bytes = new Uint8Array(ARGUMENT_BYTES.definition)
  const put = (at: number, value: Uint8Array): void => bytes.set(value, at - 1)
  put(AT.name, bytesFromText(definition.name.padEnd(NAME_CHARACTERS)))
  put(AT.subtraction, Uint8Array.of(definition.subtractsReference ? SUBTRACTS : 0))
  put(AT.flags, Uint8Array.of(flagsOf(definition)))
  put(AT.scanPoints, Uint8Array.of(definition.scanPoints))
  put(AT.measurement, wavelengthBytes(definition.measurementNm))
  put(AT.reference, wavelengthBytes(definition.referenceNm))
  put(AT.readType, Uint8Array.of(READ_TYPES[definition.readType]))
  put(AT.interval, uint16Bytes(definition.intervalS))
  put(AT.readCount, uint16Bytes(definition.readCount))
  for (let slot = 0; slot < WAVELENGTH_SLOTS; slot += 1) {
    const wavelengthNm = definition.wavelengthsNm[slot] ?? null
    put(AT.wavelengths + slot * WAVELENGTH_CHARACTERS, wavelengthBytes(wavelengthNm))
  }
  put(AT.shakeTime, uint16Bytes(definition.shake.durationS))
  put(AT.shakeSpeed, Uint8Array.of(SPEEDS.indexOf(definition.shake.speed)))
  put(AT.totalTime, uint16Bytes(definition.totalTimeMin))
  put(AT.delayFlag, Uint8Array.of(definition.delayS === null ? 0 : 1))
  put(AT.delay, uint16Bytes(definition.delayS ?? 0))
  return bytes
}

/** What 170 bytes define, or undefined when they are no definition. */
export function definitionFromBytes(bytes: Uint8Array): AssayDefinition | undefined {
  const byte = (at: number): number => bytes[at - 1] ?? 0
  const readType = readTypeFrom(byte(AT.readType))
  const speed = SPEEDS[byte(AT.shakeSpeed)]
  const slots = Array.from({ length: WAVELENGTH_SLOTS }, (_, slot) =>
    wavelengthAt(bytes, AT.wavelengths + slot * WAVELENGTH_CHARACTERS),
  )
  const measurementNm = wavelengthAt(bytes, AT.measurement)
  const referenceNm = wavelengthAt(bytes, AT.reference)
  const isWhole =
    bytes.length === ARGUMENT_BYTES.definition &&
    ![measurementNm, referenceNm, ...slots].includes(undefined)
  if (!isWhole || readType === undefined || speed === undefined) return undefined
  return {
    name: textFromBytes(bytes.slice(AT.name - 1, AT.name - 1 + NAME_CHARACTERS)).replace(
      /[ \0]+$/,
      '',
    ),
    subtractsReference: (byte(AT.subtraction) & SUBTRACTS) !== 0,
    measurementNm: measurementNm ?? null,
    referenceNm: referenceNm ?? null,
    wavelengthsNm: slots.filter((slot): slot is number => typeof slot === 'number'),
    readType,
    scanPoints: byte(AT.scanPoints),
    intervalS: uint16At(bytes, AT.interval - 1),
    readCount: uint16At(bytes, AT.readCount - 1),
    usesTotalTime: (byte(AT.flags) & FLAGS.usesTotalTime) !== 0,
    totalTimeMin: uint16At(bytes, AT.totalTime - 1),
    shake: {
      first: (byte(AT.flags) & FLAGS.first) !== 0,
      beforeEveryRead: (byte(AT.flags) & FLAGS.beforeEveryRead) !== 0,
      continuous: (byte(AT.flags) & FLAGS.continuous) !== 0,
      durationS: uint16At(bytes, AT.shakeTime - 1),
      speed,
    },
    delayS: byte(AT.delayFlag) === 0 ? null : uint16At(bytes, AT.delay - 1),
  }
}

function flagsOf({ shake, usesTotalTime }: AssayDefinition): number {
  return (
    (shake.first ? FLAGS.first : 0) |
    (shake.beforeEveryRead ? FLAGS.beforeEveryRead : 0) |
    (shake.continuous ? FLAGS.continuous : 0) |
    (usesTotalTime ? FLAGS.usesTotalTime : 0)
  )
}

function readTypeFrom(byte: number): AssayDefinition['readType'] | undefined {
  const types: readonly AssayDefinition['readType'][] = ['endpoint', 'kinetic', 'scan']
  return types.find((type) => READ_TYPES[type] === byte)
}

/** Three ASCII digits; `000` is none. */
function wavelengthBytes(wavelengthNm: number | null): Uint8Array {
  const inRange = wavelengthNm === null || (wavelengthNm >= 340 && wavelengthNm <= 900)
  if (!inRange || !Number.isInteger(wavelengthNm ?? 0)) {
    throw new RangeError(`Expected a wavelength from 340 to 900 nm, got '${wavelengthNm}'.`)
  }
  return bytesFromText(String(wavelengthNm ?? 0).padStart(WAVELENGTH_CHARACTERS, '0'))
}

/**
 * The wavelength at a byte number, null for `000` or three zero bytes, undefined for anything else.
 */
function wavelengthAt(bytes: Uint8Array, at: number): number | null | undefined {
  const text = textFromBytes(bytes.slice(at - 1, at - 1 + WAVELENGTH_CHARACTERS))
  if (text === '000' || text === '\0\0\0') return null
  return /^\d{3}$/.test(text) ? Number(text) : undefined
}
