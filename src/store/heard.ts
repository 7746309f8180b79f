import type { NewAuditEntry } from '../ports/audit.ts'
import type { CaptureHeader, CaptureSeal } from '../ports/capture.ts'
import type { FaultQuery, Slice, SliceOf } from '../ports/lists.ts'
import type { HeardFault, StoredFault } from '../ports/store.ts'
import { bytesAt, flagAt, numberAt, textAt, textOrNullAt } from './rows.ts'
import type { Row } from './rows.ts'
import type { Session } from './session.ts'
import { numberedSlice } from './slices.ts'

/** A capture stands once; naming it again changes nothing, since its id is its own. */
export function saveCapture(session: Session, header: CaptureHeader, file: string): void {
  const known = session.first('SELECT 1 FROM captures WHERE capture_id = ?', header.id)
  if (known !== undefined) return
  session.insert('captures', {
    capture_id: header.id,
    reader_id: header.reader,
    driver_id: header.driver,
    port: header.port,
    started_at: header.startedAt,
    file,
  })
  const after = { reader: header.reader, port: header.port, file }
  record(session, header.id, { act: 'capture-begun', after })
}

/** A capture is settled once; its seal, where there is one, says what the file is for good. */
export function settleCapture(session: Session, captureId: string, seal: CaptureSeal | null): void {
  const known = session.first('SELECT settled FROM captures WHERE capture_id = ?', captureId)
  if (known === undefined) throw new RangeError(`Expected a stored capture, got '${captureId}'.`)
  if (flagAt(known, 'settled')) return
  session.run('UPDATE captures SET settled = 1 WHERE capture_id = ?', captureId)
  if (seal !== null) session.insert('capture_seals', { capture_id: captureId, ...seal })
  record(session, captureId, { act: 'capture-settled', after: seal })
}

function record(session: Session, key: string, what: Pick<NewAuditEntry, 'act' | 'after'>): void {
  const subject = { kind: 'capture', key } as const
  session.record({ who: 'assayd', reason: '', subject, before: null, ...what })
}

export function captureFromRow(row: Row): { header: CaptureHeader; file: string } {
  const header = {
    id: textAt(row, 'capture_id'),
    reader: textAt(row, 'reader_id'),
    driver: textAt(row, 'driver_id'),
    port: textAt(row, 'port'),
    startedAt: textAt(row, 'started_at'),
  }
  return { header, file: textAt(row, 'file') }
}

/** The very same fault, heard again from a replayed capture, is not stored twice. */
function isKnown(session: Session, { fault, captureId, at, lastByte }: HeardFault): boolean {
  const sql = `SELECT 1 FROM faults
    WHERE capture_id = ? AND last_byte = ? AND at = ? AND code = ? AND message = ?`
  return session.first(sql, captureId, lastByte, at, fault.code, fault.message) !== undefined
}

/** Without a connection there is no capture either: its id is then empty. */
export function saveFault(session: Session, heard: HeardFault): void {
  if (isKnown(session, heard)) return
  const { fault, readerId, captureId, at, lastByte } = heard
  session.insert('faults', {
    reader_id: readerId,
    capture_id: captureId === '' ? null : captureId,
    at,
    last_byte: lastByte,
    code: fault.code,
    message: fault.message,
    hint: fault.hint,
    bytes: fault.bytes,
  })
  session.record({
    who: 'assayd',
    reason: '',
    act: 'fault-stored',
    subject: { kind: 'fault', key: String(session.lastKey()) },
    before: null,
    after: { reader: readerId, code: fault.code },
  })
}

function faultFromRow(row: Row): StoredFault {
  return {
    faultId: numberAt(row, 'fault_id'),
    readerId: textAt(row, 'reader_id'),
    captureId: textOrNullAt(row, 'capture_id') ?? '',
    at: textAt(row, 'at'),
    code: textAt(row, 'code'),
    message: textAt(row, 'message'),
    hint: textAt(row, 'hint'),
    bytes: bytesAt(row, 'bytes'),
  }
}

export function loadFaults(session: Session, readerId?: string): readonly StoredFault[] {
  const all = 'SELECT * FROM faults ORDER BY fault_id'
  const ofReader = 'SELECT * FROM faults WHERE reader_id = ? ORDER BY fault_id'
  const rows = readerId === undefined ? session.all(all) : session.all(ofReader, readerId)
  return rows.map(faultFromRow)
}

/** A fault may hold what a reader said for a whole plate, so that few are taken at once. */
const FAULTS_A_SLICE = 16

/** A slice of the faults. */
export function loadFaultSlice(
  session: Session,
  { readerId }: FaultQuery,
  of: SliceOf,
): Slice<StoredFault> {
  const only = readerId === undefined ? undefined : { sql: 'reader_id = ?', value: readerId }
  const where = only === undefined ? '' : ` AND ${only.sql}`
  const values = only === undefined ? [] : [only.value]
  const sql = `SELECT * FROM faults WHERE fault_id < ? AND fault_id >= ?${where}
    ORDER BY fault_id DESC LIMIT ?`
  const looked = { ...of, table: 'faults', key: 'fault_id', only, rows: FAULTS_A_SLICE }
  return numberedSlice(session, looked, (below, floor) =>
    session.all(sql, below, floor, ...values, of.rowsMax).map((row) => {
      const fault = faultFromRow(row)
      return { row: fault, number: fault.faultId }
    }),
  )
}
