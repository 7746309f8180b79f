import type { PlateRecord, PlateToSave, StoredRead } from '../ports/store.ts'
import { insertText } from './documents.ts'
import { loadRead } from './reads.ts'
import { recordFromRow } from './records.ts'
import { numberAt, textAt } from './rows.ts'
import type { Session } from './session.ts'

const UPSERT = `
  INSERT INTO plates
    (plate, binding, binding_reason, layout_id, assay_id, kit_lot, operator, barcode)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (plate) DO UPDATE SET
    binding = excluded.binding,
    binding_reason = excluded.binding_reason,
    layout_id = excluded.layout_id,
    assay_id = excluded.assay_id,
    kit_lot = excluded.kit_lot,
    operator = excluded.operator,
    barcode = excluded.barcode`

function upsertRecord(session: Session, record: PlateRecord): void {
  session.run(
    UPSERT,
    record.plate,
    record.binding,
    record.bindingReason,
    record.layoutId,
    record.assayId,
    record.kitLot,
    record.operator,
    record.barcode,
  )
}

/** Only an assignment moves a read between plates: anything else would be silent. */
function tie(session: Session, plate: string, readId: number): void {
  const owner = plateOfRead(session, readId)
  if (owner !== undefined) {
    if (owner === plate) return
    throw new RangeError(`Expected read ${readId} to be free, but it belongs to plate '${owner}'.`)
  }
  addRead(session, plate, readId)
  session.run('DELETE FROM reads_to_assign WHERE read_id = ?', readId)
}

function addRead(session: Session, plate: string, readId: number): void {
  const sql = 'SELECT coalesce(max(read_number), 0) + 1 AS next FROM plate_reads WHERE plate = ?'
  const next = session.first(sql, plate)
  const number = next === undefined ? 1 : numberAt(next, 'next')
  session.insert('plate_reads', { plate, read_number: number, read_id: readId })
}

/** The plate that the read is of now; undefined when it is of none yet. */
export function plateOfRead(session: Session, readId: number): string | undefined {
  const row = session.first('SELECT plate FROM plate_reads_now WHERE read_id = ?', readId)
  return row === undefined ? undefined : textAt(row, 'plate')
}

const NEWEST_READ = `
  SELECT read_id FROM plate_reads_now WHERE plate = ? ORDER BY read_number DESC LIMIT 1`

function newestReadOf(session: Session, plate: string): number | undefined {
  const row = session.first(NEWEST_READ, plate)
  return row === undefined ? undefined : numberAt(row, 'read_id')
}

/** A plate waits for its analysis while its layout is known and its newest read has none. */
export function noteWhetherAnalysed(session: Session, { plate, layoutId }: PlateRecord): void {
  const readId = newestReadOf(session, plate)
  const sql = 'SELECT 1 FROM analyses WHERE read_id = ? AND plate = ? LIMIT 1'
  const isDone = readId === undefined || session.first(sql, readId, plate) !== undefined
  if (isDone || layoutId === '') session.run('DELETE FROM plates_to_analyse WHERE plate = ?', plate)
  else insertWaiting(session, plate)
}

/** Its newest read is to be analysed, whether it was or not. */
export function waitForAnalysis(session: Session, { plate, layoutId }: PlateRecord): void {
  if (layoutId !== '' && newestReadOf(session, plate) !== undefined) insertWaiting(session, plate)
}

function insertWaiting(session: Session, plate: string): void {
  session.run('INSERT OR IGNORE INTO plates_to_analyse (plate) VALUES (?)', plate)
}

/** It has a read that is its own still. */
export function isRead(session: Session, plate: string): boolean {
  return newestReadOf(session, plate) !== undefined
}

/** With the run sheet that named the plate, if one did: it is kept also if nothing is computed. */
export function savePlate(
  session: Session,
  { sheet, ...record }: PlateToSave,
  readId: number,
): void {
  const before = loadRecord(session, record.plate) ?? null
  upsertRecord(session, record)
  tie(session, record.plate, readId)
  if (sheet !== undefined) insertText(session, sheet)
  noteWhetherAnalysed(session, record)
  recordBound(session, { before, after: { ...record, read: readId, sheet: sheet?.hash ?? null } })
}

/** Lets a plate, made when it is not there, have a read that was another's. */
export function shareRead(session: Session, record: PlateRecord, readId: number): void {
  const before = loadRecord(session, record.plate) ?? null
  upsertRecord(session, record)
  const sql = 'SELECT 1 FROM plate_reads WHERE plate = ? AND read_id = ?'
  if (session.first(sql, record.plate, readId) === undefined) {
    addRead(session, record.plate, readId)
  }
  recordBound(session, { before, after: { ...record, read: readId } })
}

function recordBound(
  session: Session,
  change: {
    readonly before: PlateRecord | null
    readonly after: PlateRecord & { readonly read: number; readonly sheet?: string | null }
  },
): void {
  const subject = { kind: 'plate', key: change.after.plate } as const
  session.record({ who: 'assayd', reason: '', act: 'plate-bound', subject, ...change })
}

export function loadRecord(session: Session, plate: string): PlateRecord | undefined {
  const row = session.first('SELECT * FROM plates WHERE plate = ?', plate)
  return row === undefined ? undefined : recordFromRow(row)
}

/** The plate's newest read. Throws RangeError when the plate has none. */
export function loadNewestRead(session: Session, plate: string): StoredRead {
  const readId = newestReadOf(session, plate)
  if (readId === undefined) throw new RangeError(`Expected plate '${plate}' to have a read.`)
  return loadRead(session, readId)
}
