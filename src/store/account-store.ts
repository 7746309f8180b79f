import type { AccountEvent } from '../core/account.ts'
import type { AccountStore, AccountView, Login } from '../ports/people.ts'
import { hasAccounts, loadAccounts, provenAccount, saveEvent } from './accounts.ts'
import { believed, type Believed } from './believed.ts'
import { loginSeenMs, touchLogin } from './logins.ts'
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
  const { write, read, now: time } = acts
  const proofs = believed()
  return {
    ...accountView(read),
    account: (user) => read((session) => proofs.account(session, user)),
    change: (decide, deed) => {
      const made = write((session) => {
        const now = accountView((work) => work(session))
        const events = decide({ ...now, account: (user) => proofs.account(session, user) })
        const at = time()
        for (const event of events) save(session, event, { ...deed, at })
        return events
      })
      proofs.added(made)
      return made
    },
    login: (tokenHash) => read((session) => loadLogin(session, proofs, tokenHash)),
    touchLogin: (tokenHash, seenMs) => write((session) => touchLogin(session, tokenHash, seenMs)),
    forgetLogins: (seenBeforeMs) =>
      write((session) => void session.run('DELETE FROM logins WHERE seen_ms < ?', seenBeforeMs)),
  }
}

function loadLogin(session: Session, proofs: Believed, tokenHash: string): Login | undefined {
  const seenMs = loginSeenMs(session, tokenHash)
  const begun = seenMs === undefined ? undefined : proofs.login(session, tokenHash)
  return begun && seenMs !== undefined ? { ...begun, seenMs } : undefined
}

function save(session: Session, event: AccountEvent, deed: Parameters<typeof saveEvent>[2]): void {
  const { kind, tokenHash, beganMs } = event
  saveEvent(session, event, deed)
  if (kind === 'logged-in' && tokenHash !== null && beganMs !== null) {
    touchLogin(session, tokenHash, beganMs)
  }
}
