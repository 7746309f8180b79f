import { type Emission, bytesFromText, concatBytes, textFromBytes } from '../../src/driver-kit.ts'

import { NAK } from './bytes.ts'
import { END_ARGUMENT, SERIAL_BYTES } from './commands.ts'
import { definitionFromBytes } from './definition.ts'
import { OK_STATUS } from './error-table.ts'
import { statusBytes } from './result-block.ts'
import { carryIn, type Instrument, say } from './simulated-instrument.ts'

// What the simulated reader does about each command but `O` and `x`, once the argument is there.
// The acknowledgement was said before. Its answers are those of real readers where there are any.

/** Carries a command out and says what follows. */
export type Deed = (instrument: Instrument, argument: Uint8Array) => readonly Emission[]

const ANSWER_MS = 10
const CARRIER_MS = 3_000
const VERSION = '1650200  Version 1.04   '
const SERIAL = '00000000'
/** What a real reader says to a definition; what these digits mean is not known. */
const DEFINITION_ANSWER = '035000000000000001000000000049030'
const DEFINITION_ERROR = '1600'
const INVALID_PARAMETER = '2100'

const answering =
  (text: (instrument: Instrument) => string, afterMs = ANSWER_MS): Deed =>
  (instrument) => [say(afterMs, bytesFromText(text(instrument)), statusBytes(OK_STATUS))]
const moving = answering(() => '', CARRIER_MS)
const status = (code: string): readonly Emission[] => [say(ANSWER_MS, statusBytes(code))]

const define: Deed = (instrument, argument) => {
  instrument.definition = definitionFromBytes(argument)
  if (instrument.definition === undefined) return status(DEFINITION_ERROR)
  instrument.loadedNm.add(instrument.definition.wavelengthNm)
  return answering(() => DEFINITION_ANSWER)(instrument, argument)
}

/** Refuses a definition whatever it says, as a reader with another firmware may. */
export const refuseDefinition: Deed = (instrument) => {
  instrument.definition = undefined
  return status(DEFINITION_ERROR)
}

const setTemperature: Deed = (instrument, argument) => {
  const text = textFromBytes(argument)
  if (!/^\d{5}$/.test(text)) return status(INVALID_PARAMETER)
  if (Number(text) > 0) instrument.temperatureC = Number(text) / 1000
  return status(OK_STATUS)
}

const checking =
  (form: RegExp, deed: Deed): Deed =>
  (instrument, argument) =>
    form.test(textFromBytes(argument)) ? deed(instrument, argument) : status(INVALID_PARAMETER)

const bringIn: Deed = (instrument, argument) => {
  carryIn(instrument)
  return moving(instrument, argument)
}

/** Every command but `O` and `x`, by its character. */
export const DEEDS: Readonly<Record<string, Deed>> = {
  e: answering(() => VERSION),
  C: answering(() => SERIAL.padEnd(SERIAL_BYTES)),
  h: answering(({ temperatureC }) => String(Math.round(temperatureC * 10)).padStart(3, '0')),
  J: moving,
  A: bringIn,
  i: checking(/^x$/, moving),
  '&': checking(/^S[01]$/, () => status(OK_STATUS)),
  g: setTemperature,
  y: checking(/^\d{38}.$/s, () => status(OK_STATUS)),
  D: define,
}

/** What a reader says to a byte it does not know. */
export const UNKNOWN: Emission = say(2, Uint8Array.of(NAK))

/** The block and its status, as they go out. */
export function withStatus(block: Uint8Array, code: string): Uint8Array {
  return concatBytes(block, statusBytes(code))
}

/** An end mark that ends nothing is no command. */
export function isKnown(code: string): boolean {
  return code !== END_ARGUMENT && (code === 'O' || Object.hasOwn(DEEDS, code))
}
