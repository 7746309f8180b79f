import type { AccountEvent } from '../core/account.ts'
import type { AccountStore, AccountView } from '../ports/people.ts'
import { hasAccounts, loadAccounts, provenAccount, saveEvent } from './accounts.ts'
import { loadLogin, touchLogin } from './logins.ts'
import type { Session } from './session.ts'

/** Runs work in one transaction. */
export type Act = <Result>(work: (session: Session) => Result) => Result

/** Accounts, to look at. */
export function accountView(read: Act): AccountView {
  return {
    hasAccounts: () => read(hasAccounts),
    accounts: () => read(loadAccounts),
    account: (user) => read((session) => provenAccount(session, user)),
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
    change: (decide, deed) =>
      write((session) => {
        const events = decide(accountView((work) => work(session)))
        const at = now()
        for (const event of events) save(session, event, { ...deed, at })
        return events
      }),
    login: (tokenHash) => read((session) => loadLogin(session, tokenHash)),
    touchLogin: (tokenHash, seenMs) => write((session) => touchLogin(session, tokenHash, seenMs)),
    forgetLogins: (seenBeforeMs) =>
      write((session) => void session.run('DELETE FROM logins WHERE seen_ms < ?', seenBeforeMs)),
  }
}

function save(session: Session, event: AccountEvent, deed: Parameters<typeof saveEvent>[2]): void {
  const { kind, tokenHash, beganMs } = event
  saveEvent(session, event, deed)
  if (kind === 'logged-in' && tokenHash !== null && beganMs !== null) {
    touchLogin(session, tokenHash, beganMs)
  }
}
