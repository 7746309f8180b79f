import { AssaydError } from '../core/errors.ts'
import { ACTS } from './account-acts.ts'
import { entryFromRow, hashOf } from './audit.ts'
import { digestOf } from './audit-scopes.ts'
import { numberAt, textAt, wordAt, type Row } from './rows.ts'
import type { Session } from './session.ts'
import { ACCOUNT_EVENTS } from './words.ts'

const ENTRY = `
  SELECT * FROM audit WHERE subject_kind = 'account' AND subject_key = ?
  ORDER BY entry DESC LIMIT 1`

const EVENTS = `
  SELECT kind AS name, count(*) AS n, max(number) AS last FROM account_events
  WHERE user = ? GROUP BY kind`

/** Keys are 'USER/NUMBER'; behind the slash comes the zero. */
const ENTRIES = `
  SELECT act AS name, count(*) AS n FROM audit
  WHERE subject_kind = 'account' AND subject_key > ? || '/' AND subject_key < ? || '0'
  GROUP BY act`

/**
 * Nobody is believed to be a user by an event that was put in or changed behind the daemon. Throws
 * AssaydError `audit-broken`.
 */
export function insistOnProof(session: Session, user: string, rows: readonly Row[]): void {
  if (!rows.every((row) => isProven(session, textAt(row, 'account_event_id')))) throw broken(user)
}

/**
 * Nor where one was taken out, moved, or made one of another kind: there are as many of each as the
 * trail tells, numbered without a gap. Throws AssaydError `audit-broken`.
 */
export function insistOnAll(session: Session, user: string): void {
  const events = session.all(EVENTS, user)
  const entries = new Map(
    session.all(ENTRIES, user, user).map((row) => [textAt(row, 'name'), numberAt(row, 'n')]),
  )
  const isSame = events.every((row) => {
    return entries.get(ACTS[wordAt(row, 'name', ACCOUNT_EVENTS)]) === numberAt(row, 'n')
  })
  const last = Math.max(0, ...events.map((row) => numberAt(row, 'last')))
  const all = events.reduce((sum, row) => sum + numberAt(row, 'n'), 0)
  if (!isSame || events.length !== entries.size || last !== all) throw broken(user)
}

function isProven(session: Session, key: string): boolean {
  const row = session.first(ENTRY, key)
  if (row === undefined) return false
  const entry = entryFromRow(row)
  const digest = digestOf(session, { kind: 'account', key })
  return entry.digest === digest && entry.hash === hashOf(entry)
}

function broken(user: string): AssaydError {
  return new AssaydError('audit-broken', `The account '${user}' is not as it was written.`, {
    hint: 'Nobody can be that user now. See `assayd audit verify`; restore a backup.',
  })
}
