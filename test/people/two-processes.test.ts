import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { peopleOf } from '../../src/people/people.ts'
import type { AccountStore, People } from '../../src/ports/people.ts'
import type { Store } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import { ADMIN, CHEAP, PASSWORD, peopleScene, type PeopleScene } from '../support/people-scene.ts'

let set: PeopleScene
let other: Store
let theirs: People

beforeEach(async () => {
  set = peopleScene()
  await set.settle('ada', 'admin')
  await set.settle('kim', 'admin')
  other = openStore(set.folder)
  theirs = peopleOf({ store: other, clock: set.clock, cost: CHEAP })
})

afterEach(() => {
  set.store.close()
  other.close()
})

/** People of this process, when the other one writes in the last moment before they do. */
function peopleAfter(meanwhile: () => void): People {
  const { people } = set.store
  const change: AccountStore['change'] = (decide, deed) => {
    meanwhile()
    return people.change(decide, deed)
  }
  const store = { ...set.store, people: { ...people, change } }
  return peopleOf({ store, clock: set.clock, cost: CHEAP })
}

describe('Two connections that change accounts at once', () => {
  const admins = () =>
    set.people.accounts().filter(({ role, isDisabled }) => role === 'admin' && !isDisabled)

  it('leave an admin, when each disables the other one', () => {
    const ours = peopleAfter(() => theirs.disable('kim', ADMIN))
    expect(() => ours.disable('ada', ADMIN)).toThrow("'ada' is the only admin.")
    expect(admins()).toMatchObject([{ user: 'ada' }])
  })

  it('leave an admin, when each takes the role of the other one', () => {
    const ours = peopleAfter(() => theirs.setRole('kim', 'viewer', ADMIN))
    expect(() => ours.setRole('ada', 'viewer', ADMIN)).toThrow('only admin')
    expect(admins()).toMatchObject([{ user: 'ada' }])
  })

  it('make no name twice', async () => {
    const noor = { user: 'noor', name: 'Noor', role: 'viewer', password: PASSWORD } as const
    const made = Promise.withResolvers<void>()
    await theirs.add(noor, ADMIN).then(made.resolve)
    const { people } = set.store
    // As it was before the other one wrote: only the transaction knows better.
    const account: AccountStore['account'] = (user) =>
      user === 'noor' ? undefined : people.account(user)
    const store = { ...set.store, people: { ...people, account } }
    const ours = peopleOf({ store, clock: set.clock, cost: CHEAP })
    await expect(ours.add({ ...noor, role: 'admin' }, ADMIN)).rejects.toMatchObject({
      code: 'account-exists',
    })
    expect(theirs.accounts().find(({ user }) => user === 'noor')).toMatchObject({ role: 'viewer' })
  })

  it('count every wrong password', async () => {
    for (let at = 0; at < 4; at += 1) {
      const tried = theirs.login({ user: 'kim', password: `wrong ${at}`, via: 'login' })
      await expect(tried).rejects.toThrow('wrong')
    }
    const last = set.people.login({ user: 'kim', password: 'wrong', via: 'login' })
    await expect(last).rejects.toThrow('wrong')
    expect(set.people.accounts()).toContainEqual(
      expect.objectContaining({ user: 'kim', lockedUntil: expect.any(String) }),
    )
  })
})
