import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { buckets } from '../../src/web/bucket.ts'
import { apiAtDesk } from '../support/api-scene.ts'
import { PASSWORD } from '../support/people-scene.ts'

describe('A bucket', () => {
  it('gives so many at once, and so many a second after that', () => {
    let nowMs = 0
    const bucket = buckets({ atOnce: 3, perSecond: 2 }, () => nowMs)
    const burst = () => Array.from({ length: 5 }, () => bucket.take('a'))
    expect(burst()).toEqual([true, true, true, false, false])
    nowMs = 499
    expect(bucket.take('a')).toBe(false)
    nowMs = 500
    expect([bucket.take('a'), bucket.take('a')]).toEqual([true, false])
    expect(bucket.take('b')).toBe(true)
    nowMs = 60_000
    expect(burst()).toEqual([true, true, true, false, false])
  })

  it('takes no more memory however many names there are', () => {
    const bucket = buckets({ atOnce: 1, perSecond: 1 }, () => 0)
    for (let name = 0; name < 30_000; name += 1) bucket.take(`name ${name}`)
    expect(bucket.size()).toBe(10_000)
    expect(bucket.take('name 29999')).toBe(false)
  })
})

let api: Awaited<ReturnType<typeof apiAtDesk>>

beforeEach(async () => {
  api = await apiAtDesk()
})

afterEach(() => api.end())

describe('Whoever asks too often', () => {
  it('is told to wait, and may ask again after that', async () => {
    const statuses: number[] = []
    for (let at = 0; at < 120; at += 1) statuses.push((await api.send('GET', '/api/v1/me')).status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(100)
    const refused = await api.send('GET', '/api/v1/me')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('10')
    await api.set.clock.pass(10_000)
    expect((await api.send('GET', '/api/v1/me')).status).toBe(200)
  })

  it('gets ten tries at a password, then one in six seconds, whatever the name', async () => {
    await api.settle('kim', 'operator')
    const logIn = async (user: string, password: string): Promise<number> => {
      const body = { user, password, kind: 'bearer' }
      return (await api.send('POST', '/api/v1/login', { body, more: { authorization: '' } })).status
    }
    const statuses: number[] = []
    for (let at = 0; at < 12; at += 1) statuses.push(await logIn(`nobody${at}`, 'wrong'))
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
    expect(await logIn('kim', PASSWORD)).toBe(429)
    await api.set.clock.pass(6_000)
    expect(await logIn('kim', PASSWORD)).toBe(200)
  })
})

describe('Listeners to events', () => {
  it('have so many places, which are free again when they leave', async () => {
    const listen = () => api.send('GET', '/api/v1/events')
    const all = await Promise.all(Array.from({ length: 32 }, listen))
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 32 }, () => 200))
    expect((await listen()).status).toBe(429)
    await all[0]?.body?.cancel()
    expect((await listen()).status).toBe(200)
  })

  it('hear no more when their login is over', async () => {
    await api.settle('ada', 'admin')
    await api.settle('kim', 'viewer')
    const response = await api.send('GET', '/api/v1/events', { more: await api.bearerOf('kim') })
    const reader = response.body?.getReader()
    const over = async (): Promise<boolean> => {
      for (;;) if ((await reader?.read())?.done !== false) return true
    }
    const isOver = over()
    api.people.disable('kim', { who: 'ada', reason: '' })
    expect(await api.set.clock.runUntil(isOver)).toBe(true)
  })
})
