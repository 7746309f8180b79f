import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { PlateQuery } from '../../src/ports/queries.ts'
import type { Store } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import { summariesSql, type ListPart } from '../../src/store/plate-list.ts'
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

  it('begins a slice with what was read last, and says where the next begins', () => {
    const first = store.lists.plates({}, { rowsMax: 4, before: null })
    expect(first.rows.map(({ plate }) => plate)).toEqual(['P9', 'P8', 'P7', 'P6'])
    const next = store.lists.plates({}, { rowsMax: 5, before: first.before })
    expect(next.rows.map(({ plate }) => plate)).toEqual(['P5', 'P4', 'P3', 'P2', 'P1'])
    expect(next.before).toBeNull()
  })

  it('shows each plate once in a walk, also when it is read again or given away meanwhile', () => {
    // P2 has an earlier read to fall back to.
    store.savePlate(sampleRecord('P2'), readAt(10))
    const seen = walked((page) => {
      if (page !== 1) return
      // Seen by now: P2 (10), P9 (9). P3 goes to the end of the list; P2 falls back to read 2;
      // read 5 of P5, which is left without, makes a plate of its own.
      store.savePlate(sampleRecord('P3'), readAt(11))
      for (const [readId, plate] of [
        [10, 'P-late'],
        [5, 'P-other'],
      ] as const) {
        const deed = { who: 'k.wander', reason: 'exchanged' }
        const at = '2026-11-20T10:00:00.000+03:00'
        store.assign({ readId, record: sampleRecord(plate), sheet: null, at, deed })
      }
    })
    expect(seen.join(' ')).toBe('P2 P9 P8 P7 P6 P5 P4 P3 P1')
    expect(walked().join(' ')).toBe('P3 P-late P9 P8 P7 P6 P-other P5 P4 P2 P1')
  })

  it('is walked to its end whatever days and reader are asked for', () => {
    const days = { since: '2026-11-03', until: '2026-11-06' }
    expect(walked(undefined, days).join(' ')).toBe('P6 P5 P4 P3')
    expect(walked(undefined, { ...days, readerId: 'odd' }).join(' ')).toBe('P5 P3')
    expect(walked(undefined, { until: '1970-01-01' })).toEqual([])
  })

  it('has the names near to one that nobody knows', () => {
    expect(new Set(store.plateNamesNear('p10'))).toContain('P1')
    expect(store.plateNamesNear('').length).toBe(9)
  })

  it.each<PlateQuery>([{ plate: 'P4' }, { plate: 'P4', readerId: 'even' }])(
    'for %j begins at that plate, however many there are',
    (query) => {
      const plan = planOf(query)
      expect(plan[0]).toMatch(/^SEARCH tie USING INDEX \S+ \(plate=\?/)
      expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual([])
    },
  )

  it.each<PlateQuery>([{}, { until: '2026-11-08' }, { readerId: 'even' }])(
    'for %j goes through reads alone for a slice, from the newest back',
    (query) => {
      const asOf = { ties: 9, assignments: 0 }
      const plan = planOf({ ...query, newestMax: 4 }, { asOf, reads: [2, 6], beforeTie: 6 })
      expect(plan[0]).toMatch(/^(SCAN|SEARCH) reads/)
      expect(plan.slice(1).filter((step) => /^SCAN|ORDER BY/.test(step))).toEqual([])
    },
  )
})

/** A further read, the number of which is that of its last byte. */
function readAt(lastByte: number): number {
  return store.saveRead(sampleHeardRead({ lastByte })).stored.readId
}

/** The plates by slices of two, newest first; between any two something else may happen. */
function walked(meanwhile?: (page: number) => void, query: PlateQuery = {}): readonly string[] {
  const plates: string[] = []
  let before: string | null = null
  let page = 0
  do {
    const slice = store.lists.plates(query, { rowsMax: 2, before })
    plates.push(...slice.rows.map(({ plate }) => plate))
    before = slice.before
    page += 1
    meanwhile?.(page)
  } while (before !== null)
  return plates
}

/** How SQLite goes about it, a step each. */
function planOf(query: PlateQuery, part?: ListPart): readonly string[] {
  const database = new Database(join(folder, 'assayd.sqlite'), { readonly: true })
  const { sql, values } = summariesSql(query, part)
  const steps = database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
  const plan = steps.all(...values).map(({ detail }) => detail)
  database.close()
  return plan
}
