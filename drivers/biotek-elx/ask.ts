import {
  type AnswerLimits,
  type Line,
  ReaderError,
  type Reply,
  bytesFromText,
  concatBytes,
} from '../../src/driver-kit.ts'

import { COMMANDS, type Command } from './commands.ts'
import { faultFromStatus } from './error-table.ts'

// Waits. The manual states none; the values for queries are those used with a real ELx808
// (chaceraiter/biotek-controller), the others are ours.

/** An acknowledgement comes at once; a query's answer right behind it. */
export const QUERY_LIMITS: AnswerLimits = { firstByteMs: 3_000, quietMs: 3_000 }
/**
 * The 170 bytes of a definition take 1.6 s on the wire at 1200 baud before the reader can answer.
 */
export const DEFINITION_LIMITS: AnswerLimits = { firstByteMs: 6_000, quietMs: 3_000 }
/** Whether the argument of `i` is answered at all is not known; silence is taken for consent. */
export const UNSURE_LIMITS: AnswerLimits = { firstByteMs: 1_000, quietMs: 500 }
/**
 * From `S` to the first byte of data, and between blocks, the time is not known. A program used
 * with a real ELx808 waits the interval of a kinetic read and a minute more.
 */
export const READ_QUIET_MS = 60_000
/** Lets the rest of a spoilt answer arrive before the command is said again. */
export const PAUSE_BEFORE_RETRY_MS = 200
/**
 * Safe commands are said so often before they count as failed: junk before a command can swallow
 * it.
 */
const SAFE_ATTEMPTS = 3

/** What went wrong is gone when the read is set up anew; the other failures need a person. */
const RETRYABLE: ReadonlySet<string> = new Set([
  'reader-checksum',
  'reader-malformed',
  'reader-refused',
  'reader-restarted',
  'reader-silent',
])

/** A command with its argument, if it has one. */
export interface Question {
  readonly code: string
  readonly argument?: Uint8Array
  readonly limits?: AnswerLimits
}

/**
 * Says a command and, once it is acknowledged, its argument; the reply is that of the last part.
 */
export async function ask(line: Line, question: Question): Promise<Reply> {
  const { code, argument, limits = QUERY_LIMITS } = question
  const reply = await line.ask(bytesFromText(code), argument === undefined ? limits : QUERY_LIMITS)
  if (argument === undefined || reply.outcome !== 'answered') return reply
  return line.ask(argument, limits)
}

/**
 * A safe command, said again when it was refused, garbled or not heard; `isGood` may judge the data
 * too.
 */
export async function askSafely(
  line: Line,
  question: Question,
  isGood: (reply: Reply) => boolean = () => true,
): Promise<Reply> {
  commandOf(question.code, 'safe')
  let reply = await ask(line, question)
  for (let attempt = 2; attempt <= SAFE_ATTEMPTS; attempt += 1) {
    if (reply.outcome === 'answered' && isGood(reply)) return reply
    await line.pause(PAUSE_BEFORE_RETRY_MS)
    reply = await ask(line, question)
  }
  return reply
}

/**
 * Says a command that must succeed. Rejects with ReaderError when it did not, or when its status is
 * an error.
 */
export async function must(line: Line, question: Question): Promise<Reply> {
  const reply = await ask(line, question)
  const error = errorFromReply(reply)
  if (error !== undefined) throw error
  return reply
}

/** The error a reply stands for, or undefined when all is well. */
export function errorFromReply(reply: Reply): ReaderError | undefined {
  const { fault, command, outcome, status } = reply
  if (fault !== undefined) {
    const { code, message, hint, bytes } = fault
    return new ReaderError(code, message, { hint, bytes, retryable: RETRYABLE.has(code) })
  }
  switch (outcome) {
    case 'refused':
      return new ReaderError('reader-refused', `The reader answered NAK to '${command}'.`, {
        hint: 'Check the cable; the reader may be older than its commands here.',
        retryable: true,
      })
    case 'silent':
      return new ReaderError('reader-silent', `The reader did not answer '${command}' in time.`, {
        hint: 'Check that the reader is on and the cable is in.',
        retryable: true,
      })
    case 'broken':
      return new ReaderError('reader-malformed', `The answer to '${command}' made no sense.`, {
        retryable: true,
      })
    case 'answered':
      return statusError(command, status)
  }
}

function statusError(command: string, code: string): ReaderError | undefined {
  const fault = faultOfCode(code)
  if (fault === undefined) return undefined
  const message = `'${command}': the reader reports '${code}', ${fault.meaning}.`
  return new ReaderError('reader-status', message, { hint: fault.hint, retryable: false })
}

/** The table's row for a status as a reply spells it; undefined when it is ok or there is none. */
export function faultOfCode(code: string): ReturnType<typeof faultFromStatus> {
  const format = code.length === 3 ? '312' : 'elx'
  return faultFromStatus({ format, code, ok: /^0*$/.test(code) })
}

/** Argument of a command that takes '0' or '1'. */
export const SWITCHED_ON = bytesFromText('1')

/** Argument of `z`: four digits and ETX. */
export function featureArgument(digits: string): Uint8Array {
  return concatBytes(bytesFromText(digits), Uint8Array.of(0x03))
}

function commandOf(code: string, wanted: Command['class']): Command {
  const command = COMMANDS.find((each) => each.code === code)
  if (command?.class !== wanted) throw new TypeError(`'${code}' is no ${wanted} command.`)
  return command
}
