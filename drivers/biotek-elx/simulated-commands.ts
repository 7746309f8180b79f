import { type Emission, bytesFromText, concatBytes, textFromBytes } from '../../src/driver-kit.ts'

import { type AssayDefinition, definitionFromBytes } from './assay-definition.ts'
import { DLE, uint16At, uint16Bytes } from './bytes.ts'
import { FEATURES } from './commands.ts'
import { bytesOfAnswer, plateAnswer } from './plate-answer.ts'
import { planOfWells, type Range, rangeFromBytes } from './read-plan.ts'
import {
  ACKNOWLEDGED,
  filtersOf,
  type Instrument,
  plateIn,
  say,
  statusSaid,
} from './simulated-instrument.ts'
import { OK_CODE, statusBytes } from './status.ts'

// What the simulated reader does about each command but `S`, once the argument is there. The first
// acknowledgement was said before.

/** Carries a command out and says what follows. */
export type Deed = (instrument: Instrument, argument: Uint8Array) => readonly Emission[]

const ANSWER_MS = 10
const CARRIER_MS = 3_000
const SELF_TEST_MS = 65_000
const HALT_MS = 1_500
const READ_WELLS_MS = 4_000
/** Seconds one wavelength takes; the shortest kinetic interval counts them together. */
export const SHORTEST_INTERVAL_S = 15

const INVALID_PARAMETER = '2100'
const DEFINITION_ERROR = '1600'
const NOT_IN_TABLE = '0E00'
const ABORTED = '0100'
const VERSION = '7340201  Version 3.15   '
const CONFIGURATION = 0x0001 | 0x0008
const BARCODE_BYTES = 32

const done: Deed = (instrument) => [say(ANSWER_MS, statusSaid(instrument))]
const moved: Deed = (instrument) => [say(CARRIER_MS, statusSaid(instrument))]
const refused: Deed = (instrument) => [say(ANSWER_MS, statusSaid(instrument, INVALID_PARAMETER))]
const answering =
  (data: (instrument: Instrument, argument: Uint8Array) => Uint8Array): Deed =>
  (instrument, argument) => [say(ANSWER_MS, data(instrument, argument), statusSaid(instrument))]
const switching =
  (change: (instrument: Instrument, isOn: boolean) => void): Deed =>
  (instrument, argument) => {
    const text = textFromBytes(argument)
    if (text !== '0' && text !== '1') return refused(instrument, argument)
    change(instrument, text === '1')
    return done(instrument, argument)
  }
const ranging =
  (highest: number, change: (instrument: Instrument, range: Range) => void): Deed =>
  (instrument, argument) => {
    const range = rangeFromBytes(argument, highest)
    if (range === undefined) return refused(instrument, argument)
    change(instrument, range)
    return done(instrument, argument)
  }

/** Twice-rule: the first `o` tells the last error, the second what is left of it, here nothing. */
const tellStatus: Deed = (instrument) => {
  const { error } = instrument
  instrument.error = OK_CODE
  return [say(ANSWER_MS, statusBytes(error))]
}

const define: Deed = (instrument, argument) => {
  const definition = definitionFromBytes(argument)
  Object.assign(instrument, { definition: undefined, rows: null, columns: null })
  instrument.sendsTemperature = false
  const error = errorIn(instrument, definition)
  if (error === undefined) instrument.definition = definition
  return [say(ANSWER_MS, statusSaid(instrument, error))]
}

function errorIn(
  instrument: Instrument,
  definition: AssayDefinition | undefined,
): string | undefined {
  if (definition === undefined) return DEFINITION_ERROR
  const { measurementNm, referenceNm, wavelengthsNm } = definition
  if (measurementNm === null && !instrument.traits.hasMultiWavelength) return DEFINITION_ERROR
  const wanted = [measurementNm, referenceNm, ...wavelengthsNm].filter((each) => each !== null)
  const filters = filtersOf(instrument)
  return wanted.every((each) => filters.includes(each)) ? undefined : NOT_IN_TABLE
}

