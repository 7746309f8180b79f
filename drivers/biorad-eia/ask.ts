import {
  type AnswerLimits,
  type Line,
  ReaderError,
  type Reply,
  textFromBytes,
} from '../../src/driver-kit.ts'

import { commandBytes, commandFromWord, type Spoken } from './commands.ts'
import { notRemoteFault, statusFault } from './faults.ts'
import { NOT_REMOTE } from './reply.ts'
import { isSuccess, type Settings } from './settings.ts'

// Waits. The manuals that were seen state none; all are ours.

const QUERY_LIMITS: AnswerLimits = { firstByteMs: 3_000, quietMs: 2_000 }
/** A plate that somebody started at the keypad is measured first. */
export const REMOTE_LIMITS: AnswerLimits = { firstByteMs: 15_000, quietMs: 15_000 }
/** From the start of a read to its first byte; mixing comes on top. */
const READ_FIRST_BYTE_MS = 120_000
const READ_QUIET_MS = 20_000
const PAUSE_BEFORE_RETRY_MS = 200
const SAFE_ATTEMPTS = 3

/** What went wrong is gone when the read is set up anew; the other failures need a person. */
const RETRYABLE: ReadonlySet<string> = new Set([
  'reader-checksum',
  'reader-malformed',
  'reader-restarted',
  'reader-silent',
])

/** How long a plate may take. */
export function plateLimits({ mixSeconds }: Settings): AnswerLimits {
  return { firstByteMs: READ_FIRST_BYTE_MS + mixSeconds * 1000, quietMs: READ_QUIET_MS }
}

/** A line to a reader whose settings are known. */
export interface Talk {
  readonly line: Line
  readonly settings: Settings
}

export async function ask(
  { line, settings }: Talk,
  spoken: Spoken,
  limits: AnswerLimits = QUERY_LIMITS,
): Promise<Reply> {
  return line.ask(commandBytes(spoken, settings.preamble), limits)
}

/** A safe command without arguments, said again when nothing that makes sense comes back. */
export async function askSafely(talk: Talk, word: string): Promise<Reply> {
  if (commandFromWord(word)?.class !== 'safe') {
    throw new TypeError(`'${word}' is no safe command.`)
  }
  const spoken = { word, arguments: [] }
  let reply = await ask(talk, spoken)
  for (let attempt = 2; attempt <= SAFE_ATTEMPTS; attempt += 1) {
    if (reply.outcome === 'answered') return reply
    await talk.line.pause(PAUSE_BEFORE_RETRY_MS)
    reply = await ask(talk, spoken)
  }
  return reply
}

/** Says a command that must succeed. Rejects with ReaderError when it did not. */
export async function must(talk: Talk, spoken: Spoken, limits?: AnswerLimits): Promise<Reply> {
  const reply = await ask(talk, spoken, limits)
  const error = errorFromReply(reply, talk.settings)
  if (error !== undefined) throw error
  return reply
}

/** The error a reply stands for, or undefined when all is well. */
export function errorFromReply(reply: Reply, settings: Settings): ReaderError | undefined {
  const { command, outcome, status } = reply
  const fault = reply.fault ?? statusOf(reply, settings)
  if (fault !== undefined) {
    const { code, message, hint } = fault
    const bytes = reply.fault?.bytes ?? new Uint8Array()
    return new ReaderError(code, message, { hint, bytes, retryable: RETRYABLE.has(code) })
  }
  if (outcome === 'answered') return undefined
  return new ReaderError('reader-silent', `The reader did not answer '${command}' in time.`, {
    hint:
      status === ''
        ? 'Check that the reader is on and the cable is in.'
        : 'Check the cable and its plugs.',
    retryable: true,
  })
}

function statusOf({ command, outcome, status }: Reply, settings: Settings) {
  if (outcome !== 'answered' || status === '' || isSuccess(status, settings)) return undefined
  const what = `Answer to '${command}'`
  return status === NOT_REMOTE ? notRemoteFault(what, status) : statusFault(what, status)
}

/** The text that a reply carries. */
export function textOf({ data }: Reply): string {
  return textFromBytes(data).trim()
}
