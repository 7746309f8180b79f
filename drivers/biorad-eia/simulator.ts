import {
  type Emission,
  type SimulatedReader,
  type Simulator,
  type SimulatorOptions,
  textFromBytes,
} from '../../src/driver-kit.ts'

import { CR } from './bytes.ts'
import { isSameWord, type Spoken, spokenFromLine } from './commands.ts'
import { lineFromReply } from './reply.ts'
import { DEFAULTS, SCHEMA, type Settings } from './settings.ts'
import { carryOut, isRefused } from './simulated-commands.ts'
import {
  type Dice,
  diceFrom,
  good,
  isMishap,
  type Mishap,
  MISHAPS,
  type Strike,
  STRIKES,
  TRAIT_FAULTS,
} from './simulated-faults.ts'
import {
  difference,
  type Instrument,
  linesFromMeasured,
  measure,
  type Measured,
  plateIn,
  reply,
  SOME_ERROR,
  SUCCESS,
  type Traits,
} from './simulated-instrument.ts'

/** Filters of a simulated 680 beside those of its plates. */
const USUAL_FILTERS_NM = [405, 450, 490, 655]
const CHUNK_GAP_MS = 3
const COMMAND_BYTES_MAX = 1024

/** A Model 680 or 550 that speaks the real wire, with a memory like the real one. */
export const simulator: Simulator = {
  driverId: 'biorad-eia',
  faults: { ...TRAIT_FAULTS, ...MISHAPS },
  notModelled: [
    'Baud rate, parity and framing errors, and the handshake lines: everything is heard.',
    'The numbers of errors: 8073 is known, 9999 stands for all others, 0000 for success.',
    'Whether a 550 refuses commands without remote control: it takes them; 8073 after a fault.',
    'The width of a checksum: no blanks and no zeros before it.',
    'What becomes of commands during a read, and of START and STOP: nothing.',
    'What RTPLATE sends after a dual-wavelength plate started at a 550: both blocks.',
    'Whether the rows of a stored plate stand in lines: they stand in one.',
    'Kinetic reads, protocols and their transfer, TSE parameters, mixing and speed.',
    'All durations, the clock and the warmth of the incubator: made up.',
    'A well of the plate file without a number is sent as air, 0.000.',
    'A 680 has a filter for every plate; a 550 has those of its settings.',
  ],
  variants: [
    { name: 'Model 680, checksum rule unknown', settings: undefined },
    { name: 'Model 680', settings: { checksum: 'without-returns', speed: 'fast' } },
    {
      name: 'Model 550',
      settings: { model: '550', filters: [405, 450, 490, 630], checksum: 'with-returns' },
    },
  ],
  bitsPerByte: 10,
  create,
}

function create(options: SimulatorOptions): SimulatedReader {
  const { fault } = options
  if (fault !== null && !Object.hasOwn(simulator.faults, fault)) {
    const known = Object.keys(simulator.faults).join(', ')
    throw new RangeError(`Unrecognized fault: '${fault}'. Known are ${known}.`)
  }
  const settings = options.settings === undefined ? DEFAULTS : SCHEMA.parse(options.settings)
  const instrument = switchedOn(settings, options)
  const reader = readerFor(instrument, diceFrom(options.seed), fault)
  const cut = fault === 'chunked' ? byteByByte : (emission: Emission) => [emission]
  return {
    hear: (bytes) => reader.hear(bytes).flatMap(cut),
    connected: () => [],
    pressStart: () => reader.pressStart().flatMap(cut),
  }
}

function switchedOn(settings: Settings, { nextPlate, fault }: SimulatorOptions): Instrument {
  const { model, checksum, filters } = settings
  const isSpaced = fault === 'spaced-markers'
  const traits: Traits = {
    model,
    rule: checksum === 'find-out' ? 'with-returns' : checksum,
    mark: fault === 'bare-asterisk' && model === '550' ? '*' : '*.***',
    begin: isSpaced ? '. begin' : '.begin',
    end: isSpaced ? ' end' : '.end',
    prefixesPush: fault === 'prefixed-push',
  }
  return {
    isRemote: false,
    setpointC: 0,
    plate: undefined,
    measured: [],
    traits,
    filtersNm: [...(filters ?? USUAL_FILTERS_NM)],
    hasFixedFilters: filters !== undefined,
    nextPlate,
  }
}

