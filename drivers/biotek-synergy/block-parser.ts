import {
  type ReadWell,
  type Well,
  wellFromRowColumn,
  bytesFromText,
  textFromBytes,
} from '../../src/driver-kit.ts'

import { isPrintable, LF, CR, SUB } from './bytes.ts'
import type { AssayDefinition } from './definition.ts'
import { LINE_BYTES_MAX, numbersIn, PREAMBLE, valueFromText } from './result-block.ts'

/** What a byte of a block means; `end` is the ^Z behind the checksum. */
export type BlockStep = 'more' | 'end' | 'malformed'

/** Follows one block by its structure: each line must hold the wells of its row, each once. */
export interface BlockParser {
  take(byte: number): BlockStep
  /** What was heard, once the block is over. */
  readonly heard: BlockHeard
}

export interface BlockHeard {
  readonly elapsed: string
  /** Before the first well and behind the last one. */
  readonly startC: number
  readonly endC: number
  /** Three digits each: what came, and what the bytes add up to. */
  readonly checksum: { readonly came: string; readonly sum: string }
  readonly wells: ReadonlyMap<Well, ReadWell>
}

const HEAD = /^(\d{3}:\d{2}:\d{2}\.\d),(\d{3})(?=,)/
const WELL = /,(\d{2}),(\d{2}),([+-]\d\.\d{4}|\*{1,12})/y

/** A parser for the block that a definition leads to. */
export function createBlockParser(definition: AssayDefinition): BlockParser {
  return new Parser(definition)
}

class Parser implements BlockParser {
  readonly #preamble = bytesFromText(PREAMBLE)
  readonly #rows: readonly number[]
  readonly #columns: readonly number[]
  readonly #wells = new Map<Well, ReadWell>()
  #stage: 'preamble' | 'lines' | 'temperature' | 'checksum' = 'preamble'
  /** Bytes of the stage or line under way. */
  #bytes: number[] = []
  #lines = 0
  #sum = 0
  #elapsed = ''
  #startC = Number.NaN
  #endC = Number.NaN
  #came = ''

  constructor({ rows, columns }: AssayDefinition) {
    this.#rows = numbersIn(rows)
    this.#columns = numbersIn(columns)
  }

  take(byte: number): BlockStep {
    if (this.#stage === 'lines' || this.#stage === 'temperature') {
      this.#sum = (this.#sum + byte) % 256
    }
    switch (this.#stage) {
      case 'preamble':
        return this.#inPreamble(byte)
      case 'lines':
        return this.#inLine(byte)
      case 'temperature':
      case 'checksum':
        return this.#inTail(byte)
    }
  }

  get heard(): BlockHeard {
    return {
      elapsed: this.#elapsed,
      startC: this.#startC,
      endC: this.#endC,
      checksum: { came: this.#came, sum: String(this.#sum).padStart(3, '0') },
      wells: this.#wells,
    }
  }

  #inPreamble(byte: number): BlockStep {
    if (byte !== this.#preamble[this.#bytes.length]) return 'malformed'
    this.#bytes.push(byte)
    if (this.#bytes.length === this.#preamble.length) this.#enter('lines')
    return 'more'
  }

  #inLine(byte: number): BlockStep {
    const afterCr = this.#bytes.at(-1) === CR
    const fits = afterCr ? byte === LF : byte === CR || isPrintable(byte)
    if (!fits || this.#bytes.length >= LINE_BYTES_MAX) return 'malformed'
    this.#bytes.push(byte)
    if (byte !== LF) return 'more'
    if (!this.#takeLine(textFromBytes(this.#bytes.slice(0, -2)))) return 'malformed'
    this.#bytes = []
    if (this.#lines === this.#rows.length) this.#enter('temperature')
    return 'more'
  }

  /** False when the line does not hold every well of its row, in order from either side. */
  #takeLine(line: string): boolean {
    const head = this.#lines === 0 ? HEAD.exec(line) : null
    if (this.#lines === 0 && head === null) return false
    if (head !== null) {
      this.#elapsed = head[1] ?? ''
      this.#startC = Number(head[2]) / 10
    }
    const places = placesIn(line.slice(head?.[0].length ?? 0))
    const row = this.#rows[this.#lines]
    const columns = places?.map(({ column }) => column).join()
    const isWhole =
      columns === this.#columns.join() || columns === this.#columns.toReversed().join()
    if (row === undefined || places?.every((place) => place.row === row) !== true) return false
    for (const { column, text } of places) {
      const well = wellFromRowColumn({ row, column })
      this.#wells.set(well, { well, value: valueFromText(text) ?? 'unread', text })
    }
    this.#lines += 1
    return isWhole
  }

  /** Three digits and ^Z: the temperature, then the checksum. */
  #inTail(byte: number): BlockStep {
    const isWhole = this.#bytes.length === 3
    if (isWhole ? byte !== SUB : byte < 0x30 || byte > 0x39) return 'malformed'
    this.#bytes.push(byte)
    if (!isWhole) return 'more'
    const digits = textFromBytes(this.#bytes.slice(0, 3))
    if (this.#stage === 'checksum') {
      this.#came = digits
      return 'end'
    }
    this.#endC = Number(digits) / 10
    this.#enter('checksum')
    return 'more'
  }

  #enter(stage: 'lines' | 'temperature' | 'checksum'): void {
    this.#stage = stage
    this.#bytes = []
  }
}

interface Place {
  readonly row: number
  readonly column: number
  readonly text: string
}

/** The wells of a line; undefined when anything else stands in it. */
function placesIn(line: string): readonly Place[] | undefined {
  const places: Place[] = []
  WELL.lastIndex = 0
  let at = 0
  for (let match = WELL.exec(line); match !== null; match = WELL.exec(line)) {
    const [whole, row, column, text = ''] = match
    places.push({ row: Number(row), column: Number(column), text })
    at += whole.length
  }
  return at === line.length && places.length > 0 ? places : undefined
}
