import type { StoredCapture } from '../ports/store.ts'
import { captureFromRow } from './heard.ts'
import { flagAt, numberAt, textAt } from './rows.ts'
import type { Session } from './session.ts'

const READS = 'SELECT read_id, capture_id, last_byte FROM reads ORDER BY read_id'

/** Every capture with the places of its reads, oldest first. */
export function loadCaptures(session: Session): readonly StoredCapture[] {
  const reads = Map.groupBy(session.all(READS), (row) => textAt(row, 'capture_id'))
  return session.all('SELECT * FROM captures ORDER BY rowid').map((row) => ({
    ...captureFromRow(row),
    isSettled: flagAt(row, 'settled'),
    reads: (reads.get(textAt(row, 'capture_id')) ?? []).map((read) => ({
      readId: numberAt(read, 'read_id'),
      lastByte: numberAt(read, 'last_byte'),
    })),
  }))
}
