import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import { waitingAt } from '../plates/plates.ts'
import type { NewAuditEntry } from '../ports/audit.ts'
import type { ExpectReport, ExpectWish } from '../ports/office.ts'

/**
 * Puts a run sheet where the next plate of a reader finds it, when nothing stands against it. The
 * audit entry is made first: a crash in between leaves an entry without its sheet, never a sheet of
 * which the trail knows nothing.
 */
export function expectPlate(bench: Bench, wish: ExpectWish): ExpectReport {
  const { settings, sheets } = bench
  const { readerId } = wish
  insistOnReader(bench, readerId)
  const sheet = sheets.check(settings, wish.sheet)
  const trouble = troubleWith(bench, readerId, sheet.value)
  if (trouble !== null) throw unsuited(...trouble)
  const { plate, layout, kitLot } = sheet.value
  const placed = { reader: readerId, sheet: sheet.hash }
  noteSheet(bench, { ...wish.deed, act: 'sheet-placed', plate, before: null, after: placed })
  try {
    const file = sheets.put(settings, sheet)
    return { reader: readerId, plate, layout, kitLot, file }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const who = 'assayd'
    noteSheet(bench, { who, reason, act: 'sheet-withdrawn', plate, before: placed, after: null })
    throw error
  }
}

function noteSheet(
  { store }: Bench,
  { plate, ...entry }: Omit<NewAuditEntry, 'subject'> & { readonly plate: string },
): void {
  store.note({ ...entry, subject: { kind: 'none', key: plate } })
}

function insistOnReader({ settings }: Bench, readerId: string): void {
  const ids = settings.readers.map(({ id }) => id)
  if (ids.includes(readerId)) return
  throw new AssaydError('reader-unknown', `No reader is called '${readerId}'.`, {
    hint: `Readers of this bench: ${ids.join(', ') || 'none'}.`,
  })
}

/** What is in the way, and what to do about it; null when nothing is. */
function troubleWith(
  bench: Bench,
  readerId: string,
  { plate, reader, barcode }: RunSheet,
): readonly [what: string, hint: string] | null {
  if (reader !== readerId) {
    const is = reader === null ? 'names no reader' : `is for reader '${reader}'`
    return [`The sheet of plate '${plate}' ${is}.`, `Write '${readerId}' as its reader.`]
  }
  if (bench.store.isRead(plate)) {
    const hint = 'A plate that is read again needs its barcode; a read is moved by `assayd assign`.'
    return [`Plate '${plate}' has been read already.`, hint]
  }
  const waiting = waitingAt(bench, readerId).map(({ value, file }) => `'${value.plate}' (${file})`)
  if (waiting.length > 0) {
    const hint = 'Have that plate read first, or move its sheet out of the folder.'
    return [`Reader '${readerId}' waits for ${waiting.join(', ')} already.`, hint]
  }
  const all = bench.source.runSheets(bench.settings).sheets
  const same = all.find(
    ({ value }) => value.plate === plate || (barcode !== null && value.barcode === barcode),
  )
  if (same === undefined) return null
  return [`${same.file} is a sheet of that plate or barcode.`, 'There may be one sheet a plate.']
}

function unsuited(what: string, hint: string): AssaydError {
  return new AssaydError('sheet-unsuited', what, { hint })
}
