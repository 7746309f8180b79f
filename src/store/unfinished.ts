import type { Unfinished, WaitingExport } from '../ports/unfinished.ts'
import { loadAnalysisToExport, loadExportsWaiting } from './analyses.ts'
import { captureFromRow } from './heard.ts'
import { loadNewestRead, loadRecord } from './plates.ts'
import { loadRead } from './reads.ts'
import { numberAt, textAt } from './rows.ts'
import type { Session } from './session.ts'

/** Captures that may hold what is not stored, oldest first. */
export function loadUnsettled(session: Session): Unfinished['captures'] {
  return session.all('SELECT * FROM captures WHERE settled = 0 ORDER BY rowid').map(captureFromRow)
}

/** One analysis that waits to be exported, with everything an exporter needs. */
export function loadWaitingExport(session: Session, analysisId: string): WaitingExport | undefined {
  const stored = loadAnalysisToExport(session, analysisId)
  return stored && { record: stored.record, read: loadRead(session, stored.readId), stored }
}

/**
 * What a stop left undone, from the tables of work under way alone, so that it costs the same
 * however much is stored.
 */
export function loadUnfinished(session: Session): Unfinished {
  const captures = loadUnsettled(session)
  const reads = session
    .all('SELECT read_id FROM reads_to_assign ORDER BY read_id')
    .map((row) => loadRead(session, numberAt(row, 'read_id')))
  const plates = session.all('SELECT plate FROM plates_to_analyse').flatMap((row) => {
    const plate = textAt(row, 'plate')
    const record = loadRecord(session, plate)
    return record === undefined ? [] : [{ record, read: loadNewestRead(session, plate) }]
  })
  return { captures, reads, plates, exports: loadExportsWaiting(session) }
}
