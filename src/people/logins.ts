import { createHash, randomBytes } from 'node:crypto'

import { accountEvent, type Account, type AccountEvent, type LoginKind } from '../core/account.ts'
import type { Person } from '../core/accounts.ts'
import { AssaydError } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { AccountStore, Login } from '../ports/people.ts'

const TOKEN_BYTES = 32
/** A working day: after it the password is asked for again. */
const WHOLE_MS = 12 * 3_600_000
/** An untended browser is nobody's any more; a program has no one who walks away from it. */
const IDLE_MS = 30 * 60_000
/** Noting each single use would write to the database with every request. */
const TOUCH_MS = 60_000

/** A token of its own for each login, so that none can be foisted on anybody. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

/** What stands in the chain of a login that begins: whoever holds the token is that user. */
export function loginEvent(
  user: string,
  began: { readonly token: string; readonly via: LoginKind; readonly clock: Clock },
): AccountEvent {
  const { token, via, clock } = began
  const login = { tokenHash: hashOf(token), via, beganMs: clock.now().epochMs }
  return accountEvent(user, 'logged-in', login)
}

/** Who is logged in, by the tokens they hold. */
export function loginsIn(store: AccountStore, clock: Clock) {
  /** By token hash: uses that the database did not take, in milliseconds since 1970. */
  const untaken = new Map<string, number>()
  const seenMsOf = ({ tokenHash, seenMs }: Login): number =>
    Math.max(seenMs, untaken.get(tokenHash) ?? seenMs)
  // That the database takes no write is told elsewhere; it is no reason to shut anybody out.
  const touch = (login: Login, nowMs: number): void => {
    const { tokenHash } = login
    if (nowMs - seenMsOf(login) < TOUCH_MS) return
    try {
      store.touchLogin(tokenHash, nowMs)
      untaken.delete(tokenHash)
    } catch (error) {
      if (!(error instanceof AssaydError)) throw error
      untaken.set(tokenHash, nowMs)
    }
  }
  const isOver = (login: Login): boolean => {
    const { via, beganMs } = login
    const nowMs = clock.now().epochMs
    return nowMs - beganMs >= WHOLE_MS || (via === 'login' && nowMs - seenMsOf(login) >= IDLE_MS)
  }
  return {
    /** Role and name are those the account has now. */
    personWith(token: string, isUse: boolean): Person | undefined {
      const login = store.login(hashOf(token))
      if (login === undefined || isOver(login)) return undefined
      const account = store.account(login.user)
      if (account === undefined || account.isDisabled) return undefined
      if (isUse) touch(login, clock.now().epochMs)
      return personOf(account, login.via)
    },
    /** A token that is of no login any more leaves no trace: it may be made up. */
    end(token: string): void {
      const login = store.login(hashOf(token))
      if (login === undefined) return
      const { user: who, tokenHash } = login
      store.change(() => [accountEvent(who, 'logged-out', { tokenHash })], { who, reason: '' })
    },
    forgetOld: (): void => store.forgetLogins(clock.now().epochMs - WHOLE_MS),
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export function personOf({ user, name, role }: Account, via: LoginKind): Person {
  return { user, name, role, via }
}
