import { findReader } from './find-reader.ts'
import { readWhenExpected } from './reads-by-sheet.ts'
import { waitingAt } from '../plates/plates.ts'
import type { Identity } from '../ports/driver.ts'
import type { ReadTrigger } from '../ports/settings.ts'
import { readPlate, type ReadEnd } from './read-plate.ts'
import { resumeLeft } from './resume.ts'
import { PAUSE_BETWEEN_ORDERS_MS, serveFor } from './serve-orders.ts'
import type { Talk } from './talk.ts'

/** After three failures in a row something is wrong that a second later is still wrong. */
const PAUSE_AFTER_FAILURE_MS = 60_000
/** So long a reader is listened to before its port is closed. */
const LAST_LOOK_MS = 50

/**
 * Finds the reader, then has it measure plates as its trigger says and as people order. Resolves
 * when the session should end.
 */
export async function talkWith(talk: Talk): Promise<void> {
  const identity = await findReader(talk)
  const resumed = await resumeLeft(talk, identity)
  talk.starts.connected(resumed !== undefined)
  const { trigger } = talk.reader
  if (talk.once) return resumed === undefined ? readOnce(talk, identity) : undefined
  if (trigger === 'on-connect' && resumed === undefined) await readExpected(talk, identity)
  let turn: Turn = { identity, resumed }
  while (!(await endsQuietly(talk))) {
    await whileTriggeredBy(talk.reader.trigger, talk, turn)
    turn = { identity, resumed: undefined }
  }
}

interface Turn {
  readonly identity: Identity
  /** How a read ended that was resumed before; undefined when there was none. */
  readonly resumed: ReadEnd | undefined
}

/**
 * Whether the session should end, also after a moment in which nothing came: a plate that began
 * while the process was busy with something else is heard first.
 */
async function endsQuietly({ shouldEnd, line }: Talk): Promise<boolean> {
  if (!shouldEnd()) return false
  await line.pause(LAST_LOOK_MS)
  return shouldEnd()
}

/** One plate, and no more. */
async function readOnce(talk: Talk, identity: Identity): Promise<void> {
  if (talk.reader.trigger !== 'listen') return void (await readExpected(talk, identity))
  // A plate that comes by itself may still be waited for, when one plate is all that is wanted.
  const isListenedTo = talk.driver.facts.abilities.starts !== 'by-command'
  if (isListenedTo) await whileTriggeredBy('listen', talk, { identity, resumed: undefined })
}

/** Reads as the trigger says, until it is another one, or the session should end. */
async function whileTriggeredBy(trigger: ReadTrigger, talk: Talk, turn: Turn): Promise<void> {
  const isOver = (): boolean => talk.shouldEnd() || talk.reader.trigger !== trigger
  if (trigger === 'on-run-sheet') await readWhenExpected(talk, turn.identity, isOver)
  if (trigger === 'repeatedly') await readRepeatedly(talk, turn, isOver)
  while (!isOver()) await serveFor(talk, turn.identity, PAUSE_BETWEEN_ORDERS_MS)
}

function readExpected(talk: Talk, identity: Identity) {
  return readPlate(talk, { identity, waiting: waitingAt(talk.bench, talk.reader.id) })
}

/** One plate after another, until the reader needs a person. */
async function readRepeatedly(
  talk: Talk,
  { identity, resumed }: Turn,
  isOver: () => boolean,
): Promise<void> {
  if (resumed === 'needs-person') return
  while (!isOver()) {
    const end = await readExpected(talk, identity)
    if (end === 'needs-person') return
    await serveFor(talk, identity, end === 'failed' ? PAUSE_AFTER_FAILURE_MS : 0)
  }
}
