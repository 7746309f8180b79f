import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { peopleOf } from '../../src/people/people.ts'
import type { News } from '../../src/ports/news.ts'
import type { People } from '../../src/ports/people.ts'
import { CHEAP, PASSWORD, peopleScene, type PeopleScene } from '../support/people-scene.ts'

const MINUTE_MS = 60_000
const EVERYTHING = { who: null, about: null, since: null, until: null, after: 0, newestMax: 1000 }

let set: PeopleScene
let people: People
let news: News[]

beforeEach(() => {
  set = peopleScene()
  news = []
  const tell = (one: News): void => void news.push(one)
  people = peopleOf({ store: set.store, clock: set.clock, cost: CHEAP, tell })
})

afterEach(() => set.store.close())

const entries = (act: string | null) => set.store.audit({ ...EVERYTHING, act })
const after = (act: string) => entries(act).map((entry): unknown => JSON.parse(entry.after))

async function guess(user: string, times: number): Promise<void> {
  for (let at = 0; at < times; at += 1) {
    const tried = people.login({ user, password: `wrong ${at}`, via: 'login' })
    await expect(tried).rejects.toMatchObject({ code: 'login-failed' })
  }
}

describe('Refused logins', () => {
  it('of nobody are an entry at once, and one more for all of the hour behind it', async () => {
    await guess('nobody', 30)
    await set.clock.pass(20 * MINUTE_MS)
    await guess('somebody', 30)
    expect(after('login-failed')).toEqual([null])
    await set.clock.pass(60 * MINUTE_MS)
    expect(after('login-failed')).toEqual([
      null,
      {
        times: 59,
        since: '2026-11-23T09:00:00.000+03:00',
        until: '2026-11-23T09:20:00.000+03:00',
      },
    ])
    await set.clock.pass(24 * 60 * MINUTE_MS)
    expect(after('login-failed')).toHaveLength(2)
    expect(news.map(({ kind }) => kind)).toEqual(['refused', 'refused'])
  })

  it('at a locked account fill the trail no more than that', async () => {
    await set.settle('kim', 'operator')
    await guess('kim', 205)
    await set.clock.pass(60 * MINUTE_MS)
    expect(after('login-failed').slice(-2)).toMatchObject([null, { times: 199 }])
    expect(entries('login-failed')).toHaveLength(5 + 2)
    const [lock] = entries('account-locked')
    expect(JSON.parse(lock?.after ?? '')).toMatchObject({
      user: 'kim',
      lockedUntil: '2026-11-23T09:01:00.000+03:00',
    })
    const acts = news.flatMap((one) => (one.kind === 'refused' ? [one.act] : []))
    expect(acts.slice(0, 6)).toEqual([
      ...Array.from({ length: 4 }, () => 'login-failed'),
      'account-locked',
      'login-failed',
    ])
  })

  it('that were only counted are noted when the daemon stops', async () => {
    await guess('nobody', 3)
    people.settle()
    expect(after('login-failed')).toMatchObject([null, { times: 2 }])
    expect(set.clock.waiting()).toBe(0)
    people.settle()
    expect(entries('login-failed')).toHaveLength(2)
  })

  it('are counted on while the store takes nothing', async () => {
    let isFull = false
    const note: typeof set.store.note = (entry) => {
      if (isFull) throw new AssaydError('store-write', 'full')
      return set.store.note(entry)
    }
    people = peopleOf({ store: { ...set.store, note }, clock: set.clock, cost: CHEAP })
    await guess('nobody', 3)
    isFull = true
    await set.clock.pass(90 * MINUTE_MS)
    await guess('nobody', 2)
    isFull = false
    await set.clock.pass(60 * MINUTE_MS)
    expect(after('login-failed')).toMatchObject([null, { times: 4 }])
  })

  it('are told once, counted and refused as ever, when even the first finds no room', async () => {
    let isFull = true
    const note: typeof set.store.note = (entry) => {
      if (isFull) throw new AssaydError('store-write', 'full')
      return set.store.note(entry)
    }
    const tell = (one: News): void => void news.push(one)
    people = peopleOf({ store: { ...set.store, note }, clock: set.clock, cost: CHEAP, tell })
    await guess('nobody', 3)
    expect(news).toHaveLength(1)
    isFull = false
    await set.clock.pass(60 * MINUTE_MS)
    expect(after('login-failed')).toMatchObject([{ times: 3 }])
  })
})

describe('An act that is not for that role', () => {
  it('is in the trail with who tried it, counted like any refusal', async () => {
    await set.settle('kim', 'viewer')
    const { person } = await people.login({ user: 'kim', password: PASSWORD, via: 'bearer' })
    for (let at = 0; at < 5; at += 1) people.denied(person, 'accept')
    people.denied(person, 'order')
    people.settle()
    expect(entries('act-denied')).toMatchObject([
      { who: 'kim', subject: { key: 'accept' }, reason: 'viewer may not do this', after: 'null' },
      { who: 'kim', subject: { key: 'order' } },
      { who: 'kim', subject: { key: 'accept' }, after: expect.stringContaining('"times":4') },
    ])
  })
})
