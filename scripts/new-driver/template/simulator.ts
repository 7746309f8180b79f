import {
  bytesFromText,
  type Emission,
  type SimulatedPlate,
  type SimulatedReader,
  type Simulator,
  type SimulatorOptions,
  type WellValue,
  type Well,
} from '../../../src/driver-kit.ts'
import { frameFrom, plateLines } from './frame.ts'

const FAULTS = {
  silent: 'does not answer the start of a read at all',
  slow: 'waits two seconds before every line of the plate; the plate is good',
  noise: 'lets junk bytes precede the plate; the plate is good',
  'cut-short': 'stops somewhere in the plate and stays silent',
  'pulled-cable': 'loses its cable somewhere in the plate',
  'bad-checksum': 'sends a checksum that does not fit',
  'lost-byte': 'loses one byte of a value',
  'error-before-data': 'reports an error instead of the plate',
  'overrange-wells': 'finds four wells too dark to measure; the plate is good',
  'two-plates': 'sends a second plate right behind the first, unasked',
  chunked: 'says every byte by itself, with gaps, always',
} as const

const MEASURE_MS = 3_000
const SLOW_MS = 2_000
const CHUNK_GAP_MS = 3
/** From here on a byte belongs to the lines of the plate. */
const HEAD_BYTES = 20

/** The invented reader: what it would do on the wire, and everything that can go wrong. */
export const simulator: Simulator = {
  driverId: 'invented-reader',
  faults: FAULTS,
  notModelled: ['Everything of a real reader: it is invented.'],
  variants: [{ name: 'invented', settings: undefined }],
  bitsPerByte: 10,
  create: (options) => new InventedReader(options),
}

class InventedReader implements SimulatedReader {
  readonly #options: SimulatorOptions
  #mishap: string | null
  /** The plate in the carrier: a mishap leaves it there. */
  #plate: SimulatedPlate | undefined
  #command = ''

  constructor(options: SimulatorOptions) {
    const { fault } = options
    if (fault !== null && !Object.hasOwn(FAULTS, fault)) {
      throw new RangeError(`Unrecognized fault: '${fault}'.`)
    }
    this.#options = options
    this.#mishap = fault
  }

  connected(): readonly Emission[] {
    return []
  }

  hear(bytes: Uint8Array): readonly Emission[] {
    const said = [...bytes].flatMap((byte) => this.#hearByte(String.fromCharCode(byte)))
    return this.#options.fault === 'chunked' ? said.flatMap(byteByByte) : said
  }

  #hearByte(one: string): readonly Emission[] {
    if (one !== '\r') {
      this.#command = (this.#command + one).slice(-8)
      return []
    }
    const command = this.#command
    this.#command = ''
    if (command === '?') return [{ afterMs: 20, bytes: frameFrom('READER ', ['INVENTED 1.0']) }]
    return /^R\d{3}$/.test(command) ? this.#measure(Number(command.slice(1))) : []
  }

  #measure(nm: number): readonly Emission[] {
    const mishap = this.#mishap
    this.#mishap = null
    const { seed } = this.#options
    const bytes = this.#plateBytes(nm, mishap)
    const whole = { afterMs: MEASURE_MS, bytes }
    const place = HEAD_BYTES + ((seed * 89) % (bytes.length - 2 * HEAD_BYTES))
    const strikes: Readonly<Record<string, () => readonly Emission[]>> = {
      silent: () => [],
      'error-before-data': () => [{ afterMs: MEASURE_MS, bytes: frameFrom('ERROR ', ['17']) }],
      'cut-short': () => [{ ...whole, bytes: bytes.slice(0, place) }],
      'pulled-cable': () => [{ ...whole, bytes: bytes.slice(0, place), hangUp: true }],
      'bad-checksum': () => [whole],
      'lost-byte': () => [{ ...whole, bytes: bytes.filter((_, at) => at !== place) }],
    }
    const strike = mishap === null ? undefined : strikes[mishap]
    if (strike !== undefined) return strike()
    this.#plate = undefined
    if (mishap === 'noise') {
      return [
        { afterMs: MEASURE_MS, bytes: bytesFromText('?!~') },
        { afterMs: 10, bytes },
      ]
    }
    if (mishap === 'slow') return slowly(bytes)
    if (mishap !== 'two-plates') return [whole]
    const second = this.#plateBytes(nm, null)
    this.#plate = undefined
    return [whole, { afterMs: 100, bytes: second }]
  }

  #plateBytes(nm: number, mishap: string | null): Uint8Array {
    this.#plate ??= this.#options.nextPlate()
    const od = this.#plate.od.get(nm)
    const dark = mishap === 'overrange-wells' ? ['A1', 'C7', 'F3', 'H12'] : []
    const valueAt = (well: Well): WellValue =>
      dark.includes(well) ? 'overflow' : (od?.get(well) ?? 'overflow')
    return frameFrom('PLATE ', plateLines(nm, valueAt), mishap === 'bad-checksum' ? 1 : 0)
  }
}

function slowly(bytes: Uint8Array): readonly Emission[] {
  const text = String.fromCharCode(...bytes)
  return text.split(/(?<=\r)/).map((line, at) => ({
    afterMs: at === 0 ? MEASURE_MS : SLOW_MS,
    bytes: bytesFromText(line),
  }))
}

function byteByByte(emission: Emission): readonly Emission[] {
  return Array.from(emission.bytes, (byte, at) => ({
    ...(at === 0 ? emission : { afterMs: CHUNK_GAP_MS }),
    bytes: Uint8Array.of(byte),
  }))
}
