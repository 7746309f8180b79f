import {
  type Block,
  type ReadWell,
  type Well,
  wellsOf,
  type ByteLog,
} from '../../src/driver-kit.ts'

import { CR, DLE, isHexDigit, SUB } from './bytes.ts'
import { type BlockParser, type BlockRest, createBlockParser } from './plate-block.ts'
import { FIELD_BYTES, fieldsFromBytes, valueFromField } from './plate-data.ts'
import type { ReadPlan } from './read-plan.ts'

/**
 * What a byte of plate data means. `block`: it completed one; `done`: it completed the data;
 * `aborted`: it is the DLE that replaces the rest; `aborted-before`: the byte before it was that
 * DLE, and this one is the first of the final status; `malformed`: it cannot stand where it stands.
 */
export type PlateStep = 'more' | 'block' | 'done' | 'aborted' | 'aborted-before' | 'malformed'

/**
 * Follows plate data byte by byte by its structure: the checksum byte can have any value, so
 * nothing can be found by searching for ^Z or ETX. Nothing is copied; the blocks are cut from the
 * log at the end.
 */
export interface PlateParser {
  /** The byte must stand in the log already. */
  take(byte: number): PlateStep
  readonly blocksDone: number
  readonly blocksExpected: number | null
  readonly badChecksums: readonly BadChecksum[]
  /** Of the block that came last, in °C; null when it came without. */
  readonly temperatureC: number | null
  /** The blocks, once the data is done. */
  blocks(): readonly Block[]
  /** The assay name a 312 trailer carried, empty for ELx data. */
  assayName(): string
}

/** A block, from 1, whose bytes do not add up to the checksum that came. */
export interface BadChecksum {
  readonly block: number
  readonly came: number
  readonly sum: number
}

/** A finished block: where its values begin in the log, and what came with them. */
interface Mark extends BlockRest {
  readonly valuesAt: number
}

export function createPlateParser(plan: ReadPlan, log: ByteLog): PlateParser {
  const blocksExpected = plan.intervals === null ? null : plan.intervals * plan.channels.length
  const marks: Mark[] = []
  let block: BlockParser | undefined
  let valuesAt = 0

  const mayEnd = (): boolean => blocksExpected === null || marks.length === blocksExpected
  const mayGoOn = (): boolean => blocksExpected === null || marks.length < blocksExpected
  /** Between blocks: a start code, the end of ELx data, or the DLE that replaces the rest. */
  const between = (byte: number): PlateStep => {
    const checksum = marks.at(-1)?.checksum?.came
    if (byte === CR && mayGoOn()) {
      block = createBlockParser(plan)
      valuesAt = log.length
      return 'more'
    }
    if (byte === SUB && checksum !== undefined && mayEnd()) return 'done'
    // A DLE in place of a checksum is told from a checksum of 10 hex by the status that follows it.
    if (checksum === DLE && isHexDigit(byte)) return 'aborted-before'
    return byte === DLE ? 'aborted' : 'malformed'
  }
  const inBlock = (current: BlockParser, byte: number): PlateStep => {
    const step = current.take(byte)
    if (step !== 'end') return step
    marks.push({ valuesAt, ...current.rest })
    block = undefined
    return plan.dataFormat === '312' && mayEnd() ? 'done' : 'block'
  }
  return {
    take: (byte) => (block === undefined ? between(byte) : inBlock(block, byte)),
    get blocksDone() {
      return marks.length
    },
    blocksExpected,
    get badChecksums() {
      return marks.flatMap(badChecksumOf)
    },
    get temperatureC() {
      return temperatureOf(marks.at(-1)?.temperature ?? '')
    },
    blocks: () => marks.flatMap((mark, index) => blockFrom({ plan, mark, index, log })),
    assayName: () => marks.at(-1)?.assayName ?? '',
  }
}

/** Three digits, in tenths. */
function temperatureOf(digits: string): number | null {
  return digits === '' ? null : Number(digits) / 10
}

function badChecksumOf({ checksum }: Mark, index: number): readonly BadChecksum[] {
  if (checksum === null || checksum.came === checksum.sum) return []
  return [{ block: index + 1, ...checksum }]
}

interface BlockParts {
  readonly plan: ReadPlan
  readonly mark: Mark
  /** Which block of the answer, from 0. */
  readonly index: number
  readonly log: ByteLog
}

/** All wells of the plate in row-major order; those the read left out are unread. */
function blockFrom({ plan, mark, index, log }: BlockParts): readonly Block[] {
  const channel = plan.channels[index % plan.channels.length]
  if (channel === undefined) return []
  const lines = plan.wells.length / plan.wellsPerLine
  const valueBytes = plan.wells.length * FIELD_BYTES + lines * 2
  const values = log.slice(mark.valuesAt, mark.valuesAt + valueBytes)
  const fields = fieldsFromBytes(values, plan.wellsPerLine)
  const texts = new Map<Well | null, string>(plan.wells.map((well, at) => [well, fields[at] ?? '']))
  const wells = wellsOf(plan.format).map((well): ReadWell => {
    const text = texts.get(well) ?? ''
    return { well, value: valueFromField(text) ?? 'unread', text }
  })
  const interval = Math.floor(index / plan.channels.length) + 1
  const temperatureC = temperatureOf(mark.temperature)
  const checksum = mark.checksum === null ? 'absent' : 'ok'
  return [{ interval, ...channel, temperatureC, checksum, wells }]
}
