import type { StoredAnalysis, Unfinished } from '../ports/store.ts'
import { loadAnalysesToExport } from './analyses.ts'
import { captureFromRow } from './heard.ts'
import { loadNewestRead, loadRecord } from './plates.ts'
import { loadRead } from './reads.ts'
import { numberAt, textAt } from './rows.ts'
import type { Session } from './session.ts'

/** An analysis with its own record and the read an exporter needs beside it. */
function toExport(session: Session, stored: StoredAnalysis): Unfinished['exports'][number] {
  return { record: stored.record, read: loadRead(session, stored.readId), stored }
}

/**
 * What a stop left undone, from the tables of work under way alone, so that it costs the same
 * however much is stored.
 */
export function loadUnfinished(session: Session): Unfinished {
  const captures = session
    .all('SELECT * FROM captures WHERE settled = 0 ORDER BY rowid')
    .map(captureFromRow)
  const reads = session
    .all('SELECT read_id FROM reads_to_assign ORDER BY read_id')
    .map((row) => loadRead(session, numberAt(row, 'read_id')))
  const plates = session.all('SELECT plate FROM plates_to_analyse').flatMap((row) => {
    const plate = textAt(row, 'plate')
    const record = loadRecord(session, plate)
    return record === undefined ? [] : [{ record, read: loadNewestRead(session, plate) }]
  })
  const exports = loadAnalysesToExport(session).map((stored) => toExport(session, stored))
  return { captures, reads, plates, exports }
}
