/**
 * Writes schema/*.json from the schemas of the configuration: `node scripts/schemas.ts`. Editors
 * find them by the first line of each configuration file; a test compares them with the code.
 */
import { mkdirSync, writeFileSync } from 'node:fs'

import { jsonSchemas } from '../src/settings/json-schemas.ts'

const folder = new URL('../schema/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const [name, text] of jsonSchemas()) {
  writeFileSync(new URL(name, folder), text)
  console.log(`schema/${name}`)
}
