import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { accountEvent } from '../../src/core/account.ts'
import { AssaydError } from '../../src/core/errors.ts'
import { peopleOf } from '../../src/people/people.ts'
import type { AccountStore } from '../../src/ports/people.ts'
import { ADMIN, CHEAP, PASSWORD, peopleScene, type PeopleScene } from '../support/people-scene.ts'

const MINUTE_MS = 60_000

let set: PeopleScene

beforeEach(async () => {
  set = peopleScene()
  await set.settle('ada', 'admin')
  await set.settle('kim', 'reviewer')
})

afterEach(() => set.store.close())

const login = (via: 'login' | 'bearer') =>
  set.people.login({ user: 'kim', password: PASSWORD, via })

describe('While the password of a person is looked at', () => {
  it.each([
    ['disabled', () => set.people.disable('kim', ADMIN)],
    ['given another role', () => set.people.setRole('kim', 'viewer', ADMIN)],
  ])('and they are %s, they sign nothing', async (_, meanwhile) => {
    const { person } = await login('bearer')
    const { people } = set.store
    let isBegun = false
    const account: AccountStore['account'] = (user) => {
      const found = people.account(user)
      if (!isBegun) queueMicrotask(meanwhile)
      isBegun = true
      return found
    }
    const store = { ...set.store, people: { ...people, account } }
    const late = peopleOf({ store, clock: set.clock, cost: CHEAP })
    const signing = late.signed({ person, password: PASSWORD, meaning: 'I have looked.' })
    await expect(signing).rejects.toMatchObject({ code: 'login-failed' })
  })

  it('and an admin sets another one, they do not put theirs in its place', async () => {
    const { person } = await login('bearer')
    const { people } = set.store
    const change: AccountStore['change'] = (decide, deed) => {
      people.change(() => [accountEvent('kim', 'password-set', { scrypt: 'of an admin' })], ADMIN)
      return people.change(decide, deed)
    }
    const store = { ...set.store, people: { ...people, change } }
    const late = peopleOf({ store, clock: set.clock, cost: CHEAP })
    const changing = late.changePassword({ person, password: PASSWORD, next: `${PASSWORD} more` })
    await expect(changing).rejects.toMatchObject({ code: 'login-failed' })
    expect(people.account('kim')).toMatchObject({ scrypt: 'of an admin', hasOwnPassword: false })
  })
})

describe('While the database takes no write', () => {
  it('whoever is logged in stays so, as long as they are there', async () => {
    const { token } = await login('login')
    let tries = 0
    const touchLogin = (): never => {
      tries += 1
      throw new AssaydError('store-write', 'the disk is full')
    }
    const store = { ...set.store, people: { ...set.store.people, touchLogin } }
    const people = peopleOf({ store, clock: set.clock, cost: CHEAP })
    for (let minutes = 0; minutes < 60; minutes += 10) {
      await set.clock.pass(10 * MINUTE_MS)
      expect(people.personWith(token)).toMatchObject({ user: 'kim' })
      expect(people.personWith(token)).toMatchObject({ user: 'kim' })
    }
    // Each try waits for whoever holds the database.
    expect(tries).toBe(6)
    await set.clock.pass(30 * MINUTE_MS)
    expect(people.personWith(token)).toBeUndefined()
  })
})
