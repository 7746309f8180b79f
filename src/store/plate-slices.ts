import type { Slice, SliceOf } from '../ports/lists.ts'
import type { PlateQuery, PlateSummary } from '../ports/queries.ts'
import { endOf, summariesSql, summaryFromRow, type AsOf } from './plate-list.ts'
import { numberAt } from './rows.ts'
import type { Session } from './session.ts'
import { floorOf, NO_NUMBER, type Numbered } from './slices.ts'

/** So many reads are looked at for one slice: each may ask for all reads of its plate. */
const READS_A_SLICE = 200
/** Days with more reads are gone through from the end of the list. */
const READS_OF_DAYS_MAX = 1_000

/** How far a walk over the list has come. */
interface Place {
  readonly readId: number
  /** What of this read stands at smaller ties is still to come. */
  readonly tieId: number
  readonly asOf: AsOf
}

/** A slice of the list of plates, in the order it had when the walk began. */
export function loadPlateSlice(
  session: Session,
  query: PlateQuery,
  { before, rowsMax }: SliceOf,
): Slice<PlateSummary> {
  const place = before === null ? newestPlace(session) : placeFrom(before)
  const [first, last] = readsOfDays(session, query)
  const from = last < place.readId ? { ...place, readId: last, tieId: NO_NUMBER } : place
  const reads = readsOf(query)
  const rows = READS_A_SLICE
  const floor = floorOf(session, reads, { below: from.readId + 1, rows })
  if (floor === null || from.readId < first) return { rows: [], before: null }
  const part = { asOf: from.asOf, reads: [floor, from.readId], beforeTie: from.tieId } as const
  const { sql, values } = summariesSql({ ...query, newestMax: rowsMax }, part)
  const found = session.all(sql, ...values)
  const end = found.length < rowsMax ? undefined : found.at(-1)
  const next =
    end === undefined
      ? { ...from, readId: floor, tieId: 0 }
      : { ...from, readId: numberAt(end, 'read_id'), tieId: numberAt(end, 'tie_id') }
  const isMore = next.readId >= first && isAnythingBefore(session, reads, next)
  return { rows: found.map(summaryFromRow), before: isMore ? textFrom(next) : null }
}

function readsOf({ readerId }: PlateQuery): Numbered {
  const only = readerId === undefined ? undefined : { sql: 'reader_id = ?', value: readerId }
  return { table: 'reads', key: 'read_id', only }
}

function isAnythingBefore(session: Session, reads: Numbered, { readId, tieId }: Place): boolean {
  const sql = 'SELECT 1 FROM plate_reads WHERE read_id = ? AND tie_id < ?'
  return (
    session.first(sql, readId, tieId) !== undefined ||
    floorOf(session, reads, { below: readId, rows: 1 }) !== null
  )
}

/** The end of the list as it is now. */
function newestPlace(session: Session): Place {
  const sql = `SELECT (SELECT coalesce(max(tie_id), 0) FROM plate_reads) AS ties,
    (SELECT coalesce(max(assignment_id), 0) FROM assignments) AS assignments`
  const row = session.first(sql) ?? {}
  const asOf = { ties: numberAt(row, 'ties'), assignments: numberAt(row, 'assignments') }
  return { readId: NO_NUMBER, tieId: NO_NUMBER, asOf }
}

function textFrom({ readId, tieId, asOf }: Place): string {
  return [readId, tieId, asOf.ties, asOf.assignments].join('.')
}

function placeFrom(before: string): Place {
  const [readId = 0, tieId = 0, ties = 0, assignments = 0] = before.split('.').map(Number)
  return { readId, tieId, asOf: { ties, assignments } }
}

/** The first and the last read of the days of a query, as far as that is known at once. */
function readsOfDays(session: Session, { since, until }: PlateQuery): readonly [number, number] {
  if (since === undefined && until === undefined) return [0, NO_NUMBER]
  const sql = `SELECT count(*) AS n, coalesce(min(read_id), 0) AS first,
      coalesce(max(read_id), -1) AS last
    FROM (SELECT read_id FROM reads WHERE received_at >= ? AND received_at < ? LIMIT ?)`
  const days = [since ?? '', until === undefined ? '~' : endOf(until)]
  const row = session.first(sql, ...days, READS_OF_DAYS_MAX + 1) ?? {}
  if (numberAt(row, 'n') > READS_OF_DAYS_MAX) return [0, NO_NUMBER]
  return [numberAt(row, 'first'), numberAt(row, 'last')]
}
