import type {
  Emission,
  SimulatedReader,
  Simulator,
  SimulatorOptions,
  Well,
} from '../../src/driver-kit.ts'

import { NAK } from './bytes.ts'
import { ARGUMENT_BYTES, type Command, commandFromByte } from './commands.ts'
import { plateAnswer, type PlateAnswer } from './plate-answer.ts'
import { planOfPlate, type ReadPlan } from './read-plan.ts'
import { DEEDS, SHORTEST_INTERVAL_S } from './simulated-commands.ts'
import { diceFrom, isMishap, type Mishap, MISHAPS, STRIKES, TRAITS } from './simulated-faults.ts'
import {
  ACKNOWLEDGED,
  type Instrument,
  knows,
  plateIn,
  say,
  statusSaid,
  switchedOn,
} from './simulated-instrument.ts'

/** From the start of a read to its first value: the carrier moves under the beam. */
const MEASURE_MS = 2_000
const CHUNK_GAP_MS = 3

/** An ELx808 that speaks the real wire, with a memory like the real one. */
export const simulator: Simulator = {
  driverId: 'biotek-elx',
  faults: { ...TRAITS, ...MISHAPS },
  notModelled: [
    'Baud rate, parity and framing errors: every line setting is heard.',
    'What a real reader does with bytes sent during a read, other than the halt command.',
    'Whether a wavelength it has no filter for gives 0E00 or 1600: 0E00, at the definition.',
    'Whether include-temperature is answered with a status: it is.',
    'The 49 unused bytes of 312 data and the 16 characters of a feature: zeros and blanks.',
    'The text of the self-test, the shortest kinetic interval and all durations: made up.',
    'Warming and cooling: a temperature that was set is reached at once.',
    'Change over time: a kinetic read finds the same plate in every interval.',
    '1-D scans and kinetic reads by total time: they are a definition error.',
    'A well of the plate file without a number is sent as air, +0000.',
    'Changing filters: a plate with new wavelengths brings its filters with it.',
    'The robot door, quiet mode, read mode and shaking: accepted, without effect.',
  ],
  variants: [{ name: 'ELx808', settings: undefined }],
  bitsPerByte: 11,
  create,
}

function create(options: SimulatorOptions): SimulatedReader {
  const { fault } = options
  if (fault !== null && !Object.hasOwn(simulator.faults, fault)) {
    const known = Object.keys(simulator.faults).join(', ')
    throw new RangeError(`Unrecognized fault: '${fault}'. Known are ${known}.`)
  }
  const traits = {
    isOld: fault === 'old-basecode',
    hasMultiWavelength: fault !== 'no-multi-wavelength' && fault !== 'old-basecode',
  }
  const instrument = switchedOn({ traits, nextPlate: options.nextPlate })
  const dice = diceFrom(options.seed)
  const hear = listening(instrument)
  let mishap: Mishap | null = fault !== null && isMishap(fault) ? fault : null
  const start = (): readonly Emission[] => {
    const strike = mishap
    mishap = null
    return read(instrument, { dice, strike })
  }
  const cut = fault === 'chunked' ? byteByByte : (emission: Emission) => [emission]
  return { hear: (bytes) => hear(bytes, start).flatMap(cut), connected: () => [] }
}

/** The reader's input: a command, then its argument; a byte it does not know empties the buffer. */
function listening(instrument: Instrument) {
  let command: Command | undefined
  let argument: number[] = []
  const takeArgument = (byte: number, of: Command): readonly Emission[] => {
    argument.push(byte)
    if (argument.length < ARGUMENT_BYTES[of.argument]) return []
    command = undefined
    return DEEDS[of.code]?.(instrument, Uint8Array.from(argument)) ?? []
  }
  return (bytes: Uint8Array, start: () => readonly Emission[]): readonly Emission[] => {
    const said: Emission[] = []
    for (const byte of bytes) {
      if (command !== undefined) {
        said.push(...takeArgument(byte, command))
        continue
      }
      const heard = commandFromByte(byte)
      if (heard === undefined || !knows(instrument, heard)) {
        said.push(say(2, Uint8Array.of(NAK)))
        break
      }
      argument = []
      if (heard.code === 'S') said.push(...start())
      else said.push(acknowledged(heard), ...carriedOut(instrument, heard))
      command = heard.argument === 'none' ? undefined : heard
    }
    return said
  }
}

/** The halt command cuts off whatever was still to be said. */
function acknowledged({ code }: Command): Emission {
  return code === 'X' ? { ...ACKNOWLEDGED, forgetsPending: true } : ACKNOWLEDGED
}

/** What a command without an argument does at once. */
function carriedOut(instrument: Instrument, command: Command): readonly Emission[] {
  if (command.argument !== 'none') return []
  return DEEDS[command.code]?.(instrument, new Uint8Array()) ?? []
}

interface ReadParts {
  readonly dice: (limit: number) => number
  readonly strike: Mishap | null
}

/** `S`: status, and unless something is wrong with the definition, the plate. */
function read(instrument: Instrument, { dice, strike }: ReadParts): readonly Emission[] {
  const plan = planOf(instrument)
  if (typeof plan === 'string') {
    return [ACKNOWLEDGED, say(10, statusSaid(instrument, plan))]
  }
  const good = (overrange: ReadonlySet<Well> = new Set()): PlateAnswer =>
    plateAnswer({
      plate: plateIn(instrument),
      plan,
      statusFormat: instrument.statusFormat,
      temperatureC: instrument.sendsTemperature ? instrument.temperatureC : null,
      assayName: instrument.definition?.name ?? '',
      overrange,
    })
  const timed = (answer: PlateAnswer): readonly Emission[] => inTime(instrument, answer)
  const taken = (): void => void (instrument.plate = undefined)
  if (strike !== null) {
    plateIn(instrument)
    return STRIKES[strike]({ instrument, dice, good, timed, taken })
  }
  const emissions = timed(good())
  taken()
  return emissions
}

/** What will be sent, or the code of the error that keeps it from being sent. */
function planOf({ definition, rows, columns }: Instrument): ReadPlan | string {
  if (definition === undefined) return '1600'
  const plan = planOfPlate({ definition, rows, columns })
  if (plan === undefined || plan.intervals === null) return '1600'
  const shortestS = SHORTEST_INTERVAL_S * plan.channels.length
  const isTooShort = definition.intervalS > 0 && definition.intervalS < shortestS
  return definition.readType === 'kinetic' && isTooShort ? '1700' : plan
}

/** Each block once it is measured; between kinetic intervals the interval. */
function inTime({ definition }: Instrument, answer: PlateAnswer): readonly Emission[] {
  const channels = Math.max(1, definition?.wavelengthsNm.length ?? 1)
  const intervalMs = 1000 * (definition?.intervalS ?? 0)
  const waitOf = (index: number): number =>
    index > 0 && index % channels === 0
      ? Math.max(MEASURE_MS, intervalMs - MEASURE_MS * (channels - 1))
      : MEASURE_MS
  return [
    say(5, answer.opening),
    ...answer.blocks.map((block, index) => say(waitOf(index), block)),
    say(5, answer.closing),
  ]
}

function byteByByte(emission: Emission): readonly Emission[] {
  return Array.from(emission.bytes, (byte, index) => ({
    ...(index === 0 ? emission : { afterMs: CHUNK_GAP_MS }),
    bytes: Uint8Array.of(byte),
  }))
}