const wavelengthTable: Deed = answering((instrument) => {
  const places = Array.from({ length: 6 }, (_, index) => filtersOf(instrument)[index] ?? 0)
  return bytesFromText(places.map((each) => `${String(each).padStart(3, '0')},`).join(''))
})

const feature: Deed = answering((instrument, argument) => {
  const { isOld, hasMultiWavelength } = instrument.traits
  const number = textFromBytes(argument.slice(0, 4))
  const missing = [FEATURES.serialOnly, hasMultiWavelength ? '' : FEATURES.multiWavelength]
  const isKnown = Object.values(FEATURES).some((each) => each === number)
  const has = isKnown && !isOld && !missing.some((each) => each === number)
  return bytesFromText(`${has ? '1' : '0'}${' '.repeat(16)}`)
})

const barcode: Deed = answering((instrument) => {
  const text = plateIn(instrument).barcode ?? 'NR'
  return concatBytes(bytesFromText(text), new Uint8Array(BARCODE_BYTES)).slice(0, BARCODE_BYTES)
})

const setTemperature: Deed = (instrument, argument) => {
  const setpointC = uint16At(argument, 0)
  if (setpointC !== 0 && (setpointC < 22 || setpointC > 50)) return refused(instrument, argument)
  if (setpointC !== 0) instrument.temperatureC = setpointC
  return done(instrument, argument)
}

/** The carrier goes home; the status tells of the halt. */
const halt: Deed = (instrument) => {
  const hasStatus = instrument.statusFormat === 'elx'
  const status = hasStatus ? statusSaid(instrument, ABORTED) : new Uint8Array()
  return [say(HALT_MS, Uint8Array.of(DLE), status)]
}

const readWells: Deed = (instrument, argument) => {
  const { definition, sendsTemperature, temperatureC, statusFormat } = instrument
  if (definition === undefined)
    return [ACKNOWLEDGED, say(ANSWER_MS, statusSaid(instrument, DEFINITION_ERROR))]
  const plan = planOfWells(definition, argument)
  if (plan === undefined) return [say(ANSWER_MS, Uint8Array.of(0x15))]
  const answer = plateAnswer({
    plate: plateIn(instrument),
    plan,
    statusFormat,
    temperatureC: sendsTemperature ? temperatureC : null,
    assayName: definition.name,
  })
  return [say(READ_WELLS_MS, bytesOfAnswer(answer))]
}

/** Every command but `S`, by its character. */
export const DEEDS: Readonly<Record<string, Deed>> = {
  A: moved,
  J: moved,
  '(': moved,
  ')': moved,
  o: tellStatus,
  e: answering(() => bytesFromText(VERSION)),
  n: switching((instrument, isOn) => (instrument.statusFormat = isOn ? 'elx' : '312')),
  q: switching(() => undefined),
  k: switching(() => undefined),
  i: switching((instrument, isOn) => (instrument.sendsTemperature = isOn)),
  V: define,
  r: ranging(16, (instrument, range) => (instrument.rows = range)),
  '%': ranging(24, (instrument, range) => (instrument.columns = range)),
  d: readWells,
  $: answering(({ definition }) =>
    uint16Bytes(SHORTEST_INTERVAL_S * Math.max(1, definition?.wavelengthsNm.length ?? 1)),
  ),
  W: wavelengthTable,
  X: halt,
  '*': (instrument) => [
    say(SELF_TEST_MS, bytesFromText('SELF-TEST PASS\r\n'), statusSaid(instrument)),
  ],
  '[': setTemperature,
  ']': answering(({ temperatureC }) => uint16Bytes(Math.round(temperatureC * 10))),
  s: barcode,
  '}': () => [say(ANSWER_MS, uint16Bytes(CONFIGURATION))],
  z: feature,
}
