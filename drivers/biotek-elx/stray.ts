import {
  type Heard,
  type PlateRead,
  createByteLog,
  type ByteLog,
  createNoise,
} from '../../src/driver-kit.ts'

import type { Ending } from './answer.ts'
import { ReadAnswer } from './read-answer.ts'
import { answerBytesMax, type ReadPlan } from './read-plan.ts'

/**
 * Hears the bytes that belong to no answer. Right behind a plate they may be another whole plate;
 * everything else is noise, told as one fault a run, not one a byte.
 */
export interface Stray {
  /**
   * A byte nobody asked for. `follow` is the plan of the plate that was read just before, when
   * another may follow it. `again` are bytes that turned out to be no plate and came after `mark`.
   */
  take(byte: number, follow: ReadPlan | undefined): StrayHeard
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
  readonly read?: { readonly ending: Ending; readonly bytes: Uint8Array; readonly plan: ReadPlan }
  readonly again?: Uint8Array
}

interface Coming {
  readonly answer: ReadAnswer
  readonly log: ByteLog
  readonly plan: ReadPlan
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
    const step = current.answer.take(byte)
    if (current.answer.isVoid) return giveUp()
    if (step?.kind !== 'end') return { heard: [] }
    if (step.plate === undefined) return giveUp()
    coming = undefined
    const read = { ending: step, bytes: current.log.slice(), plan: current.plan }
    return { heard: noise.end(), read }
  }
  return {
    take(byte, follow) {
      if (coming !== undefined) return goOn(coming, byte)
      if (follow?.dataFormat !== 'elx') return { heard: noise.add(byte) }
      coming = begin(follow)
      return goOn(coming, byte)
    },
    get isHolding() {
      return coming !== undefined
    },
    get isInPlate() {
      return coming?.answer.isInData === true
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

function begin(plan: ReadPlan): Coming {
  const log = createByteLog(answerBytesMax(plan))
  const answer = new ReadAnswer({ plan, opening: 'unasked', statusFormat: 'elx', log })
  return { answer, log, plan, markedAt: undefined }
}

/** What the second plate of two is, when nobody asked for it. */
export function unaskedRead(read: PlateRead): PlateRead {
  return { ...read, extra: { ...read.extra, unasked: 'followed another plate' } }
}
