import { createHash } from 'node:crypto'

import type { AuditSubject, SubjectKind } from '../ports/audit.ts'
import type { Cell, Row } from './rows.ts'
import type { Session } from './session.ts'

/** The rows of one table that belong to a subject. */
interface Part {
  readonly table: string
  /** The column that holds the subject's key. */
  readonly key: string
  readonly order: string
}

/** A kind of subject that has rows. */
export type RowKind = Exclude<SubjectKind, 'none'>

const ofAnalysis = (table: string, order = 'position'): Part => ({
  table,
  key: 'analysis_id',
  order,
})
const one = (table: string, key: string): readonly [Part] => [{ table, key, order: key }]

/** Which rows an entry answers for; the first table has one row a subject. */
const SCOPES: Readonly<Record<RowKind, readonly [Part, ...(readonly Part[])]>> = {
  capture: [...one('captures', 'capture_id'), ...one('capture_seals', 'capture_id')],
  archive: one('archived_captures', 'capture_id'),
  expectation: one('expectations', 'expectation_id'),
  read: [
    ...one('reads', 'read_id'),
    { table: 'read_blocks', key: 'read_id', order: 'block' },
    { table: 'read_wells', key: 'read_id', order: 'block, position' },
  ],
  fault: one('faults', 'fault_id'),
  plate: [...one('plates', 'plate'), { table: 'plate_reads', key: 'plate', order: 'tie_id' }],
  analysis: [
    ...one('analyses', 'analysis_id'),
    ofAnalysis('analysis_documents'),
    ofAnalysis('curves', 'analysis_id'),
    ofAnalysis('curve_parameters', 'parameter'),
    ofAnalysis('standard_results'),
    ofAnalysis('well_results'),
    ofAnalysis('sample_results'),
    ofAnalysis('specimen_results'),
    ofAnalysis('responses'),
    ofAnalysis('flags'),
  ],
  export: one('exports', 'export_id'),
  configuration: [
    ...one('configurations', 'configuration_id'),
    { table: 'configuration_files', key: 'configuration_id', order: 'position' },
  ],
  assignment: one('assignments', 'assignment_id'),
  mask: one('masks', 'mask_id'),
  verdict: one('verdicts', 'verdict_id'),
  account: one('account_events', 'account_event_id'),
}

export const ROW_KINDS = Object.keys(SCOPES).filter((kind) => isRowKind(kind))

/** Whether there is a place for such rows yet, in a database that is brought forward. */
export function hasTableOf(session: Session, kind: RowKind): boolean {
  const [{ table }] = SCOPES[kind]
  const sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
  return session.first(sql, table) !== undefined
}

export function isRowKind(kind: string): kind is RowKind {
  return Object.hasOwn(SCOPES, kind)
}

/** Every subject of that kind that has rows, in the order of its keys. */
export function keysOf(session: Session, kind: RowKind): readonly string[] {
  const [{ table, key }] = SCOPES[kind]
  return session
    .all(`SELECT CAST(${key} AS TEXT) AS key FROM ${table} ORDER BY ${key}`)
    .map((row) => String(row['key']))
}

/**
 * SHA-256 over the subject's rows. A cell without a value is left out, so that a column that a
 * later form of the database adds is nothing to the rows that stood before.
 */
export function digestOf(session: Session, { kind, key }: AuditSubject): string {
  if (!isRowKind(kind)) return ''
  const hash = createHash('sha256')
  for (const part of SCOPES[kind]) {
    const sql = `SELECT * FROM ${part.table} WHERE ${part.key} = ? ORDER BY ${part.order}`
    hash.update(
      session
        .all(sql, key)
        .map((row) => lineOf(part.table, row))
        .join(''),
    )
  }
  return hash.digest('hex')
}

function lineOf(table: string, row: Row): string {
  const cells: (string | number)[] = [table]
  for (const column of Object.keys(row)) {
    const cell = row[column] ?? null
    if (cell !== null) cells.push(column, plainFrom(cell))
  }
  return `${JSON.stringify(cells)}\n`
}

function plainFrom(cell: Exclude<Cell, null>): string | number {
  return cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : cell
}
