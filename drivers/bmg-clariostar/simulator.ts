import type {
  Emission,
  SimulatedPlate,
  SimulatedReader,
  Simulator,
  SimulatorOptions,
  Well,
} from '../../src/driver-kit.ts'

import { ACCEPTED_ECHO, commandFromPayload, DATA, RUN, STOP } from './commands.ts'
import { numbersOf, payloadFromData } from './data-response.ts'
import { createFrameReader, frameOf } from './frame.ts'
import { type RunDefinition, runFromPayload } from './run-definition.ts'
import { countsOf } from './simulated-counts.ts'
import { diceFrom, isMishap, type Mishap, MISHAPS, spoiltData, TRAITS } from './simulated-faults.ts'
import { payloadFromStatus } from './status.ts'

/** A real reader takes some 48 s for 96 wells at one wavelength. */
const WELL_MS = 500
const MOTION_MS = 3_000
const SLOW_FACTOR = 6
const CHUNK_GAP_MS = 1
/** So many questions before the end of a run the cable is pulled. */
const PULLED_BEFORE = 5
const ROOM_C = 24.5
const ACCEPTED_BYTES = 45

/** A CLARIOstar that speaks the real wire. */
export const simulator: Simulator = {
  driverId: 'bmg-clariostar',
  faults: { ...TRAITS, ...MISHAPS },
  notModelled: [
    'Baud rate, parity and framing errors: every line setting is heard.',
    'The bytes of an acceptance but the first, and most of a status: zeros.',
    'What a real reader answers to a command or a run it cannot carry out: nothing.',
    'Whether STOP is answered, and with what: by a status.',
    'The clock: the reader is busy for so many questions, one a second, not for so long; only ' +
      'while nobody is connected does time itself count.',
    'When the flag for data that were not handed over comes and goes: with the end of the run, ' +
      'and with the data.',
    'Data while the reader measures: what there is then is announced with no numbers.',
    'How long several wavelengths take: as long as one.',
    'Light: counts are those of an ideal detector, flashes and wavelength change nothing.',
    'Chromatic channels 2 and 3: constant.',
    'A well of the plate file without a number lets all light through.',
    'Fluorescence, scans, other shapes of plate: not answered.',
  ],
  variants: [{ name: 'CLARIOstar Plus', settings: undefined }],
  bitsPerByte: 10,
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
  return {
    hear: (bytes) => reader.hear(bytes).flatMap(cut),
    connected: (awayMs) => reader.connected(awayMs),
  }
}

const say = (afterMs: number, payload: Uint8Array): Emission => ({
  afterMs,
  bytes: frameOf(payload),
})

class Reader {
  readonly #nextPlate: () => SimulatedPlate
  readonly #dice: (limit: number) => number
  readonly #frames = createFrameReader()
  #mishap: Mishap | null
  #plate: SimulatedPlate | undefined
  #run: RunDefinition | undefined
  /** So many questions for the status are still answered with busy. */
  #busyFor = 0
  #isInitialized = false
  #isDrawerOpen = false
  #isStopped = false
  /** A run was begun and its data were not handed over. */
  #hasRun = false

  constructor({ nextPlate, seed }: SimulatorOptions, mishap: Mishap | null) {
    this.#nextPlate = nextPlate
    this.#dice = diceFrom(seed)
    this.#mishap = mishap
  }

  hear(bytes: Uint8Array): readonly Emission[] {
    return [...bytes].flatMap((byte) => {
      const step = this.#frames.take(byte)
      return step.kind === 'frame' ? this.#obey(step.payload) : []
    })
  }

  /** It goes on without anybody: so many questions it would have been asked meanwhile. */
  connected(awayMs: number): readonly Emission[] {
    this.#frames.flush()
    this.#busyFor = Math.max(0, this.#busyFor - Math.floor(awayMs / 1_000))
    return []
  }

