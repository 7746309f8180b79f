import { type FaultText, type ReplyOutcome, textFromBytes } from '../../src/driver-kit.ts'

import type { BlockHeard } from './block-parser.ts'
import { ACK, ETX, isPrintable, NAK } from './bytes.ts'
import type { Command } from './commands.ts'
import { OK_STATUS } from './error-table.ts'
import { answerFault, type Cut, cutFault, malformedFault } from './faults.ts'

/** What follows an acknowledgement, heard byte by byte. */
export interface Answer {
  /** The end of the answer, or nothing yet. */
  take(byte: number): Ending | undefined
  /** How the answer ends when no byte comes any more. */
  cut(how: Cut): Ending
}

/** A whole answer, or why there is none. */
export interface Ending {
  readonly outcome: ReplyOutcome
  readonly data: Uint8Array
  /** Four digits, or empty when none came. */
  readonly status: string
  readonly fault?: FaultText
  /** The block of a read that counts. */
  readonly block?: BlockHeard
}

export const NO_DATA = new Uint8Array()
export const STATUS_DIGITS = 4
const STATUS = /^[0-9A-Fa-f]{4}$/
/** The longest answer of the sources has 37 characters; longer text is noise. */
const TEXT_BYTES_MAX = 64

/** An ending of which nothing is to be told but how it came. */
export function endingWithout(outcome: ReplyOutcome, fault?: FaultText): Ending {
  return { outcome, data: NO_DATA, status: '', ...(fault === undefined ? {} : { fault }) }
}

export function isStatus(text: string): boolean {
  return STATUS.test(text)
}

/**
 * The parser of every answer that is no plate: characters, a status, ETX. How the answers to motion
 * end before their ETX is not in the sources, so one without a status is taken.
 */
export function createTextAnswer({ name, reply }: Command): Answer {
  const heard: number[] = []
  const wanted = reply.kind === 'text' ? reply.dataBytes : null
  const whole = (): Ending => {
    const text = textFromBytes(heard)
    const status = text.slice(-STATUS_DIGITS)
    const data = Uint8Array.from(heard.slice(0, -STATUS_DIGITS))
    if (text === '' && wanted === null) return endingWithout('answered')
    const fits = status !== OK_STATUS || wanted === null || data.length === wanted
    return isStatus(status) && fits
      ? { outcome: 'answered', data, status }
      : endingWithout('broken', answerFault(name, text))
  }
  return {
    take(byte) {
      if (byte === ETX) return whole()
      if (heard.length === 0 && byte === NAK) return endingWithout('refused')
      if (heard.length === 0 && byte === ACK) return undefined
      if (!isPrintable(byte) || heard.length >= TEXT_BYTES_MAX) {
        return endingWithout('broken', malformedFault(`Answer to '${name}'`, byte))
      }
      heard.push(byte)
      return undefined
    },
    cut(how) {
      const said = heard.length === 0 ? 'its acknowledgement alone' : `'${textFromBytes(heard)}'`
      return endingWithout('silent', cutFault(how, `Half an answer to '${name}', ${said}`))
    },
  }
}
