import { accountsIn } from './accounts-admin.ts'
import { atLogin, confirmed, type PeopleParts } from './confirm.ts'
import { AssaydError } from '../core/errors.ts'
import { loginsIn } from './logins.ts'
import { oneAtATime } from '../flow/one-at-a-time.ts'
import { USUAL_COST } from './password.ts'
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
  const parts: PeopleParts = { ...given, cost: given.cost ?? USUAL_COST }
  const { store, clock, cost } = parts
  const inTurn = oneAtATime(WAITING_MAX)
  const logins = loginsIn(store.people, clock)
  const accounts = accountsIn({ store: store.people, clock, cost })
  const enter = atLogin(parts)
  return {
    ...accounts,
    login: ({ user, password, via }) =>
      inTurn(async () => logins.begin(await enter(user, password), via)),
    personWith: (token, isUse = true) => logins.personWith(token, isUse),
    logout: (token) => logins.end(token),
    signed: ({ person, password, meaning }) =>
      inTurn(async () => {
        const { user, name, hasOwnPassword } = await confirmed(parts, person, password)
        if (!hasOwnPassword) throw passwordShared()
        return { user, name, meaning, at: isoFromInstant(clock.now()) }
      }),
    changePassword: ({ person, password, next }) =>
      inTurn(async () => {
        const { user } = await confirmed(parts, person, password)
        await accounts.changeOwn(user, next)
      }),
  }
}

function passwordShared(): AssaydError {
  return new AssaydError('password-shared', 'Somebody else has set your password.', {
    hint: 'Change it with `assayd password`; what is signed with it is then yours alone.',
  })
}
