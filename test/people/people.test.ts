import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { accountEvent } from '../../src/core/account.ts'
import type { Person } from '../../src/core/accounts.ts'
import type { NewLogin } from '../../src/ports/people.ts'
import { ADMIN, PASSWORD, peopleScene, type PeopleScene } from '../support/people-scene.ts'

const MINUTE_MS = 60_000
const EVERYTHING = { who: null, act: null, about: null, since: null, until: null } as const
const LOCAL: Person = { user: 'local:lab', name: 'lab', role: 'operator', via: 'local' }

let set: PeopleScene

beforeEach(() => {
  set = peopleScene()
})

afterEach(() => set.store.close())

const login = (user: string, password = PASSWORD, via: 'login' | 'bearer' = 'login') =>
  set.people.login({ user, password, via })

const trail = () =>
  set.store.audit({ ...EVERYTHING, after: 0, newestMax: 1000 }).map(({ act, who }) => [act, who])

async function failTimes(times: number): Promise<void> {
  for (let at = 0; at < times; at += 1) {
    await expect(login('kim', `wrong ${at}`)).rejects.toMatchObject({ code: 'login-failed' })
  }
}

describe('A login', () => {
  it('gives a token that says who holds it, until it is over', async () => {
    await set.settle('kim', 'operator')
    const { token, person } = await login('Kim ')
    expect(person).toEqual({ user: 'kim', name: 'Kim Example', role: 'operator', via: 'login' })
    expect(set.people.personWith(token)).toEqual(person)
    expect(set.people.personWith(`${token}x`)).toBeUndefined()
    set.people.logout(token)
    expect(set.people.personWith(token)).toBeUndefined()
    expect(trail().slice(-2)).toEqual([
      ['logged-in', 'kim'],
      ['logged-out', 'kim'],
    ])
  })

  it('ends half an hour after a browser used it last, for a program after a day', async () => {
    await set.settle('kim', 'operator')
    const [browser, program] = [await login('kim'), await login('kim', PASSWORD, 'bearer')]
    const is = ({ token }: NewLogin) => set.people.personWith(token) !== undefined
    for (let half = 0; half < 4; half += 1) {
      await set.clock.pass(20 * MINUTE_MS)
      expect(is(browser)).toBe(true)
    }
    await set.clock.pass(31 * MINUTE_MS)
    expect([is(browser), is(program)]).toEqual([false, true])
    await set.clock.pass(11 * 60 * MINUTE_MS)
    expect(is(program)).toBe(false)
  })

  it('is over in the transaction that sets another password, whatever comes between', async () => {
    await set.settle('kim', 'operator')
    const { token } = await login('kim')
    const { scrypt } = set.store.people.account('kim') ?? {}
    const event = accountEvent('kim', 'password-set', { scrypt: scrypt ?? null })
    set.store.people.change(() => [event], { who: 'admin', reason: 'forgotten' })
    expect(set.people.personWith(token)).toBeUndefined()
  })

  it('of a browser in constant use ends after a working day', async () => {
    await set.settle('kim', 'operator')
    const { token } = await login('kim')
    let minutes = 0
    while (set.people.personWith(token) !== undefined && minutes < 2000) {
      await set.clock.pass(10 * MINUTE_MS)
      minutes += 10
    }
    expect(minutes).toBe(12 * 60)
  })

  it('says the same whatever was wrong', async () => {
    await set.settle('kim', 'admin')
    await set.settle('noor', 'viewer')
    set.people.disable('noor', ADMIN)
    const wrong = [login('kim', 'wrong'), login('nobody'), login('noor'), login('')]
    const told = (await Promise.allSettled(wrong)).map((one) =>
      one.status === 'rejected' ? String(one.reason) : one.status,
    )
    expect(new Set(told)).toEqual(
      new Set(['AssaydError: User or password is wrong, or the account is locked or disabled.']),
    )
  })

  it('that fails is in the audit trail, without what was typed as a name', async () => {
    await set.settle('kim', 'operator')
    await expect(login('my secret pass phrase')).rejects.toThrow('wrong')
    await expect(login('kim', 'another secret')).rejects.toThrow('wrong')
    const told = JSON.stringify(set.store.audit({ ...EVERYTHING, after: 0, newestMax: 100 }))
    expect(told).toContain('no such user')
    expect(told).toContain('wrong password')
    expect(told).not.toMatch(/secret|otters|given by/)
  })
})

