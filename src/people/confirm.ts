import { accountEvent, lockMsAfter, type Account } from '../core/account.ts'
import type { Person } from '../core/accounts.ts'
import { AssaydError } from '../core/errors.ts'
import { isPassword, scryptOf, type ScryptCost } from './password.ts'
import { isoFromInstant, type Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'

/** What passwords are looked at with. */
export interface PeopleParts {
  readonly store: Pick<Store, 'people' | 'note'>
  readonly clock: Clock
  /** What a guess costs. */
  readonly cost: ScryptCost
}

const LOCKS =
  'Five wrong passwords lock an account for a minute, more of them for longer; ' +
  'an admin can unlock it.'

/** The account whose password that is. Rejects with AssaydError `login-failed`. */
export type AtLogin = (user: string, password: string) => Promise<Account>

/** Who logs in, by user and password; refuses in one way whatever was wrong. */
export function atLogin(parts: PeopleParts): AtLogin {
  const { store, clock, cost } = parts
  // Who has no account is looked at for as long as who has one.
  const decoy = scryptOf('the password of nobody', cost)
  return async (user, password) => {
    const account = store.people.account(user.trim().toLowerCase())
    const isRight = await isPassword(password, account?.scrypt ?? (await decoy))
    if (account === undefined) noteRefusal(parts, '', 'no such user')
    else if (account.isDisabled) noteRefusal(parts, account.user, 'the account is disabled')
    else if (isLocked(account, clock)) noteRefusal(parts, account.user, 'the account is locked')
    else if (isRight) {
      const { user: who } = account
      store.people.saveEvents([accountEvent(who, 'logged-in')], { who, reason: '' })
      return account
    } else fail(parts, account, 'wrong password')
    const message = 'User or password is wrong, or the account is locked or disabled.'
    throw new AssaydError('login-failed', message, { hint: LOCKS })
  }
}

/**
 * The account of whoever asks, who gives the password once more. Rejects with AssaydError
 * `login-needed`, `account-locked` or `login-failed`.
 */
export async function confirmed(
  parts: PeopleParts,
  person: Person,
  password: string,
): Promise<Account> {
  const { store, clock } = parts
  const account = person.via === 'local' ? undefined : store.people.account(person.user)
  if (account === undefined || account.isDisabled) throw loginNeeded()
  if (isLocked(account, clock)) throw locked(account, clock)
  if (await isPassword(password, account.scrypt)) return account
  const locks = fail(parts, account, 'wrong password when it was asked again')
  // Somebody else may sit at the screen: then the login is theirs no longer.
  if (locks) store.people.endLogins(account.user)
  throw new AssaydError('login-failed', 'The password is wrong.', { hint: LOCKS })
}

function isLocked({ lockedUntilMs }: Account, clock: Clock): boolean {
  return clock.now().epochMs < lockedUntilMs
}

/** Counts a wrong password; says whether it locked the account. */
function fail({ store, clock }: PeopleParts, account: Account, reason: string): boolean {
  const { user, failures } = account
  const lockMs = lockMsAfter(failures + 1)
  const lockedUntilMs = clock.now().epochMs + lockMs
  const locks = lockMs > 0 ? [accountEvent(user, 'locked', { lockedUntilMs })] : []
  const failed = accountEvent(user, 'login-failed')
  store.people.saveEvents([failed, ...locks], { who: 'assayd', reason })
  return lockMs > 0
}

/** What was typed as a name is not noted: it may be a password in the wrong field. */
function noteRefusal({ store }: PeopleParts, user: string, reason: string): void {
  const subject = { kind: 'none', key: user } as const
  store.note({ who: 'assayd', reason, act: 'login-failed', subject, before: null, after: null })
}

function loginNeeded(): AssaydError {
  return new AssaydError('login-needed', 'Only a person with an account can do this.', {
    hint: 'Log in with `assayd login USER`.',
  })
}

function locked({ user, lockedUntilMs }: Account, clock: Clock): AssaydError {
  const { offsetMinutes } = clock.now()
  const until = isoFromInstant({ epochMs: lockedUntilMs, offsetMinutes })
  return new AssaydError('account-locked', `The account '${user}' is locked until ${until}.`, {
    hint: LOCKS,
  })
}
