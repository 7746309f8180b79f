import {
  type AnswerLimits,
  type Line,
  ReaderError,
  type Reply,
  bytesFromText,
} from '../../src/driver-kit.ts'

import { ABORT, COMMANDS } from './commands.ts'
import { faultFromStatus } from './error-table.ts'

// Waits. The vendor's are not known; those of PyLabRobot, which runs on real readers, are 1 s for
// questions, 20 s for everything else, and 180 s for the block of a plate.

const QUERY_LIMITS: AnswerLimits = { firstByteMs: 1_500, quietMs: 1_500 }
export const MOTION_LIMITS: AnswerLimits = { firstByteMs: 20_000, quietMs: 20_000 }
export const READ_LIMITS: AnswerLimits = {
  firstByteMs: 20_000,
  quietMs: 180_000,
  stopWith: bytesFromText(ABORT),
}
/** Lets the rest of a spoilt answer arrive before the command is said again. */
const PAUSE_BEFORE_RETRY_MS = 200
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
 * A safe question, said again when it was refused, garbled or not heard; `isGood` may judge the
 * answer too.
 */
export async function askSafely(
  line: Line,
  code: string,
  isGood: (reply: Reply) => boolean = () => true,
): Promise<Reply> {
  if (COMMANDS.find((each) => each.code === code)?.class !== 'safe') {
    throw new TypeError(`'${code}' is no safe command.`)
  }
  let reply = await ask(line, { code })
  for (let attempt = 2; attempt <= SAFE_ATTEMPTS; attempt += 1) {
    if (reply.outcome === 'answered' && isGood(reply)) return reply
    if (reply.fault?.code === 'reader-aborted') return reply
    await line.pause(PAUSE_BEFORE_RETRY_MS)
    reply = await ask(line, { code })
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
        hint: 'Check the cable; the reader may not be one of this family.',
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

function statusError(command: string, status: string): ReaderError | undefined {
  const fault = faultFromStatus(status)
  if (fault === undefined) return undefined
  const message = `'${command}': the reader reports '${status}', ${fault.meaning}.`
  return new ReaderError('reader-status', message, { hint: fault.hint, retryable: false })
}
