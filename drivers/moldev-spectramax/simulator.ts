import {
  type Emission,
  type SimulatedPlate,
  type SimulatedReader,
  type Simulator,
  type SimulatorOptions,
  type Well,
  bytesFromText,
} from '../../src/driver-kit.ts'

import { CR, LF } from './bytes.ts'
import {
  ATTENTION,
  CLEAR_DATA,
  CLOSE,
  type Command,
  commandFromLine,
  ERROR,
  READ,
  STATUS,
  TRANSFER,
} from './commands.ts'
import { countOf, planFrom, readingsOf, type RunPlan } from './run-plan.ts'
import { schema } from './settings.ts'
import { darkWells, textFromPlate } from './simulated-plate.ts'
import { diceFrom, isMishap, type Mishap, MISHAPS, spoiltData, TRAITS } from './simulated-faults.ts'
import { textFromStatus } from './status.ts'

/** A column a second. */
const COLUMN_POLLS = 1
const SLOW_FACTOR = 6
const CALIBRATION_POLLS = 60
const MOTION_POLLS = 3
const EARLY_POLLS = 3
const CHUNK_GAP_MS = 1
/** So many questions before the end of a read the cable is pulled. */
const PULLED_BEFORE = 5
const LINE_BYTES_MAX = 128
const BETWEEN_PLATES_S = 60

