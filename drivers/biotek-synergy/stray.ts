import { type Heard, createByteLog, type ByteLog, createNoise } from '../../src/driver-kit.ts'

import { ACK } from './bytes.ts'
import type { AssayDefinition } from './definition.ts'
import { ReadAnswer } from './read-answer.ts'
import { BLOCK_BYTES_MAX } from './result-block.ts'
import type { Part } from './series.ts'

/**
 * Hears the bytes that belong to no answer. Right behind a plate they may be the answer to another
 * read; everything else is noise.
 */
export interface Stray {
  /**
   * A byte nobody asked for. `follow` is what was measured just before, when another plate may
   * follow it.
   */
  take(byte: number, follow: AssayDefinition | undefined): StrayHeard
  /** What came may yet become a plate. */
  readonly isHolding: boolean
  /** A plate is coming in: it has the next byte, whatever that is. */
  readonly isInPlate: boolean
  /** The host speaks: what comes from here on may be an answer. */
  mark(): void
  /** The run is over: what was held back becomes noise. */
  flush(): readonly Heard[]
}

export interface StrayHeard {
  readonly heard: readonly Heard[]
  /** A whole second plate. */
  readonly part?: Part
  /** Bytes that turned out to be no plate, and came after `mark`. */
  readonly again?: Uint8Array
}

interface Coming {
  readonly answer: ReadAnswer
  readonly log: ByteLog
  readonly definition: AssayDefinition
  markedAt: number | undefined
}

export function createStray(): Stray {
  const noise = createNoise('answer')
  let coming: Coming | undefined

  const giveUp = (): StrayHeard => {
    if (coming === undefined) return { heard: [] }
    const { log, markedAt = log.length } = coming
    coming = undefined
    const heard = noise.addAll(log.slice(0, markedAt))
    return { heard, again: log.slice(markedAt) }
  }
  const goOn = (current: Coming, byte: number): StrayHeard => {
    current.log.push(byte)
    const ending = current.answer.take(byte)
    if (current.answer.isVoid) return giveUp()
    if (ending === undefined) return { heard: [] }
    if (ending.block === undefined) return giveUp()
    coming = undefined
    const { definition, log } = current
    return { heard: noise.end(), part: { definition, heard: ending.block, bytes: log.slice() } }
  }
  return {
    take(byte, follow) {
      if (coming !== undefined) return goOn(coming, byte)
      if (follow === undefined || byte !== ACK) return { heard: noise.add(byte) }
      coming = begin(follow)
      coming.log.push(byte)
      return { heard: [] }
    },
    get isHolding() {
      return coming !== undefined
    },
    get isInPlate() {
      return coming?.answer.isInBlock === true
    },
    mark() {
      if (coming !== undefined) coming.markedAt ??= coming.log.length
    },
    flush() {
      const { heard, again = [] } = giveUp()
      return [...heard, ...noise.addAll(again), ...noise.end()]
    },
  }
}

/** The longest answer to a read: acknowledgement, status, block, status. */
export const READ_ANSWER_BYTES_MAX = BLOCK_BYTES_MAX + 16

function begin(definition: AssayDefinition): Coming {
  const log = createByteLog(READ_ANSWER_BYTES_MAX)
  return { answer: new ReadAnswer({ definition, log }), log, definition, markedAt: undefined }
}
