import type { Login } from '../ports/people.ts'
import { insistOnProof } from './account-proof.ts'
import { numberAt, textAt, wordAt } from './rows.ts'
import type { Session } from './session.ts'
import { VIAS } from './words.ts'

/** A login without the time when it was used last, which stands outside the chain. */
export type BegunLogin = Omit<Login, 'seenMs'>

/** What is open follows from the events of the account: another password ends every login. */
const OPEN = `
  SELECT * FROM account_events AS began
  WHERE began.token_hash = ? AND began.kind = 'logged-in' AND NOT EXISTS (
    SELECT 1 FROM account_events AS later
    WHERE later.user = began.user AND later.number > began.number AND (
      later.kind IN ('password-set', 'password-changed', 'disabled')
      OR (later.kind = 'logged-out'
        AND coalesce(later.token_hash, began.token_hash) = began.token_hash)))`

/** Ends of logins since: one of them may have been that of this one. */
const ENDS = `
  SELECT account_event_id FROM account_events
  WHERE user = ? AND kind = 'logged-out' AND number > ?`

/**
 * The login of that token, whose beginning answers to the chain; undefined when it is over or never
 * was. Whether an end was taken out shows when its account is looked at. Throws AssaydError
 * `audit-broken`.
 */
export function provenLogin(session: Session, tokenHash: string): BegunLogin | undefined {
  const row = session.first(OPEN, tokenHash)
  if (row === undefined) return undefined
  const user = textAt(row, 'user')
  insistOnProof(session, user, [row, ...session.all(ENDS, user, numberAt(row, 'number'))])
  return { tokenHash, user, via: wordAt(row, 'via', VIAS), beganMs: numberAt(row, 'began_ms') }
}

/** When a login was used last, in milliseconds since 1970; undefined where nobody knows. */
export function loginSeenMs(session: Session, tokenHash: string): number | undefined {
  const row = session.first('SELECT seen_ms FROM logins WHERE token_hash = ?', tokenHash)
  return row && numberAt(row, 'seen_ms')
}

/** Notes that it was used; a row alone opens nothing. */
export function touchLogin(session: Session, tokenHash: string, seenMs: number): void {
  const sql = `INSERT INTO logins (token_hash, seen_ms) VALUES (?, ?)
    ON CONFLICT (token_hash) DO UPDATE SET seen_ms = excluded.seen_ms`
  session.run(sql, tokenHash, seenMs)
}
