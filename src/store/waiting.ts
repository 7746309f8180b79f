import type { NewestRead, Waiting } from '../ports/waiting.ts'
import { plateOfRead } from './plates.ts'
import { numberAt, textAt, textOrNullAt } from './rows.ts'
import type { Session } from './session.ts'

const EXPORTS = `SELECT count(*) AS n FROM analyses_to_export`
const OLDEST_EXPORT = `SELECT min(analyses.rowid), analysed_at AS at
  FROM analyses_to_export JOIN analyses USING (analysis_id)`
/** A plate whose read was given to another asks for nothing any more. */
const UNASSIGNED = `SELECT count(DISTINCT plate) AS n, min(read_id) AS read_id
  FROM plates JOIN plate_reads_now USING (plate) WHERE binding = 'unassigned'`
const READ_AT = 'SELECT received_at AS at FROM reads WHERE read_id = ?'
const CAPTURES = 'SELECT count(*) AS n FROM captures WHERE settled = 0'
/** From one reader to the next by the index, so that it costs the same however many reads. */
const NEWEST_READS = `
  WITH RECURSIVE each (reader_id) AS (
    SELECT min(reader_id) FROM reads
    UNION ALL
    SELECT (SELECT min(reads.reader_id) FROM reads WHERE reads.reader_id > each.reader_id)
    FROM each WHERE each.reader_id IS NOT NULL)
  SELECT reader_id,
    (SELECT max(read_id) FROM reads WHERE reads.reader_id = each.reader_id) AS read_id
  FROM each WHERE reader_id IS NOT NULL`

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
    return {
      readerId: textAt(row, 'reader_id'),
      receivedAt: textAt(session.first(READ_AT, readId) ?? {}, 'at'),
      plate: plateOfRead(session, readId) ?? null,
    }
  })
}
