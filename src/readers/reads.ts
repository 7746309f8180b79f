import type { RunSheet } from '../core/run-sheet.ts'
import { findReader } from './find-reader.ts'
import { waitingAt } from '../plates/plates.ts'
import type { Identity } from '../ports/driver.ts'
import type { ReadTrigger, Sourced } from '../ports/settings.ts'
import { readPlate, type ReadEnd } from './read-plate.ts'
import { resumeLeft } from './resume.ts'
import type { Talk } from './talk.ts'

const PAUSE_BETWEEN_SHEETS_MS = 1_000
/** How long somebody who orders a plate waits at most before the reader is asked. */
const PAUSE_BETWEEN_ORDERS_MS = 200
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
  if (trigger === 'on-run-sheet') await readWhenExpected(talk, turn, isOver)
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

/** Lets so much time pass, and serves what is ordered meanwhile. */
async function serveFor(talk: Talk, identity: Identity, ms: number): Promise<void> {
  for (let leftMs = ms; !talk.shouldEnd(); leftMs -= PAUSE_BETWEEN_ORDERS_MS) {
    const order = talk.takeOrder()
    if (order !== undefined) {
      await readPlate(talk, { identity, waiting: waitingAt(talk.bench, talk.reader.id), order })
      // One that was stopped must answer again before anything else is asked of it.
      if (order.cancelled.aborted) await findReader(talk)
    }
    if (leftMs <= 0) return
    await talk.line.pause(Math.min(leftMs, PAUSE_BETWEEN_ORDERS_MS))
  }
}

/**
 * A run sheet that names the reader starts the read. One whose read failed is not tried again
 * before it changes, or is taken out of the folder and put back.
 */
async function readWhenExpected(
  talk: Talk,
  { identity }: Turn,
  isOver: () => boolean,
): Promise<void> {
  const { bench, reader } = talk
  const told = new Set<string>()
  let triedSheet = talk.held.sheet
  while (!isOver()) {
    const waiting = waitingAt(bench, reader.id)
    tellWhyNot(talk, waiting, told)
    if (!waiting.some(({ hash }) => hash === triedSheet)) triedSheet = talk.held.sheet = ''
    const [sheet] = waiting
    if (sheet !== undefined && waiting.length === 1 && sheet.hash !== triedSheet) {
      triedSheet = sheet.hash
      await readPlate(talk, { identity, waiting })
    }
    await serveFor(talk, identity, PAUSE_BETWEEN_SHEETS_MS)
  }
}

/** Says once of each mistake, and of several sheets that wait at once, why no read starts. */
function tellWhyNot(
  { bench, reader }: Talk,
  waiting: readonly Sourced<RunSheet>[],
  told: Set<string>,
): void {
  const { mistakes } = bench.source.runSheets(bench.settings)
  const names = waiting.map(({ value }) => `'${value.plate}'`).join(', ')
  const several =
    waiting.length > 1
      ? [`Several run sheets wait for reader '${reader.id}': ${names}; leave one in the folder.`]
      : []
  for (const text of [...mistakes, ...several]) {
    if (!told.has(text)) bench.tell({ kind: 'mistake', reader: reader.id, text })
    told.add(text)
  }
}
