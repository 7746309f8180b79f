import type { PlateQuery, PlateSummary } from '../ports/queries.ts'
import { flagAt, numberAt, textAt, wordAt } from './rows.ts'
import type { Row } from './rows.ts'
import type { Binding, Session } from './session.ts'
import { NO_NUMBER } from './slices.ts'
import { BINDINGS, VERDICTS } from './words.ts'

/**
 * From the newest read back, so that a page costs the same however much is stored: CROSS JOIN has
 * SQLite keep that order.
 */
const FROM_READS = 'reads CROSS JOIN plate_reads AS tie ON tie.read_id = reads.read_id'
/** From the few reads of one plate, however many others there are. */
const FROM_PLATE = 'plate_reads AS tie CROSS JOIN reads ON reads.read_id = tie.read_id'

const LIST = (from: string): string => `
  SELECT plates.plate, plates.layout_id, plates.assay_id, plates.kit_lot, plates.binding,
    reads.reader_id, reads.received_at, reads.read_id, tie.tie_id,
    NOT EXISTS (SELECT 1 FROM plate_reads_now AS now WHERE now.plate = plates.plate) AS emptied,
    coalesce(newest.version, 0) AS version,
    NOT EXISTS (SELECT 1 FROM plate_reads_now AS now
      WHERE now.plate = plates.plate AND now.read_id = newest.read_id) AS left_it,
    said.verdict, judged.version AS said_version, said.at AS said_at,
    coalesce(said.signed_name, said.who) AS said_name,
    (SELECT count(*) FROM flags
      WHERE analysis_id = newest.analysis_id AND severity = 'warn') AS warnings,
    (SELECT count(*) FROM flags
      WHERE analysis_id = newest.analysis_id AND severity = 'block') AS blocks
  FROM ${from}
  CROSS JOIN plates ON plates.plate = tie.plate
  LEFT JOIN analyses AS newest ON newest.plate = plates.plate AND newest.version = (
    SELECT max(version) FROM analyses WHERE analyses.plate = plates.plate)
  LEFT JOIN analyses AS judged ON judged.analysis_id = (
    SELECT analysis_id FROM analyses AS one WHERE one.plate = plates.plate
      AND EXISTS (SELECT 1 FROM verdicts WHERE verdicts.analysis_id = one.analysis_id)
    ORDER BY one.version DESC LIMIT 1)
  LEFT JOIN verdicts AS said ON said.verdict_id = (
    SELECT max(verdict_id) FROM verdicts WHERE verdicts.analysis_id = judged.analysis_id)
  WHERE tie.tie_id <= ? AND tie.read_number = coalesce(
    (SELECT max(own.read_number) FROM plate_reads AS own
      WHERE own.plate = tie.plate AND own.tie_id <= ? AND own.plate = coalesce(
        (SELECT given.plate FROM assignments AS given
          WHERE given.read_id = own.read_id AND given.assignment_id <= ?
          ORDER BY given.assignment_id DESC LIMIT 1),
        own.plate)),
    (SELECT max(own.read_number) FROM plate_reads AS own
      WHERE own.plate = tie.plate AND own.tie_id <= ?))`

/** Both parts of the order; a read may be of two plates when it was given to another. */
const NEWEST_FIRST = ' ORDER BY reads.read_id DESC, tie.tie_id DESC'

interface Condition {
  readonly sql: string
  readonly values: readonly Binding[]
}

/**
 * The moment whose order the list has. Ties and assignments are only ever inserted, so that their
 * numbers tell where each plate stood then.
 */
export interface AsOf {
  readonly ties: number
  readonly assignments: number
}

const NOW: AsOf = { ties: NO_NUMBER, assignments: NO_NUMBER }

/** Part of the list. */
export interface ListPart {
  readonly asOf: AsOf
  /** The first and the last read of the part. */
  readonly reads: readonly [number, number]
  /** It ends before this tie of its last read. */
  readonly beforeTie: number
}

/** What a query asks of a row. */
function conditionsOf(query: PlateQuery, part: ListPart | undefined): readonly Condition[] {
  const { plate, readerId, since, until } = query
  const conditions: Condition[] = []
  const ask = (sql: string, ...values: readonly Binding[]): void => {
    conditions.push({ sql, values })
  }
  // A part is gone through by its reads; the plus keeps SQLite from the index of the days.
  const receivedAt = part === undefined ? 'reads.received_at' : '+reads.received_at'
  if (plate !== undefined) ask('tie.plate = ?', plate)
  if (readerId !== undefined) ask('reads.reader_id = ?', readerId)
  if (since !== undefined) ask(`${receivedAt} >= ?`, since)
  if (until !== undefined) ask(`${receivedAt} < ?`, endOf(until))
  if (part !== undefined) {
    const [first, last] = part.reads
    ask('reads.read_id BETWEEN ? AND ?', first, last)
    ask('(reads.read_id, tie.tie_id) < (?, ?)', last, part.beforeTie)
  }
  return conditions
}

/** Behind the day stands its time, and a tilde is greater than that. */
export function endOf(day: string): string {
  return `${day}~`
}

/** The statement that answers a query, newest first. */
export function summariesSql(query: PlateQuery, part?: ListPart): Condition {
  const { ties, assignments } = part?.asOf ?? NOW
  const conditions = conditionsOf(query, part)
  const where = conditions.map(({ sql }) => ` AND ${sql}`).join('')
  const values = conditions.flatMap((one) => one.values)
  const list = LIST(query.plate === undefined ? FROM_READS : FROM_PLATE)
  // A negative limit is none.
  return {
    sql: `${list}${where}${NEWEST_FIRST} LIMIT ?`,
    values: [ties, ties, assignments, ties, ...values, query.newestMax ?? -1],
  }
}

/** One line a plate, the plate read last at the end. */
export function loadSummaries(session: Session, query: PlateQuery): readonly PlateSummary[] {
  const { sql, values } = summariesSql(query)
  const rows = session.all(sql, ...values)
  return rows.map((row) => summaryFromRow(row)).toReversed()
}

/**
 * What was signed last, and whether it is of what stands: not where the read went to another plate.
 * Who rejected the analysis of the only read is right still.
 */
function verdictFromRow(row: Row): Pick<PlateSummary, 'verdict' | 'lapsed'> {
  if (row['verdict'] === null) return { verdict: null, lapsed: null }
  const verdict = wordAt(row, 'verdict', VERDICTS)
  const version = numberAt(row, 'said_version')
  const holds = !flagAt(row, 'left_it') || (verdict === 'rejected' && flagAt(row, 'emptied'))
  if (holds && version === numberAt(row, 'version')) return { verdict, lapsed: null }
  const [name, at] = [textAt(row, 'said_name'), textAt(row, 'said_at')]
  return { verdict: null, lapsed: { verdict, version, name, at } }
}

export function summaryFromRow(row: Row): PlateSummary {
  return {
    plate: textAt(row, 'plate'),
    readerId: textAt(row, 'reader_id'),
    receivedAt: textAt(row, 'received_at'),
    layoutId: textAt(row, 'layout_id'),
    assayId: textAt(row, 'assay_id'),
    kitLot: textAt(row, 'kit_lot'),
    binding: wordAt(row, 'binding', BINDINGS),
    isEmptied: flagAt(row, 'emptied'),
    version: numberAt(row, 'version'),
    ...verdictFromRow(row),
    warnings: numberAt(row, 'warnings'),
    blocks: numberAt(row, 'blocks'),
    readId: numberAt(row, 'read_id'),
  }
}
