import { createHash, randomBytes } from 'node:crypto'

import type { Account } from '../core/account.ts'
import type { Person } from '../core/accounts.ts'
import type { Clock } from '../ports/clock.ts'
import type { AccountStore, Login, NewLogin } from '../ports/people.ts'

const TOKEN_BYTES = 32
/** A working day: after it the password is asked for again. */
const WHOLE_MS = 12 * 3_600_000
/** An untended browser is nobody's any more; a program has no one who walks away from it. */
const IDLE_MS = 30 * 60_000
/** Noting each single use would write to the database with every request. */
const TOUCH_MS = 60_000

/** Who is logged in, by the tokens they hold. */
export function loginsIn(store: AccountStore, clock: Clock) {
  const isOver = ({ via, beganMs, seenMs }: Login): boolean => {
    const nowMs = clock.now().epochMs
    return nowMs - beganMs >= WHOLE_MS || (via === 'login' && nowMs - seenMs >= IDLE_MS)
  }
  return {
    /** A token of its own for each login, so that none can be foisted on anybody. */
    begin(account: Account, via: Login['via']): NewLogin {
      const token = randomBytes(TOKEN_BYTES).toString('base64url')
      const nowMs = clock.now().epochMs
      const login = { tokenHash: hashOf(token), user: account.user, via }
      store.saveLogin({ ...login, beganMs: nowMs, seenMs: nowMs }, nowMs - WHOLE_MS)
      return { token, person: personOf(account, via) }
    },
    /** Role and name are those the account has now. */
    personWith(token: string, isUse: boolean): Person | undefined {
      const login = store.login(hashOf(token))
      if (login === undefined || isOver(login)) return undefined
      const account = store.account(login.user)
      if (account === undefined || account.isDisabled) return undefined
      const nowMs = clock.now().epochMs
      if (isUse && nowMs - login.seenMs >= TOUCH_MS) store.touchLogin(login.tokenHash, nowMs)
      return personOf(account, login.via)
    },
    end: (token: string): void => store.endLogin(hashOf(token)),
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function personOf({ user, name, role }: Account, via: Login['via']): Person {
  return { user, name, role, via }
}
