import { AssaydError } from '../core/errors.ts'
import { entryFromRow, hashOf } from './audit.ts'
import { digestOf } from './audit-scopes.ts'
import { numberAt, textAt, type Row } from './rows.ts'
import type { Session } from './session.ts'

const ENTRY = `
  SELECT * FROM audit WHERE subject_kind = 'account' AND subject_key = ?
  ORDER BY entry DESC LIMIT 1`

/** Keys are 'USER/NUMBER'; behind the slash comes the zero. */
const MISSING = `
  SELECT (SELECT count(*) FROM account_events WHERE user = ?) - (
    SELECT count(*) FROM audit
    WHERE subject_kind = 'account' AND subject_key > ? || '/' AND subject_key < ? || '0') AS n`

/**
 * Nobody is believed to be a user by an event that was put in or changed behind the daemon. Throws
 * AssaydError `audit-broken`.
 */
export function insistOnProof(session: Session, user: string, rows: readonly Row[]): void {
  if (!rows.every((row) => isProven(session, textAt(row, 'account_event_id')))) throw broken(user)
}

/**
 * Nor where one was taken out: there are as many as the trail tells. Throws AssaydError
 * `audit-broken`.
 */
export function insistOnAll(session: Session, user: string): void {
  const missing = session.first(MISSING, user, user, user)
  if (missing === undefined || numberAt(missing, 'n') !== 0) throw broken(user)
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
