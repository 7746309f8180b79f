import { CR, DLE, isDigit, LF, SUB } from './bytes.ts'
import { FIELD_BYTES, NAME_BYTES, UNUSED_BYTES } from './plate-data.ts'
import type { ReadPlan } from './read-plan.ts'

/**
 * Follows one block of plate data after its start code, by structure alone. `end`: the byte
 * completed it, for ELx data that is the checksum byte, whatever its value; `aborted`: a DLE stands
 * where data should go on.
 */
export interface BlockParser {
  take(byte: number): 'more' | 'end' | 'aborted' | 'malformed'
  /** What the block carried beside its values; to be asked at its end. */
  readonly rest: BlockRest
}

export interface BlockRest {
  /** Three digits, tenths of a degree, or empty. */
  readonly temperature: string
  /** The assay name of a 312 trailer. */
  readonly assayName: string
  /** The checksum that came and what the bytes add up to; null for 312 data. */
  readonly checksum: { readonly came: number; readonly sum: number } | null
}

/** A place in the values of a block: `done` once the last line feed came. */
interface Lines {
  take(byte: number): 'more' | 'done' | 'bad'
}

const TEMPERATURE_DIGITS = 3
const NAME_WITH_END = NAME_BYTES + 2
const [COMMA, PLUS, MINUS, STAR] = [0x2c, 0x2b, 0x2d, 0x2a]

/** A parser for the next block of a plan. */
export function createBlockParser(plan: ReadPlan): BlockParser {
  return plan.dataFormat === 'elx' ? createElxBlock(plan) : create312Block(plan)
}

const wrong = (byte: number): 'aborted' | 'malformed' => (byte === DLE ? 'aborted' : 'malformed')

/** Values, maybe three digits of temperature, ^Z, checksum. */
function createElxBlock(plan: ReadPlan): BlockParser {
  const lines = createLines(plan)
  let state: 'values' | 'tail' | 'checksum' = 'values'
  let temperature = ''
  let sum = 0
  let came = 0
  const inTail = (byte: number): 'more' | 'aborted' | 'malformed' => {
    const isWhole = temperature.length === TEMPERATURE_DIGITS
    if (isDigit(byte) && !isWhole) temperature += String.fromCharCode(byte)
    else if (byte === SUB && (isWhole || temperature === '')) state = 'checksum'
    else return wrong(byte)
    return 'more'
  }
  return {
    take(byte) {
      if (state === 'checksum') {
        came = byte
        return 'end'
      }
      sum = (sum + byte) % 256
      if (state === 'tail') return inTail(byte)
      const step = lines.take(byte)
      if (step === 'done') state = 'tail'
      return step === 'bad' ? wrong(byte) : 'more'
    },
    get rest() {
      return { temperature, assayName: '', checksum: { came, sum } }
    },
  }
}

/** Values, maybe three digits of temperature, assay name, CR LF, 49 bytes of any content, ^Z. */
function create312Block(plan: ReadPlan): BlockParser {
  const lines = createLines(plan)
  const trailer: number[] = []
  let isTrailer = false
  let nameAt: number | undefined
  const inTrailer = (byte: number): 'more' | 'end' | 'aborted' | 'malformed' => {
    trailer.push(byte)
    const headerBytes = nameAt === undefined ? undefined : nameAt + NAME_WITH_END
    if (headerBytes === undefined) {
      nameAt = nameStart(trailer)
      if (byte === DLE) return 'aborted'
      const mayGoOn = nameAt !== undefined || trailer.length < TEMPERATURE_DIGITS + NAME_WITH_END
      return mayGoOn ? 'more' : 'malformed'
    }
    if (trailer.length <= headerBytes + UNUSED_BYTES) return 'more'
    return byte === SUB ? 'end' : 'malformed'
  }
  return {
    take(byte) {
      if (isTrailer) return inTrailer(byte)
      const step = lines.take(byte)
      if (step === 'done') isTrailer = true
      return step === 'bad' ? wrong(byte) : 'more'
    },
    get rest() {
      const text = String.fromCharCode(...trailer)
      const at = nameAt ?? 0
      const assayName = text.slice(at, at + NAME_BYTES).trimEnd()
      return { temperature: text.slice(0, at), assayName, checksum: null }
    },
  }
}

/**
 * Where the assay name begins in a trailer: the CR LF behind it tells whether a temperature came
 * before.
 */
function nameStart(trailer: readonly number[]): number | undefined {
  if (trailer.at(-2) !== CR || trailer.at(-1) !== LF) return undefined
  if (trailer.length === NAME_WITH_END) return 0
  const hasTemperature =
    trailer.length === TEMPERATURE_DIGITS + NAME_WITH_END &&
    trailer.slice(0, TEMPERATURE_DIGITS).every(isDigit)
  return hasTemperature ? TEMPERATURE_DIGITS : undefined
}

/** Lines of `,+1234` fields, each ended by CR LF, as many as the plan has wells for. */
function createLines(plan: ReadPlan): Lines {
  const lineBytes = plan.wellsPerLine * FIELD_BYTES + 2
  const valueBytes = (plan.wells.length / plan.wellsPerLine) * lineBytes
  let taken = 0
  let isStar = false
  return {
    take(byte) {
      const column = taken % lineBytes
      if (column % FIELD_BYTES === 1) isStar = byte === STAR
      if (!fitsLine({ column, byte, isStar, lineBytes })) return 'bad'
      taken += 1
      return taken === valueBytes ? 'done' : 'more'
    },
  }
}

interface LinePlace {
  /** Position in the line, from 0. */
  readonly column: number
  readonly byte: number
  /** The field under way began with a star: overrange. */
  readonly isStar: boolean
  readonly lineBytes: number
}

function fitsLine({ column, byte, isStar, lineBytes }: LinePlace): boolean {
  if (column === lineBytes - 2) return byte === CR
  if (column === lineBytes - 1) return byte === LF
  const place = column % FIELD_BYTES
  if (place === 0) return byte === COMMA
  if (isStar) return byte === STAR
  return place === 1 ? byte === PLUS || byte === MINUS : isDigit(byte)
}
