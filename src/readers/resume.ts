import { AssaydError } from '../core/errors.ts'
import { findReader } from './find-reader.ts'
import type { Left } from './left-read.ts'
import { isOfTheLine, unheard, type ReadEnd } from './read-plate.ts'
import type { Identity, Resuming } from '../ports/driver.ts'
import { HANDS_AWAY_MS } from './sheet-starts.ts'
import type { Talk } from './talk.ts'

/**
 * Resumes the read that an earlier connection left the reader with: waits until it is measured, has
 * it handed over, once. Undefined when there is none. A read that was resumed is over, however it
 * ends; only a lost line leaves it to the next connection. A plate that may not be the one of its
 * run sheet needs a person, as one that did not come does.
 */
export async function resumeLeft(talk: Talk, identity: Identity): Promise<ReadEnd | undefined> {
  const { resuming } = talk.driver
  const left = talk.left(identity)
  if (left === undefined || resuming === undefined) return undefined
  const { bench, reader } = talk
  const order = talk.resumeOrder()
  bench.tell({ kind: 'resuming', reader: reader.id, asked: left.asked.replace(/,$/, '') })
  const stop = (): void => talk.stopRead()
  order?.cancelled.addEventListener('abort', stop, { once: true })
  try {
    const isSure = await resumed(talk, left, resuming)
    bench.tell({ kind: 'settled', reader: reader.id })
    order?.ended()
    return isSure ? 'done' : 'needs-person'
  } catch (error) {
    if (!(error instanceof AssaydError) || isOfTheLine(error)) throw error
    bench.tell({ kind: 'read-failed', reader: reader.id, error, again: false })
    bench.tell({ kind: 'settled', reader: reader.id })
    order?.ended(error)
    // One that was stopped must answer again before anything else is asked of it.
    if (order?.cancelled.aborted === true) await findReader(talk)
    return 'needs-person'
  } finally {
    order?.cancelled.removeEventListener('abort', stop)
  }
}

/**
 * The run sheets of the request hold for the plate only when no other plate can have been measured
 * since the reader was heard last: because it was away too shortly for hands, or because another
 * read like it could not be over yet. On another port there may be another reader. Gives whether
 * they hold, or there are none.
 */
async function resumed(talk: Talk, left: Left, resuming: Resuming): Promise<boolean> {
  talk.asked(left.asked)
  talk.resumed(left.told)
  // From here on this connection is the one that was asked.
  const isSameHand = isSamePort(talk, left) && isWithin(talk, left, HANDS_AWAY_MS)
  if (isSameHand) talk.expect(left.sheets)
  let isSure = isSameHand
  try {
    await measured(talk, left, resuming)
    isSure ||= expectIfSure(talk, left)
    await resuming.fetch(talk.line, left.told)
  } catch (error) {
    if (!(error instanceof AssaydError) || isOfTheLine(error)) throw error
    // It is not resumed a second time, and nothing else that comes is its plate.
    talk.expect([])
    talk.readOver()
    throw error
  }
  talk.readOver()
  return isSure
}

/** Ends the connection, to try it anew, when the reader does not make itself understood. */
async function measured({ line }: Talk, { told }: Left, resuming: Resuming): Promise<void> {
  try {
    await resuming.untilMeasured(line, told)
  } catch (error) {
    throw unheard(error) ?? error
  }
}

function expectIfSure(talk: Talk, left: Left): boolean {
  const { bench, reader } = talk
  const isSure = isSamePort(talk, left) && isWithin(talk, left, left.leastMs)
  talk.expect(isSure ? left.sheets : [])
  if (isSure || left.sheets.length === 0) return true
  const names = left.sheets.map(({ value }) => `'${value.plate}'`).join(', ')
  const why = isSamePort(talk, left)
    ? 'another one may have been read while the connection was away'
    : `it was asked for on port '${left.port}', and this is '${reader.port}'`
  const text =
    `Nobody can tell whether the plate that the reader holds is ${names}: ${why}. ` +
    'It is stored without run sheet.'
  const hint = 'Compare it with what is in the reader, then give it its sheet: `assayd assign`.'
  bench.tell({ kind: 'mistake', reader: reader.id, text, hint })
  return false
}

function isSamePort({ reader }: Talk, { port }: Left): boolean {
  return port === reader.port
}

/** Whether so long has not passed since the reader was heard on the connection before. */
function isWithin({ bench }: Talk, { heardAtMs }: Left, ms: number): boolean {
  const awayMs = bench.clock.now().epochMs - heardAtMs
  return awayMs >= 0 && awayMs < ms
}
