import type { RunSheet } from '../core/run-sheet.ts'
import type { Sourced } from '../ports/settings.ts'
import type { ReadPlace } from '../ports/store.ts'
import type { Expectation, LastExpected } from '../ports/unfinished.ts'
import { insertText } from './documents.ts'
import { jsonAt, jsonFrom, numberAt, textAt } from './rows.ts'
import type { Session } from './session.ts'

export function saveExpectation(session: Session, from: Expectation): void {
  for (const sheet of from.sheets) insertText(session, sheet)
  session.insert('expectations', {
    capture_id: from.captureId,
    from_byte: from.fromByte,
    sheets_json: jsonFrom(from.sheets),
  })
  session.record({
    who: 'assayd',
    reason: from.reason ?? '',
    act: 'expectation-fixed',
    subject: { kind: 'expectation', key: String(session.lastKey()) },
    before: null,
    after: { capture: from.captureId, plates: from.sheets.map(({ value }) => value.plate) },
  })
}

/** Where in the capture something was fixed, in bytes received, in that order. */
export function loadExpectedFrom(session: Session, captureId: string): readonly number[] {
  const sql = 'SELECT from_byte FROM expectations WHERE capture_id = ? ORDER BY from_byte'
  return session.all(sql, captureId).map((row) => numberAt(row, 'from_byte'))
}

const AT_PLACE = `
  SELECT sheets_json FROM expectations
  WHERE capture_id = ? AND from_byte < ?
  ORDER BY from_byte DESC, expectation_id DESC LIMIT 1`

/** The sheets that waited when the read at this place was asked for; none when nobody asked. */
export function loadExpected(
  session: Session,
  { captureId, lastByte }: ReadPlace,
): readonly Sourced<RunSheet>[] {
  const row = session.first(AT_PLACE, captureId, lastByte)
  return row === undefined ? [] : jsonAt(row, 'sheets_json', isSheets)
}

const NEWEST = `
  SELECT file, sheets_json FROM expectations
  JOIN captures USING (capture_id)
  WHERE reader_id = ? ORDER BY expectation_id DESC LIMIT 1`

/** What was fixed when the reader was asked last, and the capture in which it was. */
export function loadLastExpected(session: Session, readerId: string): LastExpected | undefined {
  const row = session.first(NEWEST, readerId)
  if (row === undefined) return undefined
  return { file: textAt(row, 'file'), sheets: jsonAt(row, 'sheets_json', isSheets) }
}

// A sheet that no read ever waited for is in no document, and one that is was fixed lately. A
// digest stands nowhere but as one: the JSON need not be taken apart.
const WITH_SHEET = `
  SELECT 1 FROM expectations
  JOIN captures USING (capture_id)
  WHERE EXISTS (SELECT 1 FROM documents WHERE hash = ?)
    AND reader_id = ? AND instr(sheets_json, ?) > 0
  ORDER BY expectation_id DESC LIMIT 1`

/** Whether a read of the reader was ever asked for while the sheet with this SHA-256 waited. */
export function loadWasExpected(session: Session, readerId: string, hash: string): boolean {
  return session.first(WITH_SHEET, hash, readerId, hash) !== undefined
}

const SHEET = `
  SELECT sheets_json FROM expectations
  WHERE EXISTS (SELECT 1 FROM documents WHERE hash = ?) AND instr(sheets_json, ?) > 0
  ORDER BY expectation_id DESC LIMIT 1`

/** The sheet with this SHA-256, as it waited for any read. */
export function loadExpectedSheet(session: Session, hash: string): Sourced<RunSheet> | undefined {
  const row = session.first(SHEET, hash, hash)
  const sheets = row === undefined ? [] : jsonAt(row, 'sheets_json', isSheets)
  return sheets.find((sheet) => sheet.hash === hash)
}

/** What was written here as sheets; the shape of each was checked when its file was read. */
function isSheets(value: unknown): value is readonly Sourced<RunSheet>[] {
  return Array.isArray(value) && value.every((one) => isSheet(one))
}

/** Whether it is what was written as a sheet. */
export function isSheet(one: unknown): one is Sourced<RunSheet> {
  if (typeof one !== 'object' || one === null || !('value' in one) || !('hash' in one)) return false
  const { value, hash } = one
  return (
    typeof hash === 'string' &&
    typeof value === 'object' &&
    value !== null &&
    'plate' in value &&
    'specimens' in value &&
    Array.isArray(value.specimens)
  )
}
