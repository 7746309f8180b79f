/*
 * Writes docs/faults.md: `node scripts/world-faults.ts`. The rows are the descriptions that the
 * tests in test/e2e/faults hold the daemon to; a test compares the file with them.
 */
import { writeFileSync } from 'node:fs'

import { faultsText } from './world-faults/table.ts'

writeFileSync(new URL('../docs/faults.md', import.meta.url), faultsText())
