import {
  type Block,
  type FaultText,
  hexFromBytes,
  type ReplyOutcome,
} from '../../src/driver-kit.ts'

import { ACK, DLE, ETX, NAK } from './bytes.ts'
import type { ReplyShape } from './commands.ts'
import { cutFault, malformedFault } from './faults.ts'
import { createStatusReader, type Status, STATUS_BYTES, statusFromBytes } from './status.ts'

/** What follows an acknowledgement, heard byte by byte. */
export interface Answer {
  /** What the byte brought: the end of the answer, a finished block of a read, or nothing yet. */
  take(byte: number): Ending | BlockDone | undefined
  /** How the answer ends when no byte comes any more. */
  cut(how: 'silence' | 'closed'): Ending
}

/** A whole answer, or why there is none. */
export interface Ending {
  readonly kind: 'end'
  readonly outcome: ReplyOutcome
  readonly data: Uint8Array
  readonly status: Status | undefined
  readonly fault?: FaultText
  /** The plate of a read that counts. */
  readonly plate?: PlateHeard
}

export interface PlateHeard {
  readonly blocks: readonly Block[]
  /** The assay name a 312 trailer carried, otherwise empty. */
  readonly assayName: string
}

export interface BlockDone {
  readonly kind: 'block'
  readonly temperatureC: number | null
  readonly blocksDone: number
  readonly blocksExpected: number | null
}

const NO_DATA = new Uint8Array()
/** A self-test talks for a few lines; longer text is noise. */
const TEXT_BYTES_MAX = 16_384

/** The parser of every answer that is no plate. */
export function createAnswer(
  shape: Exclude<ReplyShape, { kind: 'plate' | 'wells' }>,
  command: string,
): Answer {
  switch (shape.kind) {
    case 'fixed':
      return createFixedAnswer(shape, command)
    case 'text':
      return createTextAnswer(command)
    case 'halt':
      return createHaltAnswer(command)
    case 'unsure':
      return createUnsureAnswer(command)
  }
}

/** An answer that was understood. */
function answered(data: Uint8Array, status: Status | undefined): Ending {
  return { kind: 'end', outcome: 'answered', data, status }
}

/** NAK where an argument was to be judged. */
export const REFUSED: Ending = {
  kind: 'end',
  outcome: 'refused',
  data: NO_DATA,
  status: undefined,
}

function broken(command: string, byte: number): Ending {
  const fault = malformedFault(`Answer to '${command}'`, byte)
  return { kind: 'end', outcome: 'broken', data: NO_DATA, status: undefined, fault }
}

function cutOff(how: 'silence' | 'closed', command: string, heard: readonly number[]): Ending {
  const said = heard.length === 0 ? 'nothing but its acknowledgement' : hexFromBytes(heard)
  const fault = cutFault(how, `Half an answer to '${command}', ${said}`)
  return { kind: 'end', outcome: 'silent', data: NO_DATA, status: undefined, fault }
}

/** So many data bytes of any value, then maybe a status. */
function createFixedAnswer(
  { dataBytes, status: hasStatus }: Extract<ReplyShape, { kind: 'fixed' }>,
  command: string,
): Answer {
  const data: number[] = []
  const heard: number[] = []
  const reader = createStatusReader()
  return {
    take(byte) {
      heard.push(byte)
      if (data.length < dataBytes) {
        data.push(byte)
        const isWhole = data.length === dataBytes && !hasStatus
        return isWhole ? answered(Uint8Array.from(data), undefined) : undefined
      }
      if (byte === NAK && reader.isEmpty && dataBytes === 0) return REFUSED
      const step = reader.take(byte)
      if (step === 'more') return undefined
      return step === 'bad' ? broken(command, byte) : answered(Uint8Array.from(data), step)
    },
    cut: (how) => cutOff(how, command, heard),
  }
}

/** Text of any length; ETX ends it, and the last five bytes are the status. */
function createTextAnswer(command: string): Answer {
  const heard: number[] = []
  return {
    take(byte) {
      heard.push(byte)
      if (heard.length > TEXT_BYTES_MAX) return broken(command, byte)
      if (byte !== ETX) return undefined
      const bytes = Uint8Array.from(heard)
      const status = statusFromBytes(bytes.slice(-STATUS_BYTES))
      return status === undefined
        ? broken(command, byte)
        : answered(bytes.slice(0, -STATUS_BYTES), status)
    },
    cut: (how) => cutOff(how, command, heard),
  }
}

/**
 * DLE when the carrier is home; in ELx status format a status follows, in 312 format nothing does.
 */
function createHaltAnswer(command: string): Answer {
  const reader = createStatusReader()
  let isHome = false
  return {
    take(byte) {
      if (!isHome) {
        isHome = byte === DLE
        return isHome ? undefined : broken(command, byte)
      }
      const step = reader.take(byte)
      if (step === 'more') return undefined
      return step === 'bad' ? broken(command, byte) : answered(NO_DATA, step)
    },
    cut: (how) =>
      isHome && reader.isEmpty ? answered(NO_DATA, undefined) : cutOff(how, command, []),
  }
}

/**
 * An acknowledgement, a status, both or nothing: whichever comes, the argument was taken unless it
 * is NAK.
 */
function createUnsureAnswer(command: string): Answer {
  const reader = createStatusReader()
  let isFirst = true
  return {
    take(byte) {
      const wasFirst = isFirst
      isFirst = false
      if (wasFirst && byte === NAK) return REFUSED
      if (wasFirst && byte === ACK) return undefined
      const step = reader.take(byte)
      if (step === 'more') return undefined
      return step === 'bad' ? broken(command, byte) : answered(NO_DATA, step)
    },
    cut: (how) => (reader.isEmpty ? answered(NO_DATA, undefined) : cutOff(how, command, [])),
  }
}
