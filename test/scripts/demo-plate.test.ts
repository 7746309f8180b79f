import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { demoFiles } from '../../scripts/make-demo-plate.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'

const config = new URL('../../config/', import.meta.url)

it('The shipped demo plate is what the seeded script makes of the stated truth', () => {
  const file = fileURLToPath(new URL('assayd.yaml', config))
  const settings = settingsFrom(file, ['biotek-elx']).load()
  const layout = settings.layouts.get('milk-13x3-duplicate')?.value
  const assay = settings.assays.get(layout?.assay ?? '')?.value
  if (layout === undefined || assay === undefined) throw new Error('The demo layout is missing.')
  const { plate, truth } = demoFiles(layout, assay)
  expect(readFileSync(new URL('demo/plate.csv', config), 'utf8')).toBe(plate)
  expect(readFileSync(new URL('demo/truth.csv', config), 'utf8')).toBe(truth)
})