describe('Five wrong passwords', () => {
  it('lock the account for a minute, each further one for twice as long', async () => {
    await set.settle('kim', 'operator')
    await failTimes(5)
    for (const minutes of [1, 2, 4]) {
      await expect(login('kim')).rejects.toMatchObject({ code: 'login-failed' })
      await set.clock.pass(minutes * MINUTE_MS - 1)
      await expect(login('kim')).rejects.toMatchObject({ code: 'login-failed' })
      await set.clock.pass(1)
      await failTimes(1)
    }
    await set.clock.pass(8 * MINUTE_MS)
    await expect(login('kim')).resolves.toMatchObject({ person: { user: 'kim' } })
    expect(trail().filter(([act]) => act === 'account-locked')).toHaveLength(4)
  })

  it('lock it also when they come all at once', async () => {
    await set.settle('kim', 'operator')
    const guesses = Array.from({ length: 12 }, (_, at) => login('kim', `wrong ${at}`))
    await Promise.allSettled(guesses)
    expect(set.people.accounts()).toMatchObject([{ user: 'kim', failures: 5 }])
    await expect(login('kim')).rejects.toThrow('locked')
  })

  it('are forgotten with a right one, and when an admin unlocks the account', async () => {
    await set.settle('kim', 'operator')
    await failTimes(4)
    await login('kim')
    await failTimes(5)
    expect(set.people.accounts()).toMatchObject([{ lockedUntil: expect.any(String) }])
    set.people.unlock('kim', ADMIN)
    expect(set.people.accounts()).toMatchObject([{ failures: 0, lockedUntil: null }])
    await login('kim')
  })

  it('never make more people wait than can be looked at', async () => {
    const guesses = Array.from({ length: 40 }, () => login('nobody'))
    const codes = (await Promise.allSettled(guesses)).map((one) =>
      one.status === 'rejected' ? one.reason.code : 'in',
    )
    expect(codes.filter((code) => code === 'login-failed')).toHaveLength(16)
    expect(codes.filter((code) => code === 'too-many-requests')).toHaveLength(24)
  })
})

describe('A signature', () => {
  const meaning = 'I have reviewed these results.'

  it('says who, what it means and when, and takes the password again', async () => {
    await set.settle('kim', 'reviewer')
    const { person } = await login('kim')
    await expect(set.people.signed({ person, password: PASSWORD, meaning })).resolves.toEqual({
      user: 'kim',
      name: 'Kim Example',
      meaning,
      at: '2026-11-23T09:00:00.000+03:00',
    })
    await expect(set.people.signed({ person, password: '', meaning })).rejects.toMatchObject({
      code: 'login-failed',
    })
  })

  it('is nobody’s whose password somebody else knows', async () => {
    const [user, password] = ['kim', 'given by an admin']
    await set.people.add({ user, name: 'Kim Example', role: 'reviewer', password }, ADMIN)
    const { person } = await login(user, password)
    await expect(set.people.signed({ person, password, meaning })).rejects.toMatchObject({
      code: 'password-shared',
    })
    await set.people.changePassword({ person, password, next: PASSWORD })
    await set.people.signed({ person, password: PASSWORD, meaning })
    await set.people.setPassword(user, 'set by an admin', ADMIN)
    const again = { person, password: 'set by an admin', meaning }
    await expect(set.people.signed(again)).rejects.toMatchObject({ code: 'password-shared' })
  })

  it('is refused to whoever has no account', async () => {
    const asked = { person: LOCAL, password: PASSWORD, meaning }
    await expect(set.people.signed(asked)).rejects.toMatchObject({ code: 'login-needed' })
  })

  it('counts wrong passwords, and ends the login of a screen where somebody guesses', async () => {
    await set.settle('kim', 'reviewer')
    const { token, person } = await login('kim')
    for (let at = 0; at < 5; at += 1) {
      const guess = { person, password: `wrong ${at}`, meaning }
      await expect(set.people.signed(guess)).rejects.toMatchObject({ code: 'login-failed' })
    }
    expect(set.people.personWith(token)).toBeUndefined()
    const asked = { person, password: PASSWORD, meaning }
    await expect(set.people.signed(asked)).rejects.toMatchObject({ code: 'account-locked' })
  })
})

