import {
  type AnswerLimits,
  type Line,
  ReaderError,
  type Reply,
  bytesFromText,
  textFromBytes,
} from '../../src/driver-kit.ts'

import { STATUS } from './commands.ts'
import { type Status, statusFromText } from './status.ts'

// Waits. PyLabRobot waits 60 s for every answer; here so long only where something moves. A second
// prompt that a model does not give is waited for as long as the line may be quiet.

const LIMITS: AnswerLimits = { firstByteMs: 5_000, quietMs: 1_500 }
const MOTION_LIMITS: AnswerLimits = { firstByteMs: 60_000, quietMs: 1_500 }
const PAUSE_BEFORE_RETRY_MS = 300
const STATUS_ATTEMPTS = 3

/** What went wrong is gone when the read is set up anew; the other failures need a person. */
const RETRYABLE: ReadonlySet<string> = new Set(['reader-malformed', 'reader-silent'])

/** A line to a reader that wants its commands ended so. */
export interface Talk {
  readonly line: Line
  readonly lineEnd: 'cr' | 'lf'
}

/** Asks for the status, again when the answer was spoilt; an error when there is none. */
export async function askStatus(talk: Talk): Promise<Status | ReaderError> {
  let reply = await ask(talk, '!STATUS')
  for (let attempt = 2; attempt <= STATUS_ATTEMPTS && reply.outcome !== 'answered'; attempt += 1) {
    await talk.line.pause(PAUSE_BEFORE_RETRY_MS)
    reply = await ask(talk, '!STATUS')
  }
  const error = errorFromReply(reply)
  return error ?? statusFromText(textFromBytes(reply.data)) ?? silentError(STATUS)
}

/** The status. Rejects with ReaderError when there is none. */
export async function mustStatus(talk: Talk): Promise<Status> {
  const status = await askStatus(talk)
  if (status instanceof ReaderError) throw status
  return status
}

/** Says a command that must be done. Rejects with ReaderError. */
export async function must(talk: Talk, command: string): Promise<void> {
  const error = errorFromReply(await ask(talk, command))
  if (error !== undefined) throw error
}

/** Asks for data; false when the reader has none. Rejects with ReaderError. */
export async function takeData(talk: Talk): Promise<boolean> {
  const reply = await ask(talk, '!TRANSFER')
  const error = errorFromReply(reply)
  if (error !== undefined) throw error
  return reply.status === ''
}

/** The reader's own log of errors on one line, empty when it has none or would not say. */
export async function askErrorLog(talk: Talk): Promise<string> {
  const { outcome, data, status } = await ask(talk, '!ERROR')
  if (outcome !== 'answered' || status !== '') return ''
  return textFromBytes(data)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('; ')
}

/** Says a command and gives what came of it, whatever that is. */
export async function ask({ line, lineEnd }: Talk, command: string): Promise<Reply> {
  const isMotion = command === '!READ' || command === '!CLOSE'
  const bytes = bytesFromText(`${command}${lineEnd === 'cr' ? '\r' : '\n'}`)
  return line.ask(bytes, isMotion ? MOTION_LIMITS : LIMITS)
}

function errorFromReply({ fault, command, outcome }: Reply): ReaderError | undefined {
  if (fault !== undefined) {
    const { code, message, hint, bytes } = fault
    return new ReaderError(code, message, { hint, bytes, retryable: RETRYABLE.has(code) })
  }
  return outcome === 'answered' ? undefined : silentError(command)
}

function silentError(command: string): ReaderError {
  return new ReaderError('reader-silent', `The reader did not answer '${command}' in time.`, {
    hint: 'Check that the reader is on and the cable is in.',
    retryable: true,
  })
}
