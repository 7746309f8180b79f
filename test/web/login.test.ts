import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { apiAtDesk } from '../support/api-scene.ts'
import { PASSWORD } from '../support/people-scene.ts'

let api: Awaited<ReturnType<typeof apiAtDesk>>

beforeEach(async () => {
  api = await apiAtDesk()
})

afterEach(() => api.end())

const NOBODY = { authorization: '' }
const OWN_PAGE = { ...NOBODY, origin: 'http://127.0.0.1:7437', 'sec-fetch-site': 'same-origin' }

const logIn = (
  user: string,
  password = PASSWORD,
  more: Readonly<Record<string, string>> = OWN_PAGE,
) => api.send('POST', '/api/v1/login', { body: { user, password }, more })

/** The cookie as the browser sends it back. */
async function cookieOf(user: string): Promise<string> {
  const set = (await logIn(user)).headers.get('set-cookie') ?? ''
  return set.split(';')[0] ?? ''
}

describe('Without accounts', () => {
  it('whoever may read the data folder is an operator', async () => {
    const me = await api.ask('GET', '/api/v1/me')
    expect(me.answer).toMatchObject({ role: 'operator', via: 'local', user: /^local:./ })
    expect((await api.ask('GET', '/api/v1/accounts')).status).toBe(403)
    expect((await api.ask('POST', '/api/v1/readers/elx/order', { body: {} })).status).toBe(202)
  })
})

describe('With accounts', () => {
  it('whoever may read the data folder may only look', async () => {
    await api.settle('ada', 'admin')
    expect((await api.ask('GET', '/api/v1/readers')).status).toBe(200)
    const order = await api.ask('POST', '/api/v1/readers/elx/order', { body: {} })
    expect(order).toMatchObject({ status: 403, answer: { problem: { code: 'request-denied' } } })
    expect((await api.ask('GET', '/api/v1/audit?act=act-denied')).answer).toMatchObject({
      entries: [{ act: 'act-denied', subject: { key: 'order' }, who: /^local:./ }],
    })
  })

  it('a program shows a bearer token, which is no cookie', async () => {
    await api.settle('ada', 'admin')
    await api.settle('kim', 'operator')
    const body = { user: 'kim', password: PASSWORD, kind: 'bearer' }
    const login = await api.ask('POST', '/api/v1/login', { body, more: NOBODY })
    expect(login).toMatchObject({ status: 200, answer: { user: 'kim', via: 'bearer' } })
    const more = await api.bearerOf('kim')
    expect((await api.ask('GET', '/api/v1/me', { more })).answer).toMatchObject({ user: 'kim' })
    const cookie = `assayd-login=${more['authorization']?.slice(7)}`
    const tried = await api.ask('GET', '/api/v1/me', { more: { ...NOBODY, cookie } })
    expect(tried.status).toBe(401)
    expect((await api.ask('POST', '/api/v1/logout', { more })).status).toBe(200)
    expect((await api.ask('GET', '/api/v1/me', { more })).status).toBe(401)
  })

  it('a browser shows a cookie that no script reads and no other site sends', async () => {
    await api.settle('kim', 'operator')
    const response = await logIn('kim')
    expect(await response.json()).toMatchObject({ user: 'kim', via: 'login', token: null })
    const cookie = response.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^assayd-login=[\w-]{43};/)
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Strict/)
    expect(cookie).toMatch(/; Path=\//)
  })

  it('logging in and whether it lives ask nobody who they were', async () => {
    await api.settle('kim', 'operator')
    await api.settle('noor', 'viewer')
    const cookie = await cookieOf('kim')
    const more = { ...NOBODY, cookie }
    const { people } = api
    people.personWith = () => {
      throw new AssaydError('audit-broken', 'altered')
    }
    expect((await api.ask('GET', '/api/v1/me', { more })).status).toBe(409)
    expect((await api.ask('GET', '/healthz', { more })).status).toBe(200)
    const body = { user: 'noor', password: PASSWORD }
    const tried = await api.ask('POST', '/api/v1/login', { more: { ...OWN_PAGE, cookie }, body })
    expect(tried).toMatchObject({ status: 200, answer: { user: 'noor' } })
  })

  it('a cookie is no bearer token, and ends with the logout', async () => {
    await api.settle('kim', 'operator')
    const cookie = await cookieOf('kim')
    const as = (more: Readonly<Record<string, string>>) => api.ask('GET', '/api/v1/me', { more })
    expect((await as({ ...NOBODY, cookie })).answer).toMatchObject({ user: 'kim', via: 'login' })
    expect((await as({ authorization: `Bearer ${cookie.split('=')[1]}` })).status).toBe(401)
    await api.send('POST', '/api/v1/logout', { more: { ...OWN_PAGE, cookie } })
    expect((await as({ ...NOBODY, cookie })).status).toBe(401)
  })

  it('a wrong password and a wrong name get the same answer', async () => {
    await api.settle('kim', 'operator')
    const answers = [await logIn('kim', 'wrong'), await logIn('nobody')]
    expect(answers.map(({ status }) => status)).toEqual([401, 401])
    const [one, other] = await Promise.all(answers.map((answer) => answer.text()))
    expect(one).toBe(other)
  })

  it('a person changes the own password and is then logged out everywhere', async () => {
    await api.settle('kim', 'operator')
    const more = await api.bearerOf('kim')
    const change = (body: unknown) => api.ask('POST', '/api/v1/me/password', { body, more })
    expect((await change({ password: PASSWORD, next: 'short' })).status).toBe(400)
    expect((await change({ password: 'wrong', next: 'nine loud herons' })).status).toBe(401)
    expect((await change({ password: PASSWORD, next: 'nine loud herons' })).status).toBe(200)
    expect((await api.ask('GET', '/api/v1/me', { more })).status).toBe(401)
    expect((await logIn('kim', 'nine loud herons')).status).toBe(200)
  })
})

