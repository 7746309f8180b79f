import type { AccountStore, AccountView } from '../ports/people.ts'
import {
  endLogin,
  hasAccounts,
  loadAccount,
  loadAccounts,
  loadLogin,
  saveEvent,
  saveLogin,
} from './accounts.ts'
import type { Session } from './session.ts'

/** Runs work in one transaction. */
export type Act = <Result>(work: (session: Session) => Result) => Result

/** Accounts, to look at. */
export function accountView(read: Act): AccountView {
  return {
    hasAccounts: () => read(hasAccounts),
    accounts: () => read(loadAccounts),
    account: (user) => read((session) => loadAccount(session, user)),
  }
}

/** Accounts and logins; `now` gives ISO 8601 with offset. */
export function accountStore(acts: {
  readonly write: Act
  readonly read: Act
  readonly now: () => string
}): AccountStore {
  const { write, read, now } = acts
  return {
    ...accountView(read),
    saveEvents: (events, deed) =>
      write((session) => {
        const at = now()
        for (const event of events) saveEvent(session, event, { ...deed, at })
      }),
    login: (tokenHash) => read((session) => loadLogin(session, tokenHash)),
    saveLogin: (login, before) => write((session) => saveLogin(session, login, before)),
    touchLogin: (tokenHash, seenMs) =>
      write((session) => {
        session.run('UPDATE logins SET seen_ms = ? WHERE token_hash = ?', seenMs, tokenHash)
      }),
    endLogin: (tokenHash) => write((session) => endLogin(session, tokenHash)),
    endLogins: (user) =>
      write((session) => void session.run('DELETE FROM logins WHERE user = ?', user)),
  }
}
