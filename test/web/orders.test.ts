import { join } from 'node:path'

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import type { ApiOptions } from '../../src/ports/api.ts'
import { apiOf } from '../../src/web/app.ts'
import { ownDoor } from '../../src/web/door.ts'
import { atDesk } from '../support/staffed-scene.ts'

/** So long the store waits for another program, and then some. */
const LOCKED_MS = 30_000

const EVERYTHING = { who: null, about: null, since: null, until: null, after: 0, newestMax: 100 }
const PATH = '/api/v1/readers/elx/order'

/** A daemon whose API looks at the daemon's own store; what its reader hears is watched. */
async function watched(heard: () => void, more: Partial<ApiOptions> = {}) {
  const staffed = await atDesk({
    trigger: 'listen',
    understands: () => {
      heard()
      return true
    },
  })
  const app = apiOf({ ...staffed.shown, ...more, door: ownDoor('t') })
  const headers = {
    host: 'localhost',
    authorization: 'Bearer t',
    'content-type': 'application/json',
  }
  const ask = async (method: 'POST' | 'DELETE') => {
    const sent = method === 'POST' ? { body: '{}' } : {}
    const response = await app.request(PATH, { method, headers, ...sent })
    const answer: unknown = await response.json()
    return { status: response.status, answer }
  }
  return { ...staffed, ask }
}

describe('An order of a plate', () => {
  it('is in the audit trail before anybody hears of it, the reader too', async () => {
    const entries: number[] = []
    let count = (): number => 0
    const { ask, shown, desk, until, end } = await watched(() => entries.push(count()))
    count = () => shown.store.audit({ ...EVERYTHING, act: 'read-ordered' }).length
    entries.length = 0
    const listening = desk.changes().subscribe(() => entries.push(count()))
    expect((await ask('POST')).status).toBe(202)
    await until(({ order }) => order?.state === 'done')
    listening.unsubscribe()
    expect(entries.length).toBeGreaterThan(2)
    expect(new Set(entries)).toEqual(new Set([1]))
    await end()
  })

  it('is not in the trail when it is refused', async () => {
    const { ask, shown, end } = await watched(() => {})
    expect((await ask('POST')).status).toBe(202)
    expect(await ask('POST')).toMatchObject({ answer: { problem: { code: 'reader-busy' } } })
    expect(shown.store.audit({ ...EVERYTHING, act: 'read-ordered' })).toHaveLength(1)
    await end()
  })

  it(
    'is refused while the trail cannot be written, and the reader hears nothing',
    async () => {
      let heard = 0
      const { ask, shown, desk, set, end } = await watched(() => (heard += 1))
      const other = new Database(join(shown.settings.folders.data, 'assayd.sqlite'))
      other.exec('BEGIN IMMEDIATE')
      heard = 0
      expect(await ask('POST')).toMatchObject({
        status: 409,
        answer: { problem: { code: 'store-busy' } },
      })
      await set.clock.pass(10_000)
      expect(heard).toBe(0)
      expect(desk.reader('elx')).toMatchObject({ state: 'idle', order: null })
      other.exec('ROLLBACK')
      other.close()
      expect((await ask('POST')).status).toBe(202)
      await end()
    },
    LOCKED_MS,
  )
})

describe('Cancelling a plate', () => {
  it('stops the reader also when the trail cannot be written, and says so', async () => {
    let isFull = false
    let note: ApiOptions['note'] = () => expect.unreachable()
    const full: ApiOptions['note'] = (entry) => {
      if (!isFull) return note(entry)
      throw new AssaydError('store-write', 'The disk is full.', { hint: 'Make room.' })
    }
    const { ask, shown, until, end } = await watched(() => {}, { note: full })
    note = shown.note
    await ask('POST')
    await until(({ state }) => state === 'reading')
    isFull = true
    expect(await ask('DELETE')).toEqual({
      status: 409,
      answer: {
        problem: {
          code: 'store-write',
          message:
            "Reader 'elx' is told to stop, and the audit trail does not say so. The disk is full.",
          hint: 'Make room.',
        },
      },
    })
    await until(({ order }) => order?.state === 'cancelled')
    await end()
  })
})
