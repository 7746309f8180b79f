import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { faultTable, sectionsOf, textOf } from '../../scripts/fault-table/table.ts'
import { loadDrivers } from '../../src/registry.ts'

const FOLDER = new URL('../../drivers/', import.meta.url)
const text = readFileSync(new URL('FAULTS.md', FOLDER), 'utf8')
const { drivers } = await loadDrivers(FOLDER)
/** Each fault of each reader is a whole run of the daemon with a store of its own. */
const MINUTES_MAX = 4

describe('drivers/FAULTS.md', () => {
  it('has a section for every driver, and nothing else', () => {
    const sections = sectionsOf(text)
    expect([...sections.keys()]).toEqual([...drivers.keys()])
    expect(textOf(sections)).toBe(text)
  })

  it.each([...drivers])(
    'says of every fault of %s what the daemon makes of it',
    async (id, pair) => {
      // Run `npm run fault-table` when this differs, and look at the difference.
      expect(await faultTable(pair)).toBe(sectionsOf(text).get(id))
    },
    MINUTES_MAX * 60_000,
  )

  it.each([...drivers])('has every fault of %s', (id, { simulator }) => {
    const section = sectionsOf(text).get(id) ?? ''
    for (const fault of Object.keys(simulator.faults)) expect(section).toContain(`| \`${fault}\` |`)
  })
})
