import { accountAfter, type Account, type AccountEvent } from '../core/account.ts'
import { provenAccount } from './accounts.ts'
import { provenLogin, type BegunLogin } from './logins.ts'
import { numberAt } from './rows.ts'
import type { Session } from './session.ts'

/** Accounts and logins that answer to the chain. */
export interface Believed {
  /** Throws AssaydError `audit-broken`. */
  account(session: Session, user: string): Account | undefined
  /** Throws AssaydError `audit-broken`. */
  login(session: Session, tokenHash: string): BegunLogin | undefined
  /** What this connection itself has added for good, each event behind all others of its user. */
  added(events: readonly AccountEvent[]): void
}

/**
 * Looks at each account and login once, and again when another connection has written. To look
 * takes the longer the more events there are, and whoever has an account makes them by logging in:
 * looking with every request, the daemon would stand still for it.
 */
export function believed(): Believed {
  const accounts = new Map<string, Account>()
  const logins = new Map<string, BegunLogin>()
  let seenVersion: number | null = null
  const forgetIfWritten = (session: Session): void => {
    const version = dataVersion(session)
    if (version === seenVersion) return
    accounts.clear()
    logins.clear()
    seenVersion = version
  }
  return {
    account: (session, user) => {
      forgetIfWritten(session)
      return remembered(accounts, user, () => provenAccount(session, user))
    },
    login: (session, tokenHash) => {
      forgetIfWritten(session)
      return remembered(logins, tokenHash, () => provenLogin(session, tokenHash))
    },
    added: (events) => {
      for (const event of events) {
        const { user } = event
        for (const [key, login] of logins) if (login.user === user) logins.delete(key)
        const before = accounts.get(user)
        const after = before && accountAfter([event], before)
        if (after !== undefined) accounts.set(user, after)
      }
    },
  }
}

/** What is not there is looked for again: it may be anything that somebody typed. */
function remembered<Value>(
  known: Map<string, Value>,
  key: string,
  look: () => Value | undefined,
): Value | undefined {
  const value = known.get(key) ?? look()
  if (value !== undefined) known.set(key, value)
  return value
}

/** Another number when another connection has written; the same for what this one writes. */
function dataVersion(session: Session): number {
  const row = session.first('PRAGMA data_version')
  if (row === undefined) throw new TypeError('Expected SQLite to tell its data version.')
  return numberAt(row, 'data_version')
}
