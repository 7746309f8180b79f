import { type AnswerLimits, type Line, ReaderError, type Reply } from '../../src/driver-kit.ts'

import {
  commandFromPayload,
  DATA,
  DATA_PAYLOAD,
  RUN,
  STATUS,
  STATUS_PAYLOAD,
  STOP_PAYLOAD,
} from './commands.ts'
import { frameOf } from './frame.ts'
import { FLAG_BYTES, type Status, statusFromPayload } from './status.ts'

// Waits. None is stated; answers were seen within 40 ms, the longest takes 1.5 s on the wire.

const LIMITS: AnswerLimits = { firstByteMs: 3_000, quietMs: 2_000 }
/** From the run on, whatever is asked may be answered by somebody's wish to stop it. */
const STOPPABLE: AnswerLimits = { ...LIMITS, stopWith: frameOf(STOP_PAYLOAD) }
const PAUSE_BEFORE_RETRY_MS = 300
const STATUS_ATTEMPTS = 3

/** What went wrong is gone when the read is set up anew; the other failures need a person. */
const RETRYABLE: ReadonlySet<string> = new Set([
  'reader-checksum',
  'reader-malformed',
  'reader-restarted',
  'reader-silent',
])

/** Asks for the status, again when the answer was spoilt; undefined when there is none. */
export async function askStatus(line: Line): Promise<Status | ReaderError> {
  let reply = await ask(line, STATUS_PAYLOAD)
  for (let attempt = 2; attempt <= STATUS_ATTEMPTS && mayRepeat(reply); attempt += 1) {
    await line.pause(PAUSE_BEFORE_RETRY_MS)
    reply = await ask(line, STATUS_PAYLOAD)
  }
  return errorFromReply(reply) ?? statusFromPayload(reply.data.slice(0, FLAG_BYTES))
}

function mayRepeat({ outcome, fault }: Reply): boolean {
  return outcome !== 'answered' && fault?.code !== 'reader-aborted'
}

/** The status. Rejects with ReaderError when there is none. */
export async function mustStatus(line: Line): Promise<Status> {
  const status = await askStatus(line)
  if (status instanceof ReaderError) throw status
  return status
}

/** Asks for the data of the run that is over. */
export async function mustData(line: Line): Promise<void> {
  await must(line, DATA_PAYLOAD)
}

/** Says a command that must be answered. Rejects with ReaderError. */
export async function must(line: Line, payload: Uint8Array): Promise<void> {
  const error = errorFromReply(await ask(line, payload))
  if (error !== undefined) throw error
}

async function ask(line: Line, payload: Uint8Array): Promise<Reply> {
  return line.ask(frameOf(payload), isOfRead(payload) ? STOPPABLE : LIMITS)
}

/** Moving the drawer is quickly over; what comes before a run is refused with it. */
function isOfRead(payload: Uint8Array): boolean {
  const name = commandFromPayload(payload)?.name
  return name === STATUS || name === DATA || name === RUN
}

function errorFromReply({ fault, command, outcome }: Reply): ReaderError | undefined {
  if (fault !== undefined) {
    const { code, message, hint, bytes } = fault
    return new ReaderError(code, message, { hint, bytes, retryable: RETRYABLE.has(code) })
  }
  if (outcome === 'answered') return undefined
  return new ReaderError('reader-silent', `The reader did not answer '${command}' in time.`, {
    hint: 'Check that the reader is on and the cable is in.',
    retryable: true,
  })
}