  #obey(payload: Uint8Array): readonly Emission[] {
    const name = commandFromPayload(payload)?.name
    switch (name) {
      case 'status':
        if (this.#isPulled()) return [{ afterMs: 20, bytes: new Uint8Array(), hangUp: true }]
        return [this.#status()]
      case RUN:
        return this.#start(payload)
      case DATA:
        return this.#data()
      case 'initialize':
        this.#isInitialized = true
        return this.#move()
      case 'drawer-in':
      case 'drawer-out':
        this.#isDrawerOpen = name === 'drawer-out'
        return this.#move()
      case STOP:
        this.#isStopped = this.#busyFor > 0
        this.#busyFor = 0
        return [{ ...this.#status(), forgetsPending: true }]
      default:
        return []
    }
  }

  #status(): Emission {
    const isBusy = this.#busyFor > 0
    if (isBusy) this.#busyFor -= 1
    const [isInitialized, isDrawerOpen] = [this.#isInitialized, this.#isDrawerOpen]
    const hasUnreadData = this.#hasRun && !isBusy
    return say(20, payloadFromStatus({ isBusy, hasUnreadData, isInitialized, isDrawerOpen }))
  }

  #isPulled(): boolean {
    const isMeasuring = this.#hasRun && this.#busyFor === PULLED_BEFORE
    return isMeasuring && this.#takes('pulled-while-measuring')
  }

  #move(): readonly Emission[] {
    this.#busyFor = MOTION_MS / 1_000
    return [this.#status()]
  }

  #start(payload: Uint8Array): readonly Emission[] {
    const run = runFromPayload(payload)
    if (run === undefined || this.#busyFor > 0) return []
    const isSilent = this.#takes('silent')
    if (isSilent) return []
    this.#plate ??= this.#nextPlate()
    this.#run = run
    this.#isStopped = false
    this.#hasRun = true
    const measured = Math.ceil((run.wells.length * WELL_MS) / 1_000)
    this.#busyFor = measured * (this.#takes('slow') ? SLOW_FACTOR : 1)
    if (this.#takes('power-cycle')) {
      this.#isInitialized = false
      this.#run = undefined
      this.#hasRun = false
      this.#busyFor = 0
    }
    if (this.#takes('run-stopped')) this.#isStopped = true
    if (this.#takes('never-starts')) this.#busyFor = 0
    const accepted = new Uint8Array(ACCEPTED_BYTES)
    accepted[0] = ACCEPTED_ECHO
    return [say(30, accepted)]
  }

  #data(): readonly Emission[] {
    const run = this.#run
    if (run === undefined) return []
    const isDone = this.#busyFor === 0 && !this.#isStopped
    if (this.#busyFor === 0) this.#hasRun = false
    const mishap = isDone ? this.#mishap : null
    if (isDone) this.#mishap = null
    const frame = (dark: ReadonlySet<Well> = new Set()): Uint8Array =>
      this.#dataFrame(run, isDone, dark)
    const struck =
      mishap === null
        ? undefined
        : spoiltData(mishap, {
            dice: this.#dice,
            frame,
            run,
            nextPlate: () => (this.#plate = this.#nextPlate()),
          })
    const emissions = struck?.emissions ?? [{ afterMs: 20, bytes: frame() }]
    if (isDone && (struck === undefined || struck.isRead)) this.#plate = undefined
    return emissions
  }

  #dataFrame(run: RunDefinition, isDone: boolean, dark: ReadonlySet<Well>): Uint8Array {
    const plate = (this.#plate ??= this.#nextPlate())
    const expected = numbersOf(run)
    const numbers = countsOf(run, plate, dark).map((count) => (isDone ? count : 0))
    return frameOf(
      payloadFromData({
        run,
        isBusy: this.#busyFor > 0,
        written: isDone ? expected : expected >> 1,
        temperatureC: ROOM_C,
        numbers,
      }),
    )
  }

  /** Whether this mishap strikes now; it does once. */
  #takes(mishap: Mishap): boolean {
    if (this.#mishap !== mishap) return false
    this.#mishap = null
    return true
  }
}

function byteByByte(emission: Emission): readonly Emission[] {
  return Array.from(emission.bytes, (byte, index) => ({
    ...(index === 0 ? emission : { afterMs: CHUNK_GAP_MS }),
    bytes: Uint8Array.of(byte),
  }))
}
