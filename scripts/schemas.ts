/**
 * Writes schema/*.json from the schemas of the configuration: `node scripts/schemas.ts`. Editors
 * find them by the first line of each configuration file; a test compares them with the code.
 */
import { mkdirSync, writeFileSync } from 'node:fs'

import { loadRules } from '../src/registry.ts'
import { jsonSchemas } from '../src/settings/json-schemas.ts'

const folder = new URL('../schema/', import.meta.url)
mkdirSync(folder, { recursive: true })
const rules = await loadRules(new URL('../src/core/quality/', import.meta.url))
for (const [name, text] of jsonSchemas(rules)) {
  writeFileSync(new URL(name, folder), text)
  console.log(`schema/${name}`)
}
