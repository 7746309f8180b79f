import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import { watchClock } from '../health/clock-jump.ts'
import { waitingAt } from '../plates/plates.ts'
import type { Identity } from '../ports/driver.ts'
import type { SettingsSource, Sourced } from '../ports/settings.ts'
import { readPlate } from './read-plate.ts'
import { serveFor } from './serve-orders.ts'
import type { SheetStarts } from './sheet-starts.ts'
import type { Talk } from './talk.ts'

const PAUSE_BETWEEN_SHEETS_MS = 1_000

/**
 * A run sheet that names the reader starts a read, once. One whose plate did not come is held: it
 * starts no other before it changes, or is taken out of the folder and put back. Of several none
 * starts one: nobody can tell which plate is in the reader.
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
    const { mistakes } = lookAtSheets(bench, starts)
    tellMistakes(talk, mistakes, told)
    tellHeld(talk, waiting, mistakes)
    const [sheet] = waiting
    const isAlone = waiting.length === 1
    if (sheet !== undefined && isAlone && !starts.isHeld(sheet.hash)) {
      await readFor(talk, identity, sheet)
    }
    await serveFor(talk, identity, PAUSE_BETWEEN_SHEETS_MS)
  }
  if (talk.reader.trigger !== 'on-run-sheet') tellHeld(talk, [], [])
}

/** Looks into the folder, whoever is there or away. */
export function lookAtSheets(
  { source, settings }: Pick<Bench, 'source' | 'settings'>,
  starts: SheetStarts,
): ReturnType<SettingsSource['runSheets']> {
  const seen = source.runSheets(settings)
  starts.look(seen.sheets, seen.folder)
  return seen
}

async function readFor(talk: Talk, identity: Identity, sheet: Sourced<RunSheet>): Promise<void> {
  const {
    bench: { clock },
    starts,
  } = talk
  const jumps = watchClock(clock)
  try {
    await readPlate(talk, { identity, waiting: [sheet] })
    // Also one that cannot be asked for as things are is not tried again every second.
    starts.asked([sheet.hash])
  } catch (error) {
    const atMs = clock.monotonicMs()
    // A computer that slept, during the read or after, finds its clock moved.
    starts.brokeOff(sheet.hash, () => clock.monotonicMs() - atMs + Math.abs(jumps.sinceLast()))
    throw error
  }
}

/** Tells why nothing starts a read by itself, and when that is so no more. */
function tellHeld(
  { bench, reader: { id }, starts }: Talk,
  waiting: readonly Sourced<RunSheet>[],
  mistakes: readonly string[],
): void {
  const idle = waiting.length === 1 ? waiting.filter(({ hash }) => starts.isHeld(hash)) : waiting
  const unusable = waiting.length === 0 ? mistakes : []
  if (!starts.isNews([...idle.map(({ hash }) => hash), ...unusable].join('\n'))) return
  bench.tell({ kind: 'held', reader: id, error: whyNone(idle, unusable, id) })
}

/** Null when nothing waits, or what waits starts one. */
function whyNone(
  idle: readonly Sourced<RunSheet>[],
  mistakes: readonly string[],
  readerId: string,
): AssaydError | null {
  const [held, ...others] = idle
  if (held !== undefined)
    return others.length === 0 ? heldBy(held, readerId) : severalOf(idle, readerId)
  return mistakes.length === 0 ? null : unusableBy(mistakes)
}

function heldBy({ value: { plate } }: Sourced<RunSheet>, readerId: string): AssaydError {
  const message =
    `Run sheet '${plate}' waits and starts no read by itself: one was asked for while it waited, ` +
    'or may have been before a backup was restored, and its plate did not come. ' +
    'The plate may be measured by now, or not be in the reader.'
  const hint =
    `See which plate is in the reader, and in \`assayd plates\` whether '${plate}' came without ` +
    `its sheet (\`assayd assign\`). If '${plate}' is in the reader and not measured, ` +
    `\`assayd read ${readerId}\` reads it; else take its sheet out of the folder until it is.`
  return new AssaydError('sheet-held', message, { hint })
}

function severalOf(waiting: readonly Sourced<RunSheet>[], readerId: string): AssaydError {
  const names = waiting.map(({ value }) => `'${value.plate}'`).join(', ')
  const message = `Run sheets wait for reader '${readerId}', and of several none starts: ${names}.`
  const hint =
    'Leave the sheet of the plate that is in the reader in the folder, and take the others out ' +
    'until it is read.'
  return new AssaydError('sheet-unsuited', message, { hint })
}

/** One of these may be meant for the reader; nobody can tell. */
function unusableBy([first = '', ...others]: readonly string[]): AssaydError {
  const more = others.length === 0 ? '' : `; and ${others.length} more`
  return new AssaydError('sheet-unsuited', `Run sheets cannot be used: ${first}${more}.`, {
    hint: '`assayd check` lists every mistake; put the files right, or take them elsewhere.',
  })
}

/** Says once of each mistake of the folder, from which no read starts. */
function tellMistakes(
  { bench, reader }: Talk,
  mistakes: readonly string[],
  told: Set<string>,
): void {
  for (const text of mistakes) {
    if (!told.has(text)) bench.tell({ kind: 'mistake', reader: reader.id, text })
    told.add(text)
  }
}
