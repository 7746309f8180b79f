/** Rewrites the table of readers in drivers/README.md from what the drivers state. */
import { readFileSync, writeFileSync } from 'node:fs'

import { loadDrivers } from '../src/registry.ts'
import { readersTable, withTable } from './readers-table/table.ts'

const folder = new URL('../drivers/', import.meta.url)
const file = new URL('README.md', folder)
const { drivers } = await loadDrivers(folder)
writeFileSync(file, withTable(readFileSync(file, 'utf8'), readersTable(drivers)))
