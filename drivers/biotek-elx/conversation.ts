import {
  type Identity,
  type Line,
  ReaderError,
  type ReadRequest,
  type Reply,
} from '../../src/driver-kit.ts'

import {
  ask,
  askSafely,
  DEFINITION_LIMITS,
  errorFromReply,
  faultOfCode,
  must,
  QUERY_LIMITS,
  READ_QUIET_MS,
  SWITCHED_ON,
  UNSURE_LIMITS,
} from './ask.ts'
import { bytesFromDefinition } from './assay-definition.ts'
import { uint16At } from './bytes.ts'
import { HALT } from './decoder.ts'
import { BASECODE_3 } from './greeting.ts'
import { type ReadSetup, setupFor, unsuited } from './read-setup.ts'

// How one plate is read: o, n1, V, i1, r, %, $, s, S. Nothing moves before S, and everything the
// reader must remember is told to it every time, so that a power cycle in between cannot change
// what is measured.

/** Lets a second plate that follows unasked begin before the reader is spoken to. */
const SETTLE_MS = 50

/** Has the reader measure one plate. Rejects with ReaderError. */
export async function read(line: Line, request: ReadRequest, identity: Identity): Promise<void> {
  const setup = setupFor(request, identity)
  await line.pause(SETTLE_MS)
  await checkHealth(line)
  await useElxStatus(line, identity)
  await setUp(line, setup)
  await prepare(line, setup)
  const quietMs = READ_QUIET_MS + 1000 * (setup.intervalS ?? 0)
  const limits = { firstByteMs: QUERY_LIMITS.firstByteMs, quietMs, stopWith: HALT }
  const reply = await ask(line, { code: 'S', limits })
  const error = errorFromReply(reply)
  if (error !== undefined) throw await withReadersWord(line, error)
}

/** An old error is cleared by asking; what remains at the second time is still there. */
async function checkHealth(line: Line): Promise<void> {
  const first = await askSafely(line, { code: 'o' })
  if (first.outcome === 'refused') return
  const last =
    faultOfCode(first.status) === undefined ? first : await askSafely(line, { code: 'o' })
  const error = errorFromReply(last)
  if (error !== undefined) throw error
}

/**
 * Asks for ELx status, whose final word voids a bad read. Old readers may not know it and stay with
 * 312.
 */
async function useElxStatus(line: Line, { features }: Identity): Promise<void> {
  const reply = await ask(line, { code: 'n', argument: SWITCHED_ON })
  const mayRefuse = features[BASECODE_3] !== true
  const error = reply.outcome === 'refused' && mayRefuse ? undefined : errorFromReply(reply)
  if (error !== undefined) throw error
}

/** Definition first: it resets the temperature and the ranges. */
async function setUp(line: Line, setup: ReadSetup): Promise<void> {
  const definition = bytesFromDefinition(setup.definition)
  await must(line, { code: 'V', argument: definition, limits: DEFINITION_LIMITS })
  if (setup.temperature) await includeTemperature(line)
  if (setup.ranges === null) return
  await must(line, { code: 'r', argument: Uint8Array.from(setup.ranges.rows) })
  await must(line, { code: '%', argument: Uint8Array.from(setup.ranges.columns) })
}

/** A reader that does not know the command is read without its temperature. */
async function includeTemperature(line: Line): Promise<void> {
  const reply = await ask(line, { code: 'i', argument: SWITCHED_ON, limits: UNSURE_LIMITS })
  const error = reply.outcome === 'refused' ? undefined : errorFromReply(reply)
  if (error !== undefined) throw error
}

/** An answer that comes so much late is not taken for the beginning of the plate. */
const LATE_ANSWER_MS = 1000

/** What is asked between the definition and the start: the shortest interval, and the barcode. */
async function prepare(line: Line, { intervalS, barcode, ranges }: ReadSetup): Promise<void> {
  if (intervalS !== null && intervalS > 0 && ranges !== null) {
    const reply = unlessRestarted(await askSafely(line, { code: '$' }))
    const shortestS = uint16At(reply.data, 0)
    if (reply.outcome === 'answered' && shortestS > intervalS) {
      throw unsuited(
        `A kinetic read every ${intervalS} s was asked for; ` +
          `the reader needs at least ${shortestS} s.`,
      )
    }
  }
  if (!barcode) return
  // A plate whose barcode cannot be read is read all the same.
  const reply = unlessRestarted(await ask(line, { code: 's' }))
  if (reply.outcome === 'silent') await line.pause(LATE_ANSWER_MS)
}

/** A question may go unanswered; a reader that lost its settings may not go on. */
function unlessRestarted(reply: Reply): Reply {
  const error = reply.fault?.code === 'reader-restarted' ? errorFromReply(reply) : undefined
  if (error !== undefined) throw error
  return reply
}

/** After a failed read `o` tells what the reader has to say, and clears it. */
async function withReadersWord(line: Line, error: ReaderError): Promise<ReaderError> {
  if (error.code === 'reader-refused') return error
  const reply = await ask(line, { code: 'o' })
  const fault = reply.outcome === 'answered' ? faultOfCode(reply.status) : undefined
  if (fault === undefined || error.message.includes(`'${reply.status}'`)) return error
  const { code, hint, bytes, retryable } = error
  const message = `${error.message} It reports '${reply.status}', ${fault.meaning}.`
  return new ReaderError(code, message, {
    hint: fault.hint || hint,
    bytes,
    retryable: retryable && !fault.fatal,
  })
}
