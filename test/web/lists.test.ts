import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { fieldsOf, listOf, textOf } from '../../src/cli/told.ts'
import { apiAtDesk } from '../support/api-scene.ts'
import { addMany } from '../support/many-plates.ts'
import { sampleHeardRead, sampleRecord } from '../support/sample-records.ts'

const ADDED = 230

let api: Awaited<ReturnType<typeof apiAtDesk>>

beforeEach(async () => {
  api = await apiAtDesk()
})

afterEach(() => api.end())

/** A list of the API, and what tells its rows apart. */
const LISTS = [
  { path: '/api/v1/plates', name: 'plates', id: 'plate' },
  { path: '/api/v1/faults', name: 'faults', id: 'faultId' },
  { path: '/api/v1/audit', name: 'entries', id: 'number' },
] as const
type List = (typeof LISTS)[number]

async function page({ path, name, id }: List, words: Readonly<Record<string, string>>) {
  const { status, answer } = await api.ask(
    'GET',
    `${path}?${new URLSearchParams(words).toString()}`,
  )
  expect(status).toBe(200)
  const { before, [name]: rows } = fieldsOf(answer)
  return { ids: listOf(rows).map((row) => fieldsOf(row)[id]), before: textOf(before) }
}

interface Walk {
  readonly words?: Readonly<Record<string, string>>
  readonly meanwhile?: (page: number) => void
}

/** Page by page from the newest back, oldest first at the end. */
async function walked(list: List, { words = {}, meanwhile }: Walk = {}) {
  const pages: unknown[][] = []
  let cursor: Readonly<Record<string, string>> = {}
  for (;;) {
    const { ids, before } = await page(list, { ...words, ...cursor })
    pages.push(ids)
    if (before === null) return pages
    cursor = { before }
    meanwhile?.(pages.length)
  }
}

describe.each(LISTS)('The list $path', (list) => {
  it('comes in pages, which hold every row once while rows are added', async () => {
    addMany(api.folder, [1, ADDED])
    const all = (await page(list, { newest_max: '500' })).ids
    expect(all.length).toBeGreaterThanOrEqual(ADDED)
    const meanwhile = (at: number): void => addMany(api.folder, [at * 1000, at * 1000 + 30])
    const pages = await walked(list, { words: { newest_max: '60' }, meanwhile })
    expect(pages.slice(0, -1).map((ids) => ids.length)).toEqual(pages.slice(1).map(() => 60))
    expect(pages.toReversed().flat()).toEqual(all)
  })

  it('has a hundred rows unless more are asked for, and five hundred at most', async () => {
    addMany(api.folder, [1, 600])
    expect((await page(list, {})).ids).toHaveLength(100)
    expect((await page(list, { newest_max: '500' })).ids).toHaveLength(500)
    for (const many of ['501', '0', 'all', '1e9']) {
      const refused = await api.ask('GET', `${list.path}?newest_max=${many}`)
      expect([many, refused.status]).toEqual([many, 400])
    }
  })

  it('says what is wrong with a cursor that it never gave', async () => {
    for (const before of ['x', '-1', '1.2', "1' OR '1'='1", '1.2.3.4.5', '9'.repeat(16), '']) {
      const { status, answer } = await api.ask(
        'GET',
        `${list.path}?before=${encodeURIComponent(before)}`,
      )
      expect([before, status]).toEqual([before, 400])
      expect(answer).toMatchObject({
        problem: { code: 'request-invalid', message: expect.stringMatching(/^before: expected/) },
      })
    }
  })

  it('gives the event loop back again and again while it looks for rows that fit', async () => {
    addMany(api.folder, [1, 4500])
    let turns = 0
    let isOver = false
    const count = (): void => {
      turns += 1
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)
    // Among plates those of the first day, the newest of which is the 1440th of 4500.
    await page(list, { newest_max: '500', until: '2027-01-01', who: 'nobody' })
    isOver = true
    expect(turns).toBeGreaterThanOrEqual(3)
  })
})

describe('Pages', () => {
  const [PLATES, FAULTS] = LISTS

  it('show a plate once that is read again between them', async () => {
    addMany(api.folder, [1, 10])
    const readAgain = (): void => {
      const { readId } = api.store.saveRead(sampleHeardRead({ lastByte: 9 })).stored
      api.store.savePlate(sampleRecord('MANY-2'), readId)
    }
    const meanwhile = (at: number): void => void (at === 1 && readAgain())
    const pages = await walked(PLATES, { words: { newest_max: '4' }, meanwhile })
    const plates = pages.flat()
    expect(plates).toHaveLength(13)
    expect(new Set(plates).size).toBe(13)
    expect((await page(PLATES, { newest_max: '1' })).ids).toEqual(['MANY-2'])
  })

  it('are short where rows are long, and lose none', async () => {
    addMany(api.folder, [1, 40], 64 * 1024)
    const pages = await walked(FAULTS)
    expect(pages.length).toBeGreaterThan(2)
    expect(pages.flat()).toHaveLength(40)
    expect(new Set(pages.flat()).size).toBe(40)
  })

  it('are gathered for so many at a time', async () => {
    addMany(api.folder, [1, 4500])
    const ask = () => api.send('GET', '/api/v1/audit?who=nobody')
    const statuses = (await Promise.all(Array.from({ length: 40 }, ask))).map((one) => one.status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(32)
    expect(statuses.filter((status) => status === 429)).toHaveLength(8)
    expect((await ask()).status).toBe(200)
  })
})
