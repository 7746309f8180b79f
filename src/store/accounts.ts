import { accountAfter, type Account, type AccountEvent } from '../core/account.ts'
import type { AuditAct, Deed } from '../ports/audit.ts'
import type { Login } from '../ports/people.ts'
import { numberAt, numberOrNullAt, textAt, textOrNullAt, wordAt, type Row } from './rows.ts'
import type { Session } from './session.ts'
import { ACCOUNT_EVENTS, PERSON_ROLES, VIAS } from './words.ts'

/** How an event is called in the audit trail. */
const ACTS: Readonly<Record<AccountEvent['kind'], AuditAct>> = {
  created: 'account-created',
  'role-changed': 'role-changed',
  'password-set': 'password-set',
  'password-changed': 'password-changed',
  'logged-in': 'logged-in',
  'login-failed': 'login-failed',
  locked: 'account-locked',
  unlocked: 'account-unlocked',
  disabled: 'account-disabled',
  enabled: 'account-enabled',
}

/** Logins before the last right password say nothing of how the account is now. */
const EVENTS = `
  SELECT * FROM account_events WHERE user = ? AND (
    kind NOT IN ('logged-in', 'login-failed') OR number >= coalesce(
      (SELECT max(number) FROM account_events WHERE user = ? AND kind = 'logged-in'), 0))
  ORDER BY number`

export function hasAccounts(session: Session): boolean {
  return session.first('SELECT 1 FROM account_events LIMIT 1') !== undefined
}

export function loadAccount(session: Session, user: string): Account | undefined {
  return accountAfter(session.all(EVENTS, user, user).map(eventFromRow))
}

export function loadAccounts(session: Session): readonly Account[] {
  return session
    .all('SELECT DISTINCT user FROM account_events ORDER BY user')
    .flatMap((row) => loadAccount(session, textAt(row, 'user')) ?? [])
}

/** Whoever came in by another password, or before the account was closed, is out at once. */
const ENDS_LOGINS: ReadonlySet<AccountEvent['kind']> = new Set([
  'password-set',
  'password-changed',
  'disabled',
])

/** The audit entry tells everything but the scrypt, which its digest covers. */
export function saveEvent(
  session: Session,
  event: AccountEvent,
  deed: Deed & { at: string },
): void {
  const { user, kind, name, role, scrypt, lockedUntilMs } = event
  const sql = 'SELECT coalesce(max(number), 0) AS n FROM account_events WHERE user = ?'
  const last = session.first(sql, user)
  const number = (last === undefined ? 0 : numberAt(last, 'n')) + 1
  const key = `${user}/${number}`
  const before = kind === 'role-changed' ? (loadAccount(session, user)?.role ?? null) : null
  session.insert('account_events', {
    account_event_id: key,
    user,
    number,
    kind,
    name,
    role,
    scrypt,
    locked_until_ms: lockedUntilMs,
    who: deed.who,
    reason: deed.reason,
    at: deed.at,
  })
  if (ENDS_LOGINS.has(kind)) session.run('DELETE FROM logins WHERE user = ?', user)
  session.record({
    who: deed.who,
    reason: deed.reason,
    act: ACTS[kind],
    subject: { kind: 'account', key },
    before: before === null ? null : { user, role: before },
    after: { user, name, role, lockedUntilMs },
  })
}

function eventFromRow(row: Row): AccountEvent {
  return {
    user: textAt(row, 'user'),
    kind: wordAt(row, 'kind', ACCOUNT_EVENTS),
    name: textOrNullAt(row, 'name'),
    role: row['role'] === null ? null : wordAt(row, 'role', PERSON_ROLES),
    scrypt: textOrNullAt(row, 'scrypt'),
    lockedUntilMs: numberOrNullAt(row, 'locked_until_ms'),
  }
}

export function loadLogin(session: Session, tokenHash: string): Login | undefined {
  const row = session.first('SELECT * FROM logins WHERE token_hash = ?', tokenHash)
  return (
    row && {
      tokenHash,
      user: textAt(row, 'user'),
      via: wordAt(row, 'via', VIAS),
      beganMs: numberAt(row, 'began_ms'),
      seenMs: numberAt(row, 'seen_ms'),
    }
  )
}

export function saveLogin(session: Session, login: Login, forgetSeenBeforeMs: number): void {
  const { tokenHash, user, via, beganMs, seenMs } = login
  session.run('DELETE FROM logins WHERE seen_ms < ?', forgetSeenBeforeMs)
  session.insert('logins', {
    token_hash: tokenHash,
    user,
    via,
    began_ms: beganMs,
    seen_ms: seenMs,
  })
}

/** A token that is of no login any more leaves no trace: it may be made up. */
export function endLogin(session: Session, tokenHash: string): void {
  const login = loadLogin(session, tokenHash)
  if (login === undefined) return
  session.run('DELETE FROM logins WHERE token_hash = ?', tokenHash)
  session.record({
    who: login.user,
    reason: '',
    act: 'logged-out',
    subject: { kind: 'none', key: login.user },
    before: null,
    after: null,
  })
}
