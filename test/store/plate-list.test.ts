import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { PlateQuery } from '../../src/ports/queries.ts'
import type { Store } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import { summariesSql } from '../../src/store/plate-list.ts'
import { sampleCapture, sampleHeardRead, sampleRecord } from '../support/sample-records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let store: Store
let folder: string

/** P1 to P9, one a day, by two readers in turn. */
beforeEach(() => {
  folder = temporaryFolder()
  store = openStore(folder)
  store.saveCapture(sampleCapture(), 'a.capture')
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
    const heard = sampleHeardRead({ lastByte: number })
    const receivedAt = `2026-11-0${number}T09:15:00.000+03:00`
    const readerId = number % 2 === 0 ? 'even' : 'odd'
    const { readId } = store.saveRead({ ...heard, receivedAt, readerId }).stored
    store.savePlate(sampleRecord(`P${number}`), readId)
  }
})

afterEach(() => store.close())

function listed(query: PlateQuery): string {
  return store
    .plates(query)
    .map(({ plate }) => plate)
    .join(' ')
}

describe('the list of plates', () => {
  it.each<[PlateQuery, string]>([
    [{}, 'P1 P2 P3 P4 P5 P6 P7 P8 P9'],
    [{ newestMax: 2 }, 'P8 P9'],
    [{ newestMax: 0 }, ''],
    [{ readerId: 'even', newestMax: 3 }, 'P4 P6 P8'],
    [{ since: '2026-11-07' }, 'P7 P8 P9'],
    [{ until: '2026-11-02' }, 'P1 P2'],
    [{ since: '2026-11-03', until: '2026-11-06', readerId: 'odd' }, 'P3 P5'],
    [{ plate: 'P4' }, 'P4'],
    [{ plate: 'nobody' }, ''],
  ])('for %j', (query, plates) => {
    expect(listed(query)).toBe(plates)
  })

  it('goes on page by page, also while plates come and are read again', () => {
    const [first] = store.plates({ newestMax: 4 })
    expect(first?.plate).toBe('P6')
    const again = store.saveRead(sampleHeardRead({ lastByte: 10 })).stored
    store.savePlate(sampleRecord('P3'), again.readId)
    const page: PlateQuery = { newestMax: 4, before: first?.key ?? '' }
    expect(listed(page)).toBe('P1 P2 P4 P5')
    const [last] = store.plates(page)
    expect(listed({ newestMax: 4, before: last?.key ?? '' })).toBe('')
    expect(listed({ newestMax: 1 })).toBe('P3')
  })

  it('has the names of all', () => {
    expect(new Set(store.plateNames()).size).toBe(9)
  })

  it.each<PlateQuery>([{ plate: 'P4' }, { plate: 'P4', readerId: 'even' }])(
    'for %j begins at that plate, however many there are',
    (query) => {
      const plan = planOf(query)
      expect(plan[0]).toMatch(/^SEARCH tie USING INDEX \S+ \(plate=\?/)
      expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual([])
    },
  )

  it.each<PlateQuery>([{ newestMax: 4 }, { newestMax: 4, before: '6.6' }])(
    'for %j goes through reads alone, from the newest back',
    (query) => {
      const plan = planOf(query)
      expect(plan[0]).toMatch(/^(SCAN|SEARCH) reads/)
      expect(plan.slice(1).filter((step) => /^SCAN|ORDER BY/.test(step))).toEqual([])
    },
  )
})

/** How SQLite goes about it, a step each. */
function planOf(query: PlateQuery): readonly string[] {
  const database = new Database(join(folder, 'assayd.sqlite'), { readonly: true })
  const { sql, values } = summariesSql(query)
  const steps = database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
  const plan = steps.all(...values).map(({ detail }) => detail)
  database.close()
  return plan
}
