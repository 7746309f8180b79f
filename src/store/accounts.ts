import { accountAfter, type Account, type AccountEvent } from '../core/account.ts'
import type { Deed } from '../ports/audit.ts'
import { instantFromIso, isoFromInstant } from '../ports/clock.ts'
import { ACTS } from './account-acts.ts'
import { insistOnAll, insistOnProof } from './account-proof.ts'
import { numberAt, numberOrNullAt, textAt, textOrNullAt, wordAt, type Row } from './rows.ts'
import type { Session } from './session.ts'
import { ACCOUNT_EVENTS, PERSON_ROLES, VIAS } from './words.ts'

const LAST_LOGIN = `
  SELECT max(number) FROM account_events WHERE user = ? AND kind = 'logged-in'`

const LASTING: readonly AccountEvent['kind'][] = [
  'created',
  'role-changed',
  'password-set',
  'password-changed',
  'disabled',
  'enabled',
]

/**
 * What comes before the last right password says nothing of how the account is now, but for what
 * lasts: each part has its index, however many there were.
 */
const EVENTS = `
  SELECT * FROM account_events WHERE user = ? AND number < coalesce((${LAST_LOGIN}), 0)
    AND kind IN (${LASTING.map((kind) => `'${kind}'`).join(', ')})
  UNION ALL
  SELECT * FROM account_events WHERE user = ? AND number >= coalesce((${LAST_LOGIN}), 0)
  ORDER BY number`

/** Also where its events were taken out: who had an account once is not asked for none. */
export function hasAccounts(session: Session): boolean {
  const sql = `SELECT EXISTS (SELECT 1 FROM account_events)
    OR EXISTS (SELECT 1 FROM audit WHERE subject_kind = 'account') AS has`
  const row = session.first(sql)
  return row !== undefined && numberAt(row, 'has') === 1
}

/** The account, whose events answer to the chain. Throws AssaydError `audit-broken`. */
export function provenAccount(session: Session, user: string): Account | undefined {
  const rows = eventsOf(session, user)
  insistOnProof(session, user, rows)
  insistOnAll(session, user)
  return accountAfter(rows.map(eventFromRow))
}

function loadAccount(session: Session, user: string): Account | undefined {
  return accountAfter(eventsOf(session, user).map(eventFromRow))
}

function eventsOf(session: Session, user: string): readonly Row[] {
  return session.all(EVENTS, user, user, user, user)
}

export function loadAccounts(session: Session): readonly Account[] {
  return session
    .all('SELECT DISTINCT user FROM account_events ORDER BY user')
    .flatMap((row) => loadAccount(session, textAt(row, 'user')) ?? [])
}

/** The audit entry tells everything but the scrypt and the token, which its digest covers. */
export function saveEvent(
  session: Session,
  event: AccountEvent,
  deed: Deed & { at: string },
): void {
  const { user, kind, name, role, scrypt, lockedUntilMs, tokenHash, via, beganMs } = event
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
    token_hash: tokenHash,
    via,
    began_ms: beganMs,
  })
  session.record({
    who: deed.who,
    reason: deed.reason,
    act: ACTS[kind],
    subject: { kind: 'account', key },
    before: before === null ? null : { user, role: before },
    after: { user, name, role, lockedUntil: isoOf(lockedUntilMs, deed.at), via },
  })
}

/** As the clock of the deed told it. */
function isoOf(epochMs: number | null, at: string): string | null {
  return epochMs === null ? null : isoFromInstant({ ...instantFromIso(at), epochMs })
}

function eventFromRow(row: Row): AccountEvent {
  return {
    user: textAt(row, 'user'),
    kind: wordAt(row, 'kind', ACCOUNT_EVENTS),
    name: textOrNullAt(row, 'name'),
    role: row['role'] === null ? null : wordAt(row, 'role', PERSON_ROLES),
    scrypt: textOrNullAt(row, 'scrypt'),
    lockedUntilMs: numberOrNullAt(row, 'locked_until_ms'),
    tokenHash: textOrNullAt(row, 'token_hash'),
    via: row['via'] === null ? null : wordAt(row, 'via', VIAS),
    beganMs: numberOrNullAt(row, 'began_ms'),
  }
}
