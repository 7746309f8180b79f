import {
  type Emission,
  type SimulatedPlate,
  type SimulatedReader,
  type Simulator,
  type SimulatorOptions,
  wellsOf,
} from '../../src/driver-kit.ts'

import { type Framing, framingFor, mappingFor, STYLES } from './house-styles.ts'
import { createLinkSender, type FrameText, type LinkSender } from './link-sender.ts'
import {
  darkWells,
  type Dice,
  diceFrom,
  frameBytes,
  isGood,
  isMishap,
  type Mishap,
  MISHAPS,
  plainly,
  prelude,
  struck,
  TRAITS,
  withoutLetter,
} from './simulated-faults.ts'
import { recordTexts } from './simulated-message.ts'
import type { Mapping } from './settings.ts'

/** From START to the enquiry: the plate is measured. */
const MEASURE_MS = 2_000
const CHUNK_GAP_MS = 3
/** The text of a frame in E1381-95. */
const PIECE_CHARACTERS = 240
const CR = '\r'

/** An analyser that pushes each plate as one message, by LIS01-A2. */
export const simulator: Simulator = {
  driverId: 'astm-lis',
  faults: { ...TRAITS, ...MISHAPS },
  notModelled: [
    'How any real analyser names wells: no public example is known, and these ways are made up.',
    'The 15 s after which a sender that hears no answer ends the link: it waits until START.',
    'Orders, queries and requests from the host: an enquiry of the host finds it busy (NAK).',
    'Patients, specimens and calculated results: there is one patient, and there are ODs.',
    'Mappings with a pattern, and a well named in a header or a patient record.',
    'Baud rate, parity and framing errors: every line setting is heard.',
    'All times, of the measurement, between frames, and in the records: made up.',
  ],
  variants: STYLES.map(({ name, settings }) => ({ name, settings })),
  bitsPerByte: 10,
  create,
}

/** One analyser with the plate in its carrier. */
interface Analyser {
  readonly options: SimulatorOptions
  readonly mapping: Mapping
  readonly framing: Framing
  readonly dice: Dice
  readonly sender: LinkSender
  plate: SimulatedPlate | undefined
  run: number
}

function create(options: SimulatorOptions): SimulatedReader {
  const { fault, settings } = options
  if (fault !== null && !Object.hasOwn(simulator.faults, fault)) {
    const known = Object.keys(simulator.faults).join(', ')
    throw new RangeError(`Unrecognized fault: '${fault}'. Known are ${known}.`)
  }
  const framing = framingFor(settings)
  const analyser: Analyser = {
    options,
    mapping: mappingFor(settings),
    framing: fault === 'one-frame' ? { ...framing, cut: 'whole' } : framing,
    dice: diceFrom(options.seed),
    sender: createLinkSender(),
    plate: undefined,
    run: 0,
  }
  const { sender } = analyser
  let mishap: Mishap | null = fault !== null && isMishap(fault) ? fault : null
  const cut = fault === 'chunked' ? byteByByte : (emission: Emission) => [emission]
  return {
    hear: (bytes) => [...bytes].flatMap((byte) => sender.hear(byte)).flatMap(cut),
    connected: () => {
      sender.reset()
      return []
    },
    pressStart: () => {
      const strike = mishap
      mishap = null
      return send(analyser, strike).flatMap(cut)
    },
  }
}

/** Measures the plate and asks to send it. */
function send(analyser: Analyser, mishap: Mishap | null): readonly Emission[] {
  const { sender, dice, options, framing } = analyser
  if (mishap === 'silent') return []
  const texts = messagesOf(analyser, mishap)
  const frames = texts.flatMap((records) => framesFrom(records, framing))
  const isMerged = options.fault === 'merged'
  const plain = plainly(
    (frame) => frameBytes(frame, framing.isLowerCase),
    isMerged ? 'go-on' : 'wait',
  )
  let times = mishap === 'sends-twice' ? 2 : 1
  const transfer = {
    frames,
    emit: struck(mishap, { plain, frames: frames.length, dice }),
    delivered: () => {
      times -= 1
      if (isGood(mishap)) analyser.plate = undefined
    },
    afterwards: () => (times > 0 && mishap === 'sends-twice' ? sender.begin(transfer) : []),
  }
  const measuring = { afterMs: MEASURE_MS, bytes: new Uint8Array(), forgetsPending: true }
  return [measuring, ...prelude(mishap, dice), ...sender.begin(transfer)]
}

/** The records of each message that goes out. */
function messagesOf(analyser: Analyser, mishap: Mishap | null): readonly (readonly string[])[] {
  const first = recordsOf(analyser, mishap)
  if (mishap !== 'two-plates') return [first]
  analyser.plate = undefined
  return [first, recordsOf(analyser, mishap)]
}

const LAST_WORDS: Partial<Readonly<Record<Mishap, string>>> = {
  'sender-aborts': 'T',
  'bad-final-status': 'E',
}

function recordsOf(analyser: Analyser, mishap: Mishap | null): readonly string[] {
  const { options, mapping, dice } = analyser
  const plate = (analyser.plate ??= options.nextPlate())
  analyser.run += 1
  const wells = wellsOf(plate.format)
  const one = wells[dice(wells.length)] ?? 'A1'
  const records = recordTexts({
    plate,
    mapping,
    run: analyser.run,
    overrange: mishap === 'overrange-wells' ? darkWells(wells, dice) : new Set(),
    missing: new Set(mishap === 'missing-well' ? [one] : []),
    lastWord: (mishap === null ? undefined : LAST_WORDS[mishap]) ?? 'N',
  })
  return mishap === 'lost-byte' ? withoutLetter(records, dice) : records
}

/** A message cut into frames, as this analyser does it. */
function framesFrom(records: readonly string[], { cut, between }: Framing): readonly FrameText[] {
  const lines = records.map((record) => record + CR)
  const texts = cut === 'records' ? lines : piecesOf(lines.join(''), cut)
  return texts.map((text, index) => ({
    text,
    end: index === texts.length - 1 ? 'last' : between,
  }))
}

function piecesOf(text: string, cut: 'pieces' | 'whole'): readonly string[] {
  const size = cut === 'whole' ? text.length : PIECE_CHARACTERS
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  )
}

function byteByByte(emission: Emission): readonly Emission[] {
  if (emission.bytes.length === 0) return [emission]
  return Array.from(emission.bytes, (byte, index) => ({
    ...(index === 0 ? emission : { afterMs: CHUNK_GAP_MS }),
    bytes: Uint8Array.of(byte),
  }))
}