/** A SpectraMax that speaks the real wire. */
export const simulator: Simulator = {
  driverId: 'moldev-spectramax',
  faults: { ...TRAITS, ...MISHAPS },
  notModelled: [
    'Baud rate, parity and framing errors: every line setting is heard.',
    'How many decimals a value, a time and a temperature have: four, one and one.',
    'Where the time of a reading counts from: from when the reader was switched on, in seconds.',
    'How the columns of a part of a plate are numbered: from 1.',
    'What stands in the second part of an answer to SPEED and READTYPE: nothing.',
    'Whether READ with the drawer open is refused: it is, as with wrong settings.',
    'The clock: the reader is busy for so many questions, one a second, not for so long; only ' +
      'while nobody is connected does time itself count.',
    'What it says to who asks for data once more when all are handed over: error 107.',
    'Wavelengths that a model does not have: all are read.',
    'Change over time: a kinetic read finds the same plate in every reading.',
    'Calibration, shaking, temperature control, other plates than those of the standard.',
    'Fluorescence, luminescence, spectra, cuvettes: not answered as a reader would.',
  ],
  variants: [
    { name: 'M5', settings: { model: 'm5' } },
    { name: '384 Plus, line feeds', settings: { model: '384-plus', line_end: 'lf' } },
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
  const reader = new Reader(options)
  const cut = fault === 'chunked' ? byteByByte : (emission: Emission) => [emission]
  return {
    hear: (bytes) => reader.hear(bytes).flatMap(cut),
    connected: (awayMs) => reader.connected(awayMs),
  }
}

/** Text that the reader says, after a moment. */
const say = (text: string, afterMs = 10): Emission => ({ afterMs, bytes: bytesFromText(text) })
const OK = 'OK\t\r\n>'
const fail = (code: string): string => `FAIL\t ${code}\r\n>`

class Reader {
  readonly #nextPlate: () => SimulatedPlate
  readonly #dice: (limit: number) => number
  readonly #isM5: boolean
  readonly #set = new Map<string, string>()
  #mishap: Mishap | null
  #line = ''
  #plate: SimulatedPlate | undefined
  #plan: RunPlan | undefined
  /** Readings that are measured and were not handed over. */
  #left = 0
  /** So many questions for the status are still answered with what it does. */
  #busyFor = 0
  #doing = 'MEASURING'
  /** So many questions it still says that it is idle. */
  #earlyFor = 0
  #isDrawerOpen = false
  #errors: string[] = []
  #timeS = 0

  constructor({ nextPlate, seed, fault, settings }: SimulatorOptions) {
    this.#nextPlate = nextPlate
    this.#dice = diceFrom(seed)
    this.#isM5 = schema.parse(settings).model === 'm5'
    this.#mishap = fault !== null && isMishap(fault) ? fault : null
    if (fault === 'air-cal') this.#work('AIR CAL206', CALIBRATION_POLLS)
  }

  hear(bytes: Uint8Array): readonly Emission[] {
    return [...bytes].flatMap((byte) => {
      if (byte !== CR && byte !== LF) {
        if (this.#line.length < LINE_BYTES_MAX) this.#line += String.fromCharCode(byte)
        return []
      }
      const line = this.#line
      this.#line = ''
      return line === '' ? [] : this.#obey(line)
    })
  }

  /** It goes on without anybody: so many questions it would have been asked meanwhile. */
  connected(awayMs: number): readonly Emission[] {
    const seconds = Math.floor(awayMs / 1_000)
    this.#line = ''
    this.#timeS += seconds
    this.#earlyFor = Math.max(0, this.#earlyFor - seconds)
    this.#busyFor = Math.max(0, this.#busyFor - seconds)
    return []
  }

  #obey(line: string): readonly Emission[] {
    if (line === '!OPEN') return this.#move(true)
    const command = commandFromLine(line)
    switch (command.name) {
      case ATTENTION:
        return [say(OK)]
      case STATUS:
        if (this.#isPulled()) return [{ ...say(''), hangUp: true }]
        return [say(`OK\r\n>${this.#status()}>`)]
      case ERROR:
        return [say(`OK\r\n>\r\n${this.#errors.map((each) => `${each}\r\n`).join('')}\r\n>`)]
      case CLOSE:
        return this.#move(false)
      case READ:
        return this.#start()
      case TRANSFER:
        return this.#transfer()
      default:
        return [say(this.#take(command, line))]
    }
  }

  #status(): string {
    this.#timeS += 1
    const isEarly = this.#earlyFor > 0
    if (isEarly) this.#earlyFor -= 1
    const isBusy = this.#busyFor > 0 && !isEarly
    if (isBusy) this.#busyFor -= 1
    const doing = isBusy ? this.#doing : 'IDLE'
    return textFromStatus({ isDrawerOpen: this.#isDrawerOpen, doing })
  }

  #isPulled(): boolean {
    const isMeasuring = this.#busyFor === PULLED_BEFORE && this.#doing === 'MEASURING'
    return isMeasuring && this.#takes('pulled-while-measuring')
  }

  #work(doing: string, polls: number): void {
    this.#doing = doing
    this.#busyFor = polls
  }

  #move(isOpen: boolean): readonly Emission[] {
    if (this.#busyFor > 0) return [say(fail('105'))]
    this.#isDrawerOpen = isOpen
    this.#work('MOVING', MOTION_POLLS)
    return [say(OK)]
  }

  /** A command that sets something. */
  #take({ name, class: of, prompts }: Command, line: string): string {
    if (of !== 'writes-memory') return fail('100')
    if (this.#busyFor > 0) return fail('106')
    if (name === CLEAR_DATA) {
      this.#set.clear()
      this.#left = 0
    }
    this.#set.set(name, line)
    const isTwo = prompts === 2 && (this.#isM5 || name !== 'readtype')
    return isTwo ? `${OK}\r\n>` : OK
  }

  #start(): readonly Emission[] {
    const plan = planFrom(this.#set)
    if (this.#busyFor > 0) return [say(fail('106'))]
    if (plan === undefined || this.#isDrawerOpen) return [say(fail('111'))]
    if (this.#takes('silent')) return []
    if (this.#takes('error-before-data')) {
      this.#errors.push('302 low light(1)')
      return [say(fail('302'))]
    }
    this.#plate ??= this.#nextPlate()
    this.#plan = plan
    this.#left = readingsOf(plan)
    const columns = countOf(plan.columns) * plan.wavelengthsNm.length * COLUMN_POLLS
    const readings = (this.#left - 1) * (plan.kinetic?.intervalS ?? 0)
    this.#work('MEASURING', (columns + readings) * (this.#takes('slow') ? SLOW_FACTOR : 1))
    if (this.#takes('early-idle')) this.#earlyFor = EARLY_POLLS
    if (this.#takes('data-lost')) {
      this.#set.clear()
      this.#left = 0
      this.#errors = []
      this.#work('AIR CAL206', CALIBRATION_POLLS)
    }
    return [say(OK, 30)]
  }

  #transfer(): readonly Emission[] {
    const plan = this.#plan
    if (plan === undefined || this.#left === 0 || this.#busyFor > 0) {
      return [say(`${OK}${fail('107')}`)]
    }
    const [mishap, emission] = [this.#mishap, say('', 20)]
    this.#mishap = null
    const answer = (dark: ReadonlySet<Well> = new Set()): Uint8Array => this.#answer(plan, dark)
    const struck =
      mishap === null
        ? undefined
        : spoiltData(mishap, {
            dice: this.#dice,
            whole: answer(),
            withDarkWells: () => answer(darkWells(plan, this.#dice)),
            another: () => {
              this.#plate = this.#nextPlate()
              this.#timeS += BETWEEN_PLATES_S
              return answer()
            },
          })
    this.#left -= 1
    const emissions = struck?.emissions ?? [{ ...emission, bytes: answer() }]
    if (this.#left === 0 && struck?.isRead !== false) this.#plate = undefined
    return emissions
  }

  #answer(plan: RunPlan, dark: ReadonlySet<Well>): Uint8Array {
    const plate = (this.#plate ??= this.#nextPlate())
    const later = (readingsOf(plan) - this.#left) * (plan.kinetic?.intervalS ?? 0)
    const text = textFromPlate({ plate, plan, dark, timeS: this.#timeS + later })
    return bytesFromText(`OK\r\n>${text}>`)
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
