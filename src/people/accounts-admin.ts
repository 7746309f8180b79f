import { accountEvent, type Account } from '../core/account.ts'
import type { Role } from '../core/accounts.ts'
import { AssaydError } from '../core/errors.ts'
import { isPrintedName, isUserName, weaknesses } from '../core/password-policy.ts'
import { changedMeanwhile } from './confirm.ts'
import { scryptOf, type ScryptCost } from './password.ts'
import type { Deed } from '../ports/audit.ts'
import { isoFromInstant, type Clock } from '../ports/clock.ts'
import type {
  AccountReport,
  AccountStore,
  AccountView,
  NewAccount,
  People,
} from '../ports/people.ts'

interface Parts {
  readonly store: AccountStore
  readonly clock: Clock
  readonly cost: ScryptCost
}

type AccountWork = Pick<
  People,
  'hasAccounts' | 'accounts' | 'add' | 'setRole' | 'setPassword' | 'disable' | 'unlock'
> & {
  /** The user's own hand; nobody else knows the password from then on. */
  changeOwn(account: Account, password: string): Promise<void>
}

/**
 * What is done with accounts. Every change is an event; nothing is ever removed. Whether it may be
 * is asked in the transaction that makes it: another process may change accounts as well.
 */
export function accountsIn(parts: Parts): AccountWork {
  const { store, clock } = parts
  return {
    hasAccounts: () => store.hasAccounts(),
    accounts: () => accountReports(store, clock),
    add: async (account, deed) => {
      insistOnNames(account)
      const { user, name, role } = account
      insistOnNew(store, user)
      const scrypt = await strong(parts, user, account.password)
      const created = accountEvent(user, 'created', { name, role, scrypt })
      store.change((now) => {
        insistOnNew(now, user)
        return [created]
      }, deed)
    },
    setRole: (user, role: Role, deed: Deed) => {
      store.change((now) => {
        if (known(now, user).role === role) return []
        keepAnAdmin(now, user)
        return [accountEvent(user, 'role-changed', { role })]
      }, deed)
    },
    setPassword: async (user, text, deed) => {
      known(store, user)
      const scrypt = await strong(parts, user, text)
      store.change(() => [accountEvent(user, 'password-set', { scrypt })], deed)
    },
    changeOwn: async ({ user, scrypt: before }, text) => {
      const scrypt = await strong(parts, user, text)
      const deed = { who: user, reason: '' }
      store.change((now) => {
        // An admin who has set another one meanwhile may have locked out whoever this is.
        if (known(now, user).scrypt !== before) throw changedMeanwhile()
        return [accountEvent(user, 'password-changed', { scrypt })]
      }, deed)
    },
    disable: (user, deed) => {
      store.change((now) => {
        if (known(now, user).isDisabled) return []
        keepAnAdmin(now, user)
        return [accountEvent(user, 'disabled')]
      }, deed)
    },
    unlock: (user, deed) => {
      store.change((now) => {
        const { isDisabled } = known(now, user)
        return [accountEvent(user, isDisabled ? 'enabled' : 'unlocked')]
      }, deed)
    },
  }
}

function known(now: AccountView, user: string): Account {
  const account = now.account(user)
  if (account !== undefined) return account
  throw new AssaydError('account-unknown', `Nobody has the user name '${user}'.`, {
    hint: 'See the names with `assayd user list`.',
  })
}

function keepAnAdmin(now: AccountView, user: string): void {
  const isAdmin = (one: Account): boolean => one.role === 'admin' && !one.isDisabled
  const admins = now.accounts().filter(isAdmin)
  if (admins.length !== 1 || admins[0]?.user !== user) return
  throw new AssaydError('admin-last', `'${user}' is the only admin.`, {
    hint: 'Make somebody else admin first.',
  })
}

/** The scrypt of a password that may be taken. */
async function strong({ cost }: Parts, user: string, password: string): Promise<string> {
  const wrong = weaknesses(password, user)
  if (wrong.length === 0) return scryptOf(password, cost)
  throw new AssaydError('password-weak', `The password cannot be taken. ${wrong.join(' ')}`, {
    hint: 'Take several words that do not belong together.',
  })
}

function insistOnNames({ user, name }: NewAccount): void {
  if (!isUserName(user)) {
    throw new AssaydError('account-invalid', `'${user}' cannot be a user name.`, {
      hint: 'Take 2 to 32 of a-z, 0-9, dot, dash and underscore, a letter first.',
    })
  }
  if (!isPrintedName(name)) {
    throw new AssaydError('account-invalid', `'${name}' cannot be a printed name.`, {
      hint: 'Take 2 to 80 letters, digits, spaces and . , ( ) - as in a signature.',
    })
  }
}

/** Names are never used again, so that the trail never speaks of two people as one. */
function insistOnNew(now: AccountView, user: string): void {
  if (now.account(user) === undefined) return
  throw new AssaydError('account-exists', `The user name '${user}' is taken, now or before.`, {
    hint: 'Take another one; a disabled account is let in again with `assayd user unlock`.',
  })
}

/** Every account as admins see it, by name. */
export function accountReports(view: AccountView, clock: Clock): readonly AccountReport[] {
  return view.accounts().map((account) => reportOf(account, clock))
}

function reportOf(account: Account, clock: Clock): AccountReport {
  const { user, name, role, isDisabled, failures, lockedUntilMs } = account
  const { epochMs, offsetMinutes } = clock.now()
  const lockedUntil =
    lockedUntilMs > epochMs ? isoFromInstant({ epochMs: lockedUntilMs, offsetMinutes }) : null
  return { user, name, role, isDisabled, failures, lockedUntil }
}