describe('An account', () => {
  it('has the role it was given last, in logins that were before as well', async () => {
    await set.settle('ada', 'admin')
    await set.settle('kim', 'viewer')
    const { token } = await login('kim')
    set.people.setRole('kim', 'reviewer', { who: 'ada', reason: 'new post' })
    expect(set.people.personWith(token)).toMatchObject({ role: 'reviewer' })
    const [entry] = set.store.audit({ ...EVERYTHING, act: 'role-changed', after: 0, newestMax: 9 })
    expect(entry).toMatchObject({ who: 'ada', reason: 'new post', subject: { kind: 'account' } })
    expect(JSON.parse(entry?.before ?? '')).toEqual({ user: 'kim', role: 'viewer' })
  })

  it('that is disabled is out at once, and in again when it is unlocked', async () => {
    await set.settle('ada', 'admin')
    await set.settle('kim', 'viewer')
    const { token } = await login('kim')
    set.people.disable('kim', ADMIN)
    expect(set.people.personWith(token)).toBeUndefined()
    set.people.unlock('kim', ADMIN)
    await login('kim')
  })

  it('of the last admin stays one', async () => {
    await set.settle('ada', 'admin')
    expect(() => set.people.disable('ada', ADMIN)).toThrow('only admin')
    expect(() => set.people.setRole('ada', 'viewer', ADMIN)).toThrow('only admin')
    await set.settle('kim', 'admin')
    set.people.disable('ada', ADMIN)
    expect(() => set.people.disable('kim', ADMIN)).toThrow('only admin')
  })

  it('needs a name that was never used, and a password that is not weak', async () => {
    await set.settle('kim', 'admin')
    const good = { user: 'noor', name: 'Noor Example', role: 'viewer', password: PASSWORD } as const
    const wrong = [
      [{ ...good, user: 'kim' }, 'account-exists'],
      [{ ...good, user: 'assayd' }, 'account-invalid'],
      [{ ...good, user: 'local:lab' }, 'account-invalid'],
      [{ ...good, user: '../noor' }, 'account-invalid'],
      [{ ...good, name: '=HYPERLINK("x")' }, 'account-invalid'],
      [{ ...good, name: 'Noor\nExample' }, 'account-invalid'],
      [{ ...good, password: 'eleven sign' }, 'password-weak'],
      [{ ...good, password: 'noor is my name' }, 'password-weak'],
      [{ ...good, password: 'abababababab' }, 'password-weak'],
      [{ ...good, password: 'Password1234!' }, 'password-weak'],
    ] as const
    for (const [account, code] of wrong) {
      await expect(set.people.add(account, ADMIN)).rejects.toMatchObject({ code })
    }
    await set.people.add(good, ADMIN)
  })

  it('answers to the chain with every event, and the database holds no password', async () => {
    await set.settle('kim', 'admin')
    await login('kim')
    const checked = [...set.store.auditChecked(null)]
    expect(checked.flatMap(({ findings }) => findings)).toEqual([])
    expect(trail().map(([act]) => act)).toEqual([
      'account-created',
      'logged-in',
      'password-changed',
      'logged-in',
    ])
  })
})