interface Reader {
  hear(bytes: Uint8Array): readonly Emission[]
  pressStart(): readonly Emission[]
}

function readerFor(instrument: Instrument, dice: Dice, fault: string | null): Reader {
  let line: number[] = []
  let mishap: Mishap | null = fault !== null && isMishap(fault) ? fault : null
  const give = (parts: Pick<Strike, 'measured' | 'lines' | 'again'>): readonly Emission[] => {
    const strike = mishap
    mishap = null
    const all = { instrument, dice, ...parts }
    return strike === null ? good(all) : STRIKES[strike](all)
  }
  const push = (): readonly Emission[] => {
    const measured = measure(instrument, keypadFilters(instrument))
    if (instrument.isRemote || measured === undefined) return []
    const again = (): Measured => measure(instrument, keypadFilters(instrument)) ?? measured
    return give({ measured, again, lines: (each) => pushedLines(instrument, each) })
  }
  const carry = (spoken: Spoken): readonly Emission[] => {
    const { traits } = instrument
    // A person presses START in the moment when the host takes remote control.
    const isMidCommand = mishap === 'push-mid-command' && isSameWord(spoken.word, 'AQ')
    const pushed = isMidCommand && traits.model === '550' ? push() : []
    const isRead = isSameWord(spoken.word, 'RPLATE') && !isRefused(instrument, spoken)
    return [
      ...pushed,
      ...(isRead ? readPlate(instrument, spoken, give) : carryOut(instrument, spoken)),
    ]
  }
  return {
    hear: (bytes) =>
      [...bytes].flatMap((byte) => {
        if (byte !== CR) {
          if (line.length < COMMAND_BYTES_MAX) line.push(byte)
          return []
        }
        const spoken = spokenFromLine(textFromBytes(line))
        line = []
        return spoken === undefined ? [] : carry(spoken)
      }),
    pressStart: () => (instrument.traits.model === '550' ? push() : []),
  }
}

/** `RPLATE`: the reply's code and the plate, both wavelengths as they are. */
function readPlate(
  instrument: Instrument,
  spoken: Spoken,
  give: (parts: Pick<Strike, 'measured' | 'lines' | 'again'>) => readonly Emission[],
): readonly Emission[] {
  const positions = spoken.arguments.slice(instrument.traits.model === '680' ? 3 : 1).map(Number)
  const measured = measure(instrument, positions)
  if (measured === undefined) return [reply(SOME_ERROR)]
  const again = (): Measured => measure(instrument, positions) ?? measured
  return give({
    measured,
    again,
    lines: (each) => prefixed(linesFromMeasured(instrument.traits, each)),
  })
}

function pushedLines({ traits }: Instrument, measured: Measured): readonly string[] {
  const lines = linesFromMeasured(traits, difference(measured))
  return traits.prefixesPush ? prefixed(lines) : lines
}

function prefixed([title = '', ...lines]: readonly string[]): readonly string[] {
  return [lineFromReply({ code: SUCCESS, data: title }), ...lines]
}

/** At its keypad a 550 is set to the wavelengths of the plate, the second as reference. */
function keypadFilters(instrument: Instrument): readonly number[] {
  const wanted = [...plateIn(instrument).od.keys()].slice(0, 2)
  return wanted
    .map((wavelengthNm) => instrument.filtersNm.indexOf(wavelengthNm) + 1)
    .filter((position) => position > 0)
}

function byteByByte(emission: Emission): readonly Emission[] {
  return Array.from(emission.bytes, (byte, index) => ({
    ...(index === 0 ? emission : { afterMs: CHUNK_GAP_MS }),
    bytes: Uint8Array.of(byte),
  }))
}
