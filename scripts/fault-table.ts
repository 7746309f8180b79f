/*
 * Writes drivers/FAULTS.md: `node scripts/fault-table.ts [--driver ID]`. Every named fault of every
 * reader that a simulator can be goes through the daemon in simulated time; the table says what the
 * operator sees, what is stored and what happens then. A test compares it with a fresh run.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { loadDrivers } from '../src/registry.ts'
import { faultTable, sectionsOf, textOf } from './fault-table/table.ts'

const { values } = parseArgs({ options: { driver: { type: 'string' } } })
const file = new URL('../drivers/FAULTS.md', import.meta.url)
const known = existsSync(file) ? sectionsOf(readFileSync(file, 'utf8')) : new Map<string, string>()
const { drivers } = await loadDrivers(new URL('../drivers/', import.meta.url))
const sections = new Map<string, string>()
for (const [id, pair] of drivers) {
  const isWanted = values.driver === undefined || values.driver === id
  const startedMs = performance.now()
  const section = isWanted ? await faultTable(pair) : known.get(id)
  if (section !== undefined) sections.set(id, section)
  if (isWanted) console.log(`${id}: ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
}
writeFileSync(file, textOf(sections))
