import type { NewestRead, Waiting } from '../ports/waiting.ts'
import { numberAt, textAt, textOrNullAt } from './rows.ts'
import type { Session } from './session.ts'

const EXPORTS = `SELECT count(*) AS n FROM analyses_to_export`
const OLDEST_EXPORT = `SELECT min(analyses.rowid), analysed_at AS at
  FROM analyses_to_export JOIN analyses USING (analysis_id)`
const UNASSIGNED = `SELECT count(*) AS n, min(read_id) AS read_id
  FROM plates JOIN plate_reads USING (plate) WHERE binding = 'unassigned'`
const READ_AT = 'SELECT received_at AS at FROM reads WHERE read_id = ?'
const CAPTURES = 'SELECT count(*) AS n FROM captures WHERE settled = 0'
/** Answered from the index of places alone, without touching the bytes of the reads. */
const NEWEST_READS = `SELECT captures.reader_id AS reader_id, max(reads.read_id) AS read_id
  FROM reads JOIN captures USING (capture_id) GROUP BY captures.reader_id`
const PLATE_OF = 'SELECT plate FROM plate_reads WHERE read_id = ?'

/** How much work waits, and since when. */
export function loadWaiting(session: Session): Waiting {
  const count = (sql: string): number => numberAt(session.first(sql) ?? { n: 0 }, 'n')
  const exports = count(EXPORTS)
  const oldest = exports === 0 ? undefined : session.first(OLDEST_EXPORT)
  const unassigned = session.first(UNASSIGNED) ?? { n: 0 }
  const some = numberAt(unassigned, 'n')
  const first = some === 0 ? undefined : session.first(READ_AT, numberAt(unassigned, 'read_id'))
  return {
    exports,
    oldestExportAt: oldest === undefined ? null : textOrNullAt(oldest, 'at'),
    unassigned: some,
    oldestUnassignedAt: first === undefined ? null : textAt(first, 'at'),
    captures: count(CAPTURES),
  }
}

/** The newest read of every reader. */
export function loadNewestReads(session: Session): readonly NewestRead[] {
  return session.all(NEWEST_READS).map((row) => {
    const readId = numberAt(row, 'read_id')
    const plate = session.first(PLATE_OF, readId)
    return {
      readerId: textAt(row, 'reader_id'),
      receivedAt: textAt(session.first(READ_AT, readId) ?? {}, 'at'),
      plate: plate === undefined ? null : textAt(plate, 'plate'),
    }
  })
}
