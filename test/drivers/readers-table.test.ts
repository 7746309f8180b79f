import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { readersTable, withTable } from '../../scripts/readers-table/table.ts'
import { loadDrivers } from '../../src/registry.ts'

const FOLDER = new URL('../../drivers/', import.meta.url)
const text = readFileSync(new URL('README.md', FOLDER), 'utf8')
const { drivers } = await loadDrivers(FOLDER)

it('the table of readers says what the drivers state', () => {
  // Run `npm run readers-table` when this differs.
  expect(withTable(text, readersTable(drivers))).toBe(text)
})

it('every driver is in it with its maturity', () => {
  for (const [id, { driver }] of drivers) {
    expect(text).toMatch(
      new RegExp(`^\\| \\[\`${id}\`\\].* \\| ${driver.facts.maturity} \\| `, 'm'),
    )
  }
})

it('a text without its marks is refused', () => {
  expect(() => withTable('# Readers', '')).toThrow(/marks/)
})
