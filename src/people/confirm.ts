import { accountEvent, lockMsAfter, type Account, type AccountEvent } from '../core/account.ts'
import type { Person } from '../core/accounts.ts'
import { AssaydError } from '../core/errors.ts'
import { isPassword, scryptOf, type ScryptCost } from './password.ts'
import { loginEvent, newToken, personOf } from './logins.ts'
import { isoFromInstant, type Clock } from '../ports/clock.ts'
import type { News } from '../ports/news.ts'
import type { AccountView, Credentials, NewLogin } from '../ports/people.ts'
import type { Refusals } from './refusals.ts'
import type { Store } from '../ports/store.ts'

/** What passwords are looked at with. */
export interface PeopleParts {
  readonly store: Pick<Store, 'people' | 'note'>
  readonly clock: Clock
  /** What a guess costs. */
  readonly cost: ScryptCost
  readonly tell: (news: News) => void
  readonly refusals: Refusals
}

const LOCKS =
  'Five wrong passwords lock an account for a minute, more of them for longer; ' +
  'an admin can unlock it.'

/** The new login of whoever gave the right password. Rejects with AssaydError `login-failed`. */
export type AtLogin = (credentials: Credentials) => Promise<NewLogin>

/** Who logs in, by user and password; refuses in one way whatever was wrong. */
export function atLogin(parts: PeopleParts): AtLogin {
  const { store, clock, cost } = parts
  // Who has no account is looked at for as long as who has one.
  const decoy = scryptOf('the password of nobody', cost)
  return async ({ user, password, via }) => {
    const account = store.people.account(user.trim().toLowerCase())
    const isRight = await isPassword(password, account?.scrypt ?? (await decoy))
    if (account === undefined) noteRefusal(parts, '', 'no such user')
    else if (account.isDisabled) noteRefusal(parts, account.user, 'the account is disabled')
    else if (isLocked(account, clock)) noteRefusal(parts, account.user, 'the account is locked')
    else if (isRight) {
      const { user: who } = account
      const token = newToken()
      const event = loginEvent(who, { token, via, clock })
      const isSame = (now: AccountView): boolean => isStill(account, now, clock)
      const deed = { who, reason: '' }
      const begun = store.people.change((now) => (isSame(now) ? [event] : []), deed)
      if (begun.length > 0) return { token, person: personOf(account, via) }
      noteRefusal(parts, who, 'the account was changed meanwhile')
    } else fail(parts, account, { reason: 'wrong password', ifLocked: [] })
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
  if (await isPassword(password, account.scrypt)) {
    if (isStill(account, store.people, clock)) return account
    throw changedMeanwhile()
  }
  // Somebody else may sit at the screen: then the login is theirs no longer.
  const out = accountEvent(account.user, 'logged-out')
  fail(parts, account, { reason: 'wrong password when it was asked again', ifLocked: [out] })
  throw new AssaydError('login-failed', 'The password is wrong.', { hint: LOCKS })
}

/** Whoever changed an account while its password was looked at comes first. */
function isStill(account: Account, now: AccountView, clock: Clock): boolean {
  const then = now.account(account.user)
  if (then === undefined || then.isDisabled || isLocked(then, clock)) return false
  return then.scrypt === account.scrypt && then.role === account.role
}

/** What was asked with a password that was right is not done. */
export function changedMeanwhile(): AssaydError {
  return new AssaydError('login-failed', 'The account was changed meanwhile.', {
    hint: 'Log in again.',
  })
}

function isLocked({ lockedUntilMs }: Account, clock: Clock): boolean {
  return clock.now().epochMs < lockedUntilMs
}

interface Failure {
  readonly reason: string
  /** What happens besides where it locks the account. */
  readonly ifLocked: readonly AccountEvent[]
}

/** Counts a wrong password. */
function fail(
  { store, clock, tell }: PeopleParts,
  { user }: Account,
  { reason, ifLocked }: Failure,
): void {
  const failed = accountEvent(user, 'login-failed')
  const who = 'assayd'
  const events = store.people.change(
    (now) => {
      const lockMs = lockMsAfter((now.account(user)?.failures ?? 0) + 1)
      if (lockMs === 0) return [failed]
      const lockedUntilMs = clock.now().epochMs + lockMs
      return [failed, accountEvent(user, 'locked', { lockedUntilMs }), ...ifLocked]
    },
    { who, reason },
  )
  const act = events.length > 1 ? 'account-locked' : 'login-failed'
  tell({ kind: 'refused', part: 'people', act, who, about: user, reason })
}

/** What was typed as a name is not noted: it may be a password in the wrong field. */
function noteRefusal({ refusals }: PeopleParts, about: string, reason: string): void {
  refusals.note({ who: 'assayd', act: 'login-failed', about, reason })
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
