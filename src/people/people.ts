import { accountsIn } from './accounts-admin.ts'
import { atLogin, confirmed, type PeopleParts } from './confirm.ts'
import { AssaydError } from '../core/errors.ts'
import { loginsIn } from './logins.ts'
import { oneAtATime } from '../flow/one-at-a-time.ts'
import { USUAL_COST } from './password.ts'
import { refusalsIn } from './refusals.ts'
import { isoFromInstant } from '../ports/clock.ts'
import type { People } from '../ports/people.ts'

const WAITING_MAX = 16

/**
 * People with accounts. Passwords are looked at one after the other: a hundred guesses at once
 * would all be made before the first wrong one counts, each with its own memory. Tests of
 * something else take a lower `cost` of a guess.
 */
export function peopleOf(
  given: Pick<PeopleParts, 'store' | 'clock'> & Partial<PeopleParts>,
): People {
  const { store, clock, cost = USUAL_COST, tell = () => {} } = given
  const refusals = refusalsIn({ store, clock, tell })
  const parts: PeopleParts = { store, clock, cost, tell, refusals }
  const inTurn = oneAtATime(WAITING_MAX, 'Too many people give a password just now.')
  const logins = loginsIn(store.people, clock)
  const accounts = accountsIn({ store: store.people, clock, cost })
  const enter = atLogin(parts)
  // Somebody wrote into the database behind the daemon, perhaps to be somebody else.
  const broken = (error: unknown): never => {
    const isBroken = error instanceof AssaydError && error.code === 'audit-broken'
    const reason = isBroken ? error.message : ''
    if (isBroken) refusals.note({ act: 'login-failed', who: 'assayd', about: '', reason })
    throw error
  }
  return {
    ...accounts,
    login: (credentials) =>
      inTurn(async () => {
        const login = await enter(credentials).catch(broken)
        logins.forgetOld()
        return login
      }),
    personWith: (token, isUse = true) => {
      try {
        return logins.personWith(token, isUse)
      } catch (error) {
        return broken(error)
      }
    },
    logout: (token) => logins.end(token),
    denied: ({ user: who, role }, act) =>
      refusals.note({ who, act: 'act-denied', about: act, reason: `${role} may not do this` }),
    settle: () => refusals.settle(),
    signed: ({ person, password, meaning }) =>
      inTurn(async () => {
        const { user, name, hasOwnPassword } = await confirmed(parts, person, password)
        if (!hasOwnPassword) throw passwordShared()
        return { user, name, meaning, at: isoFromInstant(clock.now()) }
      }),
    changePassword: ({ person, password, next }) =>
      inTurn(async () => {
        const account = await confirmed(parts, person, password)
        await accounts.changeOwn(account, next)
      }),
  }
}

function passwordShared(): AssaydError {
  return new AssaydError('password-shared', 'Somebody else has set your password.', {
    hint: 'Change it with `assayd password`; what is signed with it is then yours alone.',
  })
}
