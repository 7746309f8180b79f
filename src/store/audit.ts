import { createHash } from 'node:crypto'

import type { AuditEntry, AuditHead, AuditQuery, NewAuditEntry } from '../ports/audit.ts'
import type { Slice, SliceOf } from '../ports/lists.ts'
import { digestOf, hasTableOf, keysOf, ROW_KINDS } from './audit-scopes.ts'
import { jsonFrom, numberAt, textAt, wordAt } from './rows.ts'
import type { Row } from './rows.ts'
import type { Binding, Session } from './session.ts'
import { numberedSlice } from './slices.ts'
import { AUDIT_ACTS, SUBJECT_KINDS } from './words.ts'

/** What stands before the first entry. */
export const BEGINNING: AuditHead = { number: 0, hash: '0'.repeat(64) }

/** SHA-256 over everything an entry says, in one unambiguous form. */
export function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  const { number, at, who, act, subject, reason, before, after, digest, previous } = entry
  const { kind, key } = subject
  const said = [number, at, who, act, kind, key, reason, before, after, digest, previous]
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}

export function headOf(session: Session): AuditHead {
  const row = session.first('SELECT entry, hash FROM audit ORDER BY entry DESC LIMIT 1')
  return row === undefined
    ? BEGINNING
    : { number: numberAt(row, 'entry'), hash: textAt(row, 'hash') }
}

/** Adds an entry behind the last; its subject's rows must be written already. */
export function appendEntry(session: Session, at: string, entry: NewAuditEntry): AuditHead {
  const { number, hash: previous } = headOf(session)
  const { who, act, subject, reason } = entry
  const before = jsonFrom(entry.before ?? null)
  const after = jsonFrom(entry.after ?? null)
  const digest = digestOf(session, subject)
  const whole = { number: number + 1, at, who, act, subject, reason, before, after, digest }
  const hash = hashOf({ ...whole, previous })
  session.insert('audit', {
    entry: whole.number,
    at,
    who,
    act,
    subject_kind: subject.kind,
    subject_key: subject.key,
    reason,
    before_json: before,
    after_json: after,
    digest,
    previous,
    hash,
  })
  return { number: whole.number, hash }
}

/** Rows from before there was a chain get an entry each, which says just that. */
export function adoptRows(session: Session, at: string): void {
  const said = { who: 'assayd', act: 'adopted', before: null, after: null } as const
  const reason = 'stored before changes were recorded'
  for (const kind of ROW_KINDS.filter((one) => hasTableOf(session, one))) {
    for (const key of keysOf(session, kind)) {
      appendEntry(session, at, { ...said, subject: { kind, key }, reason })
    }
  }
}

export function entryFromRow(row: Row): AuditEntry {
  return {
    number: numberAt(row, 'entry'),
    at: textAt(row, 'at'),
    who: textAt(row, 'who'),
    act: wordAt(row, 'act', AUDIT_ACTS),
    subject: {
      kind: wordAt(row, 'subject_kind', SUBJECT_KINDS),
      key: textAt(row, 'subject_key'),
    },
    reason: textAt(row, 'reason'),
    before: textAt(row, 'before_json'),
    after: textAt(row, 'after_json'),
    digest: textAt(row, 'digest'),
    previous: textAt(row, 'previous'),
    hash: textAt(row, 'hash'),
  }
}

/** What a query asks of an entry. */
function conditionOf(query: Omit<AuditQuery, 'newestMax'>): readonly [string, readonly Binding[]] {
  const { who, act, about, since, until } = query
  const wanted: readonly (readonly [string, readonly Binding[]])[] = [
    ['entry > ?', [query.after]],
    ...(who === null ? [] : [['who = ?', [who]] as const]),
    ...(act === null ? [] : [['act = ?', [act]] as const]),
    ...(about === null
      ? []
      : [
          [
            "(subject_key = ? OR substr(subject_key, 1, length(?) + 1) = ? || '/')",
            [about, about, about],
          ] as const,
        ]),
    ...(since === null ? [] : [['substr(at, 1, 10) >= ?', [since]] as const]),
    ...(until === null ? [] : [['substr(at, 1, 10) <= ?', [until]] as const]),
  ]
  return [wanted.map(([sql]) => sql).join(' AND '), wanted.flatMap(([, bound]) => bound)]
}

/** Entries that fit, oldest first. */
export function loadEntries(session: Session, query: AuditQuery): readonly AuditEntry[] {
  const [where, values] = conditionOf(query)
  const sql = `SELECT * FROM audit WHERE ${where} ORDER BY entry DESC LIMIT ?`
  // A negative limit is none.
  return session
    .all(sql, ...values, Number.isFinite(query.newestMax) ? query.newestMax : -1)
    .map(entryFromRow)
    .toReversed()
}

/** Entries that do not fit are passed over quickly. */
const ENTRIES_A_SLICE = 2_000

/** A slice of the entries that fit. */
export function loadEntrySlice(
  session: Session,
  query: Omit<AuditQuery, 'newestMax'>,
  of: SliceOf,
): Slice<AuditEntry> {
  const [where, values] = conditionOf(query)
  const sql = `SELECT * FROM audit WHERE entry < ? AND entry >= ? AND ${where}
    ORDER BY entry DESC LIMIT ?`
  const only = { sql: 'entry > ?', value: query.after }
  const looked = { ...of, table: 'audit', key: 'entry', only, rows: ENTRIES_A_SLICE }
  return numberedSlice(session, looked, (below, floor) =>
    session.all(sql, below, floor, ...values, of.rowsMax).map((row) => {
      const entry = entryFromRow(row)
      return { row: entry, number: entry.number }
    }),
  )
}
