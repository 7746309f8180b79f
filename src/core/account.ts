import type { Role } from './accounts.ts'

/**
 * What happens to an account. A password is set by somebody else and changed by the user's own
 * hand.
 */
export type AccountEventKind =
  | 'created'
  | 'role-changed'
  | 'password-set'
  | 'password-changed'
  | 'logged-in'
  | 'logged-out'
  | 'login-failed'
  | 'locked'
  | 'unlocked'
  | 'disabled'
  | 'enabled'

/** One event of an account; null where that kind says nothing of it. */
export interface AccountEvent {
  readonly user: string
  readonly kind: AccountEventKind
  /** The printed name. */
  readonly name: string | null
  readonly role: Role | null
  /** The scrypt of the password with everything needed to compute it again, never the password. */
  readonly scrypt: string | null
  /** Milliseconds since 1970. */
  readonly lockedUntilMs: number | null
  /** SHA-256 of the token of a login, in hex; a `logged-out` without one ends every login. */
  readonly tokenHash: string | null
  readonly via: LoginKind | null
  /** When a login began, in milliseconds since 1970. */
  readonly beganMs: number | null
}

/** Somebody gave a password in a browser (`login`), or to a program (`bearer`). */
export type LoginKind = 'login' | 'bearer'

/** An account as its events have left it. */
export interface Account {
  readonly user: string
  readonly name: string
  readonly role: Role
  readonly scrypt: string
  readonly isDisabled: boolean
  /** Nobody but the user has ever known the password. */
  readonly hasOwnPassword: boolean
  /** Wrong passwords since the last right one. */
  readonly failures: number
  /** Milliseconds since 1970; 0 when it was never locked. */
  readonly lockedUntilMs: number
}

/** An event that says nothing but its kind, and what is said besides. */
export function accountEvent(
  user: string,
  kind: AccountEventKind,
  said: Partial<Omit<AccountEvent, 'user' | 'kind'>> = {},
): AccountEvent {
  const account = { name: null, role: null, scrypt: null, lockedUntilMs: null }
  return { user, kind, ...account, tokenHash: null, via: null, beganMs: null, ...said }
}

/**
 * The account after its events, oldest first, or after those behind `before`; undefined when it was
 * never created.
 */
export function accountAfter(
  events: readonly AccountEvent[],
  before?: Account,
): Account | undefined {
  return events.reduce<Account | undefined>(after, before)
}

function after(account: Account | undefined, event: AccountEvent): Account | undefined {
  const { user, kind, name, role, scrypt } = event
  if (kind === 'created') {
    if (name === null || role === null || scrypt === null) return account
    const usual = { isDisabled: false, hasOwnPassword: false, failures: 0, lockedUntilMs: 0 }
    return { user, name, role, scrypt, ...usual }
  }
  if (account === undefined) return undefined
  return { ...account, ...changeBy(account, event) }
}

function changeBy(account: Account, event: AccountEvent): Partial<Account> {
  switch (event.kind) {
    case 'role-changed':
      return { role: event.role ?? account.role }
    case 'password-set':
    case 'password-changed':
      return {
        scrypt: event.scrypt ?? account.scrypt,
        hasOwnPassword: event.kind === 'password-changed',
        failures: 0,
        lockedUntilMs: 0,
      }
    case 'login-failed':
      return { failures: account.failures + 1 }
    case 'locked':
      return { lockedUntilMs: event.lockedUntilMs ?? account.lockedUntilMs }
    case 'logged-in':
    case 'unlocked':
      return { failures: 0, lockedUntilMs: 0 }
    case 'disabled':
      return { isDisabled: true }
    case 'enabled':
      return { isDisabled: false, failures: 0, lockedUntilMs: 0 }
    case 'logged-out':
    case 'created':
      return {}
  }
}

/** So many wrong passwords lock an account. */
const FAILURES_MAX = 5
const FIRST_LOCK_MS = 60_000
const LONGEST_LOCK_MS = 3_600_000

/**
 * For how long that many wrong passwords in a row lock an account, in ms: a minute for the fifth,
 * twice as long for each further one, an hour at most; 0 for fewer. Guessing gets one try an hour,
 * and whoever only wants to lock somebody out must go on doing so.
 */
export function lockMsAfter(failures: number): number {
  if (failures < FAILURES_MAX) return 0
  return Math.min(FIRST_LOCK_MS * 2 ** (failures - FAILURES_MAX), LONGEST_LOCK_MS)
}
