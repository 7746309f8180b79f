import {
  checksumFromLine,
  filterFromLine,
  isBegin,
  isEnd,
  isTitle,
  ROWS,
  timeFromLine,
  tokensFromRow,
} from './plate-text.ts'
import type { Settings } from './settings.ts'

/** What stands before the blocks. */
export interface PlateHead {
  readonly title: string
  /** Date and time in the reader's own characters, empty on a reader that tells none. */
  readonly time: string
  /** As the reader says it: a position on the 550, nm on the 680. */
  readonly measurement: string
  readonly reference: string | null
}

/** A block as it came. */
export interface RawBlock {
  /** The rows without their CR, A first. */
  readonly rows: readonly string[]
  /** The values of the rows, as they came, row by row. */
  readonly tokens: readonly string[]
  readonly checksum: number
}

/** What a line of plate data brought. */
export type PlateStep = 'more' | 'block' | 'done' | 'malformed'

/** How many blocks a plate with a reference has: both, or one that is the difference, or either. */
export type BlocksOfTwo = 'both' | 'either'

/** Follows plate data line by line, by its structure alone: every line must be where it stands. */
export interface PlateParser {
  take(line: string): PlateStep
  /** All is there that must come, but another block may follow. */
  readonly mayEnd: boolean
  /** What is expected next, in words. */
  readonly expected: string
  readonly blocksDone: number
  readonly blocksExpected: number
  /** What came, once it is whole. */
  readonly head: PlateHead
  readonly blocks: readonly RawBlock[]
}

type Stage = 'title' | 'time' | 'measurement' | 'reference' | 'begin' | 'rows' | 'checksum' | 'end'

const WORDS: Readonly<Record<Stage, string>> = {
  title: 'the title',
  time: 'the time or the measurement filter',
  measurement: 'the measurement filter',
  reference: 'the reference filter or the begin of a block',
  begin: 'the begin of a block',
  rows: 'a row of twelve values',
  checksum: 'the checksum',
  end: 'the end of a block',
}

export interface PlateParserParts {
  readonly model: Settings['model']
  readonly blocksOfTwo: BlocksOfTwo
}

export function createPlateParser(parts: PlateParserParts): PlateParser {
  return new LineByLine(parts)
}

class LineByLine implements PlateParser {
  readonly #parts: PlateParserParts
  #stage: Stage = 'title'
  #head: PlateHead = { title: '', time: '', measurement: '', reference: null }
  #rows: string[] = []
  #tokens: string[] = []
  #checksum = 0
  readonly #blocks: RawBlock[] = []

  constructor(parts: PlateParserParts) {
    this.#parts = parts
  }

  get mayEnd(): boolean {
    const isBetween = this.#stage === 'begin' && this.#blocks.length > 0
    return isBetween && this.#parts.blocksOfTwo === 'either'
  }

  get expected(): string {
    const row = this.#stage === 'rows' ? `${'ABCDEFGH'.charAt(this.#rows.length)}: ` : ''
    return `${row}${WORDS[this.#stage]}`
  }

  get blocksDone(): number {
    return this.#blocks.length
  }

  get blocksExpected(): number {
    return this.#head.reference === null ? 1 : 2
  }

  get head(): PlateHead {
    return this.#head
  }

  get blocks(): readonly RawBlock[] {
    return this.#blocks
  }

  take(line: string): PlateStep {
    switch (this.#stage) {
      case 'title':
        return isTitle(line) ? this.#note({ title: line.trim() }, 'time') : 'malformed'
      case 'time':
        return this.#takeTime(line)
      case 'measurement':
        return this.#takeMeasurement(line)
      case 'reference':
        return this.#takeReference(line)
      case 'begin':
        // The manual ends a block with a CR of its own, which the markers have already.
        if (line === '') return 'more'
        return isBegin(line) ? this.#go('rows') : 'malformed'
      case 'rows':
        return this.#takeRow(line)
      case 'checksum':
        return this.#takeChecksum(line)
      case 'end':
        return isEnd(line) ? this.#takeEnd() : 'malformed'
    }
  }

  #go(stage: Stage): PlateStep {
    this.#stage = stage
    return 'more'
  }

  #note(part: Partial<PlateHead>, next: Stage): PlateStep {
    this.#head = { ...this.#head, ...part }
    return this.#go(next)
  }

  #takeTime(line: string): PlateStep {
    const time = timeFromLine(line)
    return time === undefined ? this.#takeMeasurement(line) : this.#note({ time }, 'measurement')
  }

  #takeMeasurement(line: string): PlateStep {
    const measurement = filterFromLine(line, 'Mes')
    return measurement === undefined ? 'malformed' : this.#note({ measurement }, 'reference')
  }

  #takeReference(line: string): PlateStep {
    const reference = filterFromLine(line, 'Ref')
    if (reference !== undefined) return this.#note({ reference }, 'begin')
    return isBegin(line) ? this.#go('rows') : 'malformed'
  }

  #takeRow(line: string): PlateStep {
    const tokens = tokensFromRow(line, this.#parts.model)
    if (tokens === undefined) return 'malformed'
    this.#rows.push(line)
    this.#tokens.push(...tokens)
    return this.#go(this.#rows.length === ROWS ? 'checksum' : 'rows')
  }

  #takeChecksum(line: string): PlateStep {
    const checksum = checksumFromLine(line)
    if (checksum === undefined) return 'malformed'
    this.#checksum = checksum
    return this.#go('end')
  }

  #takeEnd(): PlateStep {
    this.#blocks.push({ rows: this.#rows, tokens: this.#tokens, checksum: this.#checksum })
    this.#rows = []
    this.#tokens = []
    this.#stage = 'begin'
    return this.#blocks.length === this.blocksExpected ? 'done' : 'block'
  }
}
