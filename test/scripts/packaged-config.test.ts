import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { packagedConfig } from '../../scripts/package/config.ts'
import { loadRules } from '../../src/registry.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = join(import.meta.dirname, '../..')
const rules = await loadRules(new URL('../../src/core/quality/', import.meta.url))

it('A package installs the kits and layouts, the folders it was told, and no reader', () => {
  const folder = temporaryFolder()
  const sheets = temporaryFolder()
  packagedConfig(ROOT, folder, {
    data: '/var/lib/assayd/data',
    exports: '/var/lib/assayd/exports',
    runSheets: sheets,
    schema: '/usr/lib/assayd/schema',
  })
  const settings = settingsFrom(join(folder, 'assayd.yaml'), [], { rules }).load()
  expect(settings.readers).toEqual([])
  expect(settings.folders).toEqual({
    data: '/var/lib/assayd/data',
    exports: '/var/lib/assayd/exports',
    runSheets: sheets,
  })
  expect(settings.assays.size).toBeGreaterThan(2)
  const text = readFileSync(join(folder, 'assayd.yaml'), 'utf8')
  expect(text).toContain('$schema=/usr/lib/assayd/schema/assayd.json')
  expect(text).toContain('# - id: elx800-right')
  expect(text).not.toMatch(/demo|npm run/i)
})