describe('A request from a page of another site', () => {
  it('changes nothing, whatever cookie the browser adds', async () => {
    await api.settle('kim', 'operator')
    const cookie = await cookieOf('kim')
    const order = (more: Readonly<Record<string, string>>) =>
      api.ask('POST', '/api/v1/readers/elx/order', {
        body: {},
        more: { ...NOBODY, cookie, ...more },
      })
    const own = { origin: 'http://127.0.0.1:7437' }
    for (const foreign of [
      {},
      { origin: 'null' },
      { origin: 'http://evil.example' },
      { origin: 'http://127.0.0.1:8080' },
      { origin: 'https://127.0.0.1:7437' },
      { ...own, 'sec-fetch-site': 'cross-site' },
      { ...own, 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'same-origin' },
    ]) {
      expect([foreign, await order(foreign)]).toMatchObject([
        foreign,
        { status: 403, answer: { problem: { code: 'request-denied' } } },
      ])
    }
    expect((await order({ ...own, 'sec-fetch-site': 'same-origin' })).status).toBe(202)
  })

  it('logs nobody in as somebody else', async () => {
    await api.settle('kim', 'operator')
    const foreign = { ...NOBODY, origin: 'http://evil.example' }
    expect((await logIn('kim', PASSWORD, foreign)).status).toBe(403)
  })
})

describe('Accounts', () => {
  it('are in the hands of admins', async () => {
    await api.settle('ada', 'admin')
    await api.settle('rui', 'reviewer')
    const [admin, reviewer] = [await api.bearerOf('ada'), await api.bearerOf('rui')]
    const body = {
      user: 'noor',
      name: 'Noor Example',
      role: 'viewer',
      password: 'given by an admin',
    }
    const add = (more: Readonly<Record<string, string>>) =>
      api.ask('POST', '/api/v1/accounts', { body, more })
    expect((await add(reviewer)).status).toBe(403)
    expect(await add(admin)).toMatchObject({ status: 201, answer: { user: 'noor', failures: 0 } })
    expect((await add(admin)).status).toBe(409)
    const change = (said: unknown) =>
      api.ask('POST', '/api/v1/accounts/noor', { body: said, more: admin })
    expect((await change({ change: 'role', role: 'operator' })).answer).toMatchObject({
      role: 'operator',
    })
    expect((await change({ change: 'disable' })).answer).toMatchObject({ disabled: true })
    expect((await change({ change: 'unlock' })).answer).toMatchObject({ disabled: false })
    expect((await change({ change: 'password', password: 'weak' })).status).toBe(400)
    expect((await change({ change: 'role' })).status).toBe(400)
    const { answer } = await api.ask('GET', '/api/v1/accounts', { more: admin })
    expect(JSON.stringify(answer)).not.toMatch(/scrypt|otters/)
    expect(answer).toMatchObject({ accounts: [{ user: 'ada' }, { user: 'noor' }, { user: 'rui' }] })
  })
})

describe('A door to the network', () => {
  it('knows no token of the machine, goes by its own names, and has a cookie for TLS', async () => {
    const wide = await apiAtDesk({ names: ['lab-pc.example'], token: null, isTls: true })
    await wide.settle('kim', 'operator')
    const host = 'lab-pc.example:7443'
    expect((await wide.ask('GET', '/api/v1/me', { more: { host } })).status).toBe(401)
    expect((await wide.ask('GET', '/api/v1/me')).status).toBe(403)
    const body = { user: 'kim', password: PASSWORD }
    const more = { host, authorization: '', origin: 'https://lab-pc.example:7443' }
    const response = await wide.send('POST', '/api/v1/login', { body, more })
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-assayd-login=.*; Secure/)
    await wide.end()
  })
})
