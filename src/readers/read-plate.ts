import { AssaydError, ReaderError } from '../core/errors.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { TakenOrder } from './order.ts'
import { watchClock } from '../health/clock-jump.ts'
import type { Clock } from '../ports/clock.ts'
import type { Identity, ReadRequest } from '../ports/driver.ts'
import type { Sourced } from '../ports/settings.ts'
import { requestFor } from './read-request.ts'
import { HANDS_AWAY_MS } from './sheet-starts.ts'
import type { Talk } from './talk.ts'

/** How often one plate is asked for in a row. */
const READ_ATTEMPTS_MAX = 3
const PAUSE_BEFORE_RETRY_MS = 1_000

/**
 * How asking for a plate ended: with one, without one for now, or without one for a person to see.
 */
export type ReadEnd = 'done' | 'failed' | 'needs-person'

/** One plate to ask for. */
export interface Asked {
  readonly identity: Identity
  /** Run sheets that wait for a plate of this reader. */
  readonly waiting: readonly Sourced<RunSheet>[]
  /** What somebody ordered; without it the read follows from the plate that is expected. */
  readonly order?: TakenOrder
}

/**
 * One plate, asked for again when the reader's failure allows it, and while its run sheet cannot
 * have become that of another one. A reader that needs a person is told of and left alone; an order
 * that was cancelled is not tried again.
 */
export async function readPlate(talk: Talk, asked: Asked): Promise<ReadEnd> {
  const { bench, line, reader } = talk
  const { order } = asked
  const isUnsure = unsureOf(bench.clock, asked)
  for (let attempt = 1; ; attempt += 1) {
    const beganMs = bench.clock.monotonicMs()
    try {
      await readOnce(talk, asked)
      bench.tell({ kind: 'settled', reader: reader.id })
      order?.ended()
      return 'done'
    } catch (error) {
      if (!(error instanceof AssaydError) || isOfTheLine(error)) throw error
      const isRetryable = error instanceof ReaderError && error.retryable
      const isLast = attempt === READ_ATTEMPTS_MAX || order?.cancelled.aborted === true
      const again = isRetryable && !isLast && !isUnsure(error, beganMs)
      bench.tell({ kind: 'read-failed', reader: reader.id, error, again })
      await line.pause(PAUSE_BEFORE_RETRY_MS)
      if (again) continue
      bench.tell({ kind: 'settled', reader: reader.id })
      order?.ended(error)
      return isRetryable ? 'failed' : 'needs-person'
    }
  }
}

/** The connection, its capture or the store is gone: nobody is left to ask. */
export function isOfTheLine({ code }: AssaydError): boolean {
  return code === 'port-lost' || code === 'capture-write' || code.startsWith('store-')
}

/** While a reader measures, these come of the line, and not of what it measures. */
const OF_SILENCE: ReadonlySet<string> = new Set(['reader-silent', 'reader-malformed'])

/**
 * The connection is given up, to try it anew, where a reader that measures does not make itself
 * understood any more; undefined for everything else that goes wrong.
 */
export function unheard(error: unknown): AssaydError | undefined {
  if (!(error instanceof AssaydError) || !OF_SILENCE.has(error.code)) return undefined
  const { message, hint } = error
  return new AssaydError('port-lost', message, { hint, cause: error })
}

/**
 * Whether another plate than that of the run sheet may be in the reader since the attempt that
 * began then: it was silent for long enough for hands, or the computer slept.
 */
function unsureOf(clock: Clock, { waiting }: Asked) {
  const jumps = watchClock(clock)
  return ({ code }: AssaydError, beganMs: number): boolean => {
    if (waiting.length === 0) return false
    const isLong = clock.monotonicMs() - beganMs >= HANDS_AWAY_MS
    return jumps.sinceLast() !== 0 || (isLong && OF_SILENCE.has(code))
  }
}

/** A reader that goes on without anybody is left with its read, to be resumed when it is heard. */
function leavingRead(talk: Talk, identity: Identity, error: unknown): AssaydError | undefined {
  if (talk.once || talk.driver.resuming === undefined) return undefined
  const lost = unheard(error)
  return lost === undefined || talk.left(identity) === undefined ? undefined : lost
}

async function readOnce(talk: Talk, { identity, waiting, order }: Asked): Promise<void> {
  const { bench, driver, line, reader } = talk
  const wanted = order?.wanted ?? null
  const request = requestFor({ bench, reader, identity, waiting, wanted })
  bench.tell({ kind: 'reading', reader: reader.id, wavelengthsNm: request.wavelengthsNm })
  talk.expect(waiting)
  talk.asked(inWords(request), waiting)
  const stop = (): void => talk.stopRead()
  order?.cancelled.addEventListener('abort', stop, { once: true })
  let leaving: AssaydError | undefined
  try {
    await driver.read(line, request, identity)
  } catch (error) {
    leaving = leavingRead(talk, identity, error)
    throw leaving ?? error
  } finally {
    order?.cancelled.removeEventListener('abort', stop)
    if (leaving === undefined) talk.readOver()
  }
}

/** `a plate at 450, 630 nm`, with its readings in time. */
function inWords({ wavelengthsNm, kinetic }: ReadRequest): string {
  const plate = `a plate at ${wavelengthsNm.join(', ')} nm`
  if (kinetic === null) return plate
  return `${plate} in ${kinetic.count} readings, ${kinetic.intervalS} s apart,`
}
