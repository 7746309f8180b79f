import {
  type Emission,
  type SimulatedReader,
  type Simulator,
  type SimulatorOptions,
  type Well,
  concatBytes,
} from '../../src/driver-kit.ts'

import { ACK } from './bytes.ts'
import { ABORT, type Command, commandFromByte, isWholeArgument } from './commands.ts'
import { type AssayDefinition } from './definition.ts'
import { NO_DEFINITION, OK_STATUS } from './error-table.ts'
import { blockBytes, OVERFLOW_TEXT, statusBytes, textOfWell } from './result-block.ts'
import { DEEDS, isKnown, refuseDefinition, UNKNOWN, withStatus } from './simulated-commands.ts'
import {
  diceFrom,
  isMishap,
  type Mishap,
  MISHAPS,
  STRIKES,
  strikesNow,
  TRAITS,
} from './simulated-faults.ts'
import { type Instrument, isLastRead, plateIn, say, switchedOn } from './simulated-instrument.ts'

/** From the start of a read to its block. */
const MEASURE_MS = 5_000
const CHUNK_GAP_MS = 3
const ELAPSED = '000:00:00.0'

/** A Synergy or Cytation that speaks the real wire, with a memory like the real one. */
export const simulator: Simulator = {
  driverId: 'biotek-synergy',
  faults: { ...TRAITS, ...MISHAPS },
  notModelled: [
    'Baud rate, parity, flow control and framing errors: every line setting is heard.',
    'Which status a definition with a wrong length or checksum gives: 1600.',
    'What a real reader says to a byte it does not know: NAK, as the older ELx readers do.',
    'What a real reader does with bytes sent during a read, other than the abort: it takes them.',
    'How the answers to motion end: with the status 0000.',
    'What the digits mean that answer a definition: always those of a whole plate.',
    'Whether the block comes in one piece behind the measurement, and how long that takes.',
    'Where the carrier is: a read works with the carrier out, and leaves it where it is.',
    'Wavelengths, lamp and monochromator: any wavelength of the plate can be read.',
    'The time in the block: always 000:00:00.0.',
    'Warming and cooling: a temperature that was set is reached at once.',
    'Fluorescence, luminescence and shaking: their definitions are a definition error.',
    'A well of the plate file without a number is sent as air, +0.0000.',
  ],
  variants: [{ name: 'Synergy H1', settings: undefined }],
  bitsPerByte: 11,
  create,
}

function create(options: SimulatorOptions): SimulatedReader {
  const { fault } = options
  if (fault !== null && !Object.hasOwn(simulator.faults, fault)) {
    const known = Object.keys(simulator.faults).join(', ')
    throw new RangeError(`Unrecognized fault: '${fault}'. Known are ${known}.`)
  }
  const reader = new Reader(options, fault !== null && isMishap(fault) ? fault : null)
  const cut = fault === 'chunked' ? byteByByte : (emission: Emission) => [emission]
  return { hear: (bytes) => reader.hear(bytes).flatMap(cut), connected: () => [] }
}

class Reader {
  readonly #instrument: Instrument
  readonly #dice: (limit: number) => number
  #mishap: Mishap | null
  #command: Command | undefined
  #argument: number[] = []

  constructor({ nextPlate, seed }: SimulatorOptions, mishap: Mishap | null) {
    this.#instrument = switchedOn(nextPlate)
    this.#dice = diceFrom(seed)
    this.#mishap = mishap
  }

  /** A command, then its argument; a byte it does not know empties the buffer. */
  hear(bytes: Uint8Array): readonly Emission[] {
    const said: Emission[] = []
    for (const byte of bytes) {
      const answer = this.#command === undefined ? this.#begin(byte) : this.#goOn(byte)
      if (answer === undefined) return [...said, UNKNOWN]
      said.push(...answer)
    }
    return said
  }

  #begin(byte: number): readonly Emission[] | undefined {
    const code = String.fromCharCode(byte)
    if (code === ABORT) return [{ ...say(0), forgetsPending: true }]
    const command = commandFromByte(byte)
    if (command === undefined || !isKnown(code)) return undefined
    if (code === 'O') return this.#read()
    const acknowledged = say(2, Uint8Array.of(ACK))
    if (command.argument === 'none') {
      return [acknowledged, ...(DEEDS[code]?.(this.#instrument, new Uint8Array()) ?? [])]
    }
    this.#command = command
    this.#argument = []
    return [acknowledged]
  }

  #goOn(byte: number): readonly Emission[] {
    const command = this.#command
    this.#argument.push(byte)
    if (command === undefined || !isWholeArgument(command.argument, this.#argument)) return []
    this.#command = undefined
    const isRefused = command.code === 'D' && this.#mishap === 'definition-refused'
    if (isRefused) this.#mishap = null
    const deed = isRefused ? refuseDefinition : DEEDS[command.code]
    return deed?.(this.#instrument, Uint8Array.from(this.#argument)) ?? []
  }

  /** `O`: a status, and unless no definition is set, the block. */
  #read(): readonly Emission[] {
    const instrument = this.#instrument
    const { definition } = instrument
    instrument.isPlateRead = false
    if (definition === undefined) {
      return [say(2, Uint8Array.of(ACK)), say(10, statusBytes(NO_DEFINITION))]
    }
    const taken = (): void => {
      instrument.readNm.add(definition.wavelengthNm)
      instrument.isPlateRead = true
    }
    const block = (overrange: ReadonlySet<Well> = new Set()): Uint8Array =>
      blockOf(instrument, definition, overrange)
    const mishap = this.#mishap
    if (mishap !== null && strikesNow(mishap, isLastRead(instrument), this.#dice)) {
      this.#mishap = null
      plateIn(instrument)
      return STRIKES[mishap]({ instrument, dice: this.#dice, block, timed, taken })
    }
    taken()
    return timed(block())
  }
}

function blockOf(
  instrument: Instrument,
  definition: AssayDefinition,
  overrange: ReadonlySet<Well>,
): Uint8Array {
  const plate = plateIn(instrument)
  const { temperatureC } = instrument
  const textOf = (well: Well): string =>
    overrange.has(well) ? OVERFLOW_TEXT : textOfWell(plate, definition.wavelengthNm, well)
  return blockBytes({ definition, textOf, temperatureC, elapsed: ELAPSED })
}

/** Acknowledgement and first status at once; block and last status once it is measured. */
function timed(block: Uint8Array, status = OK_STATUS): readonly Emission[] {
  return [
    say(5, concatBytes(Uint8Array.of(ACK), statusBytes(OK_STATUS))),
    say(MEASURE_MS, withStatus(block, status)),
  ]
}

function byteByByte(emission: Emission): readonly Emission[] {
  if (emission.bytes.length === 0) return [emission]
  return Array.from(emission.bytes, (byte, index) => ({
    ...(index === 0 ? emission : { afterMs: CHUNK_GAP_MS }),
    bytes: Uint8Array.of(byte),
  }))
}
