import { AssaydError } from '../core/errors.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import { waitingAt } from '../plates/plates.ts'
import type { Identity } from '../ports/driver.ts'
import type { Sourced } from '../ports/settings.ts'
import { readPlate } from './read-plate.ts'
import { serveFor } from './serve-orders.ts'
import type { Talk } from './talk.ts'

const PAUSE_BETWEEN_SHEETS_MS = 1_000

/**
 * A run sheet that names the reader starts a read, once. One whose plate did not come is held: it
 * starts no other before it changes, or is taken out of the folder and put back.
 */
export async function readWhenExpected(
  talk: Talk,
  identity: Identity,
  isOver: () => boolean,
): Promise<void> {
  const { bench, reader, starts } = talk
  const told = new Set<string>()
  while (!isOver()) {
    const waiting = waitingAt(bench, reader.id)
    const { sheets, mistakes } = bench.source.runSheets(bench.settings)
    starts.look(
      sheets.map(({ hash }) => hash),
      mistakes.length === 0,
    )
    tellWhyNot(talk, [...mistakes, ...severalOf(waiting, reader.id)], told)
    const sheet = waiting.length === 1 ? waiting[0] : undefined
    tellHeld(talk, sheet)
    if (sheet !== undefined && !starts.isHeld(sheet.hash)) await readFor(talk, identity, sheet)
    await serveFor(talk, identity, PAUSE_BETWEEN_SHEETS_MS)
  }
  if (talk.reader.trigger !== 'on-run-sheet') tellHeld(talk, undefined)
}

async function readFor(talk: Talk, identity: Identity, sheet: Sourced<RunSheet>): Promise<void> {
  const { bench, starts } = talk
  starts.asked([sheet.hash])
  try {
    await readPlate(talk, { identity, waiting: [sheet] })
  } catch (error) {
    starts.brokeOff(sheet.hash, bench.clock.monotonicMs())
    throw error
  }
}

/** Tells when the only sheet that waits is held, and when none is any more. */
function tellHeld(
  { bench, reader: { id }, starts }: Talk,
  sheet: Sourced<RunSheet> | undefined,
): void {
  const held = sheet !== undefined && starts.isHeld(sheet.hash) ? sheet : undefined
  if (!starts.isNews(held?.hash ?? '')) return
  bench.tell({ kind: 'held', reader: id, error: held === undefined ? null : heldBy(held, id) })
}

function heldBy({ value: { plate } }: Sourced<RunSheet>, readerId: string): AssaydError {
  const message =
    `Run sheet '${plate}' waits and starts no read by itself: one was asked for while it waited, ` +
    'and its plate did not come. The plate may be measured by now, or not be in the reader.'
  const hint =
    `See which plate is in the reader, and in \`assayd plates\` whether '${plate}' came without ` +
    `its sheet (\`assayd assign\`). If '${plate}' is in the reader and not measured, ` +
    `\`assayd read ${readerId}\` reads it; else take its sheet out of the folder until it is.`
  return new AssaydError('sheet-held', message, { hint })
}

/** Says once of each reason why no read starts. */
function tellWhyNot({ bench, reader }: Talk, why: readonly string[], told: Set<string>): void {
  for (const text of why) {
    if (!told.has(text)) bench.tell({ kind: 'mistake', reader: reader.id, text })
    told.add(text)
  }
}

function severalOf(waiting: readonly Sourced<RunSheet>[], readerId: string): readonly string[] {
  if (waiting.length < 2) return []
  const names = waiting.map(({ value }) => `'${value.plate}'`).join(', ')
  return [`Several run sheets wait for reader '${readerId}': ${names}; leave one in the folder.`]
}
