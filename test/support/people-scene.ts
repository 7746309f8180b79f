import type { Role } from '../../src/core/accounts.ts'
import { peopleOf } from '../../src/people/people.ts'
import { isoFromInstant } from '../../src/ports/clock.ts'
import type { People } from '../../src/ports/people.ts'
import type { Store } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import { simulatedClock, type SimulatedClock } from './simulated-clock.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Little work a guess, so that tests of something else are quick. */
export const CHEAP = { logN: 4, r: 8, p: 1 }
export const PASSWORD = 'seven quiet otters'
export const ADMIN = { who: 'local:lab', reason: '' }

export interface PeopleScene {
  readonly folder: string
  readonly store: Store
  readonly clock: SimulatedClock
  readonly people: People
  /** Makes an account whose password is `PASSWORD`, changed once by the user's own hand. */
  readonly settle: (user: string, role: Role) => Promise<void>
}

/** People on a real database, in simulated time. */
export function peopleScene(): PeopleScene {
  const folder = temporaryFolder()
  const clock = simulatedClock()
  const store = openStore(folder, () => isoFromInstant(clock.now()))
  const people = peopleOf({ store, clock, cost: CHEAP })
  const settle = async (user: string, role: Role): Promise<void> => {
    const first = 'given by an admin'
    const name = `${user.slice(0, 1).toUpperCase()}${user.slice(1)} Example`
    await people.add({ user, name, role, password: first }, ADMIN)
    const { person } = await people.login({ user, password: first, via: 'bearer' })
    await people.changePassword({ person, password: first, next: PASSWORD })
  }
  return { folder, store, clock, people, settle }
}
