import type { Account, AccountEvent, LoginKind } from '../core/account.ts'
import type { Act, Person, Role } from '../core/accounts.ts'
import type { Deed } from './audit.ts'

/** Somebody logged in. The token itself is nowhere but with whoever holds it. */
export interface Login {
  /** SHA-256 of the token, in hex. */
  readonly tokenHash: string
  readonly user: string
  readonly via: LoginKind
  /** Milliseconds since 1970. */
  readonly beganMs: number
  readonly seenMs: number
}

/** Accounts as the store keeps them, for those who only look. */
export interface AccountView {
  /** Whether there is or was any account, also a disabled one. */
  hasAccounts(): boolean
  /** Every account, by name. */
  accounts(): readonly Account[]
  /** Throws AssaydError `audit-broken` when its events do not answer to the audit chain. */
  account(user: string): Account | undefined
}

/** Accounts and logins as the store keeps them. Accounts are never removed, nor names reused. */
export interface AccountStore extends AccountView {
  /**
   * Adds the events that are decided on by what the accounts are then, each with its audit entry:
   * all in one transaction, so that nobody else changes an account in between. Gives the events.
   */
  change(decide: (now: AccountView) => readonly AccountEvent[], deed: Deed): readonly AccountEvent[]
  /**
   * A login that is open: `logged-in` was its beginning, and no event of the account ended it.
   * Throws AssaydError `audit-broken`.
   */
  login(tokenHash: string): Login | undefined
  /** The login was used at that time. */
  touchLogin(tokenHash: string, seenMs: number): void
  /** Logins that have not been seen since are of nobody any more. */
  forgetLogins(seenBeforeMs: number): void
}

/** What a person signed: who, when, and what it means (21 CFR 11.50). */
export interface Signature {
  readonly user: string
  /** The printed name of the signer. */
  readonly name: string
  readonly meaning: string
  /** ISO 8601 with offset. */
  readonly at: string
}

/** A login that was just made. */
export interface NewLogin {
  readonly token: string
  readonly person: Person
}

/** Somebody gives a password. */
export interface Credentials {
  readonly user: string
  readonly password: string
  readonly via: LoginKind
}

/** An account to be made. */
export interface NewAccount {
  readonly user: string
  readonly name: string
  readonly role: Role
  readonly password: string
}

/** An account as admins see it. */
export interface AccountReport {
  readonly user: string
  readonly name: string
  readonly role: Role
  readonly isDisabled: boolean
  readonly failures: number
  /** ISO 8601 with offset; null while it is not locked. */
  readonly lockedUntil: string | null
}

/** People with accounts: who they are, and what is done with their accounts. */
export interface People {
  hasAccounts(): boolean
  /**
   * Rejects with AssaydError `login-failed` whatever was wrong, so that nobody learns which names
   * exist, and with `too-many-requests` when too many wait.
   */
  login(credentials: Credentials): Promise<NewLogin>
  /**
   * Whoever holds the token; undefined when it is of no login any more. With `isUse` false, the
   * login is not kept alive by the question.
   */
  personWith(token: string, isUse?: boolean): Person | undefined
  logout(token: string): void
  /** Somebody asked for what their role may not do, and was refused: it is told and noted. */
  denied(person: Person, act: Act): void
  /** Notes the refusals that were only counted so far; nothing is counted after it. */
  settle(): void
  /**
   * A signature of whoever asks, who gives the password once more. Rejects with AssaydError
   * `login-needed` when they have no account, `password-shared` when somebody else set the
   * password, `login-failed` for a wrong one, which counts as at a login, and `account-locked`.
   */
  signed(asked: {
    readonly person: Person
    readonly password: string
    readonly meaning: string
  }): Promise<Signature>
  /** Rejects as `signed` does, but takes a password that somebody else set; `password-weak`. */
  changePassword(asked: {
    readonly person: Person
    readonly password: string
    readonly next: string
  }): Promise<void>
  accounts(): readonly AccountReport[]
  /** Rejects with AssaydError `account-exists`, `account-invalid` or `password-weak`. */
  add(account: NewAccount, deed: Deed): Promise<void>
  /** Throws AssaydError `account-unknown`, or `admin-last` when no admin would be left. */
  setRole(user: string, role: Role, deed: Deed): void
  /** Ends every login of the user. Rejects with AssaydError `account-unknown`, `password-weak`. */
  setPassword(user: string, password: string, deed: Deed): Promise<void>
  /** Throws AssaydError `account-unknown`, or `admin-last` when no admin would be left. */
  disable(user: string, deed: Deed): void
  /** Lets a locked or disabled account in again. Throws AssaydError `account-unknown`. */
  unlock(user: string, deed: Deed): void
}
