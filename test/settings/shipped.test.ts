import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { loadRules } from '../../src/registry.ts'
import { jsonSchemas } from '../../src/settings/json-schemas.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = join(import.meta.dirname, '../..')
const CONFIG = join(ROOT, 'config')
const rules = await loadRules(new URL('../../src/core/quality/', import.meta.url))
const schemas = jsonSchemas(rules)

/** The shipped configuration, with a plate of its own for the simulated reader. */
function shipped() {
  const folder = temporaryFolder()
  cpSync(CONFIG, folder, { recursive: true })
  mkdirSync(join(folder, 'demo'), { recursive: true })
  writeFileSync(join(folder, 'demo/plate.csv'), 'well,450,540\nA1,0.1,0.05\n')
  const source = settingsFrom(join(folder, 'assayd.yaml'), ['biotek-elx'], { rules })
  return { source, settings: source.load() }
}

function yamlFiles(): readonly string[] {
  const names = readdirSync(CONFIG, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith('.yaml')).toSorted()
}

describe('the shipped configuration', () => {
  it('has no mistakes, and neither have its run sheets', () => {
    const { source, settings } = shipped()
    expect(source.runSheets(settings).mistakes).toEqual([])
    expect(source.runSheets(settings).sheets.map(({ value }) => value.plate)).toEqual(['DEMO-0001'])
    expect(settings.readers.map(({ id, simulator }) => [id, simulator?.barcode])).toEqual([
      ['elx808-demo', 'DEMO-0001'],
    ])
  })

  it('says 13 specimens × 3 conditions in duplicate in at most twenty lines', () => {
    const text = readFileSync(join(CONFIG, 'layouts/milk-13x3-duplicate.yaml'), 'utf8')
    const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
    expect(lines.length).toBeLessThanOrEqual(16)
    const wells = shipped().settings.layouts.get('milk-13x3-duplicate')?.value.wells ?? []
    const counts = Object.groupBy(wells, ({ role }) => role)
    expect(counts.sample).toHaveLength(13 * 3 * 2)
    expect(counts.standard).toHaveLength(16)
    expect(counts.control?.map(({ well }) => well)).toEqual(['H11', 'H12'])
  })

  it.each([
    ['milk-13x3-before', 78],
    ['milk-58x3-384', 348],
    ['milk-8x3-two-dilutions', 80],
  ])('%s has %d sample wells, and its standards', (id, samples) => {
    const { layouts, assays } = shipped().settings
    const layout = layouts.get(id)?.value
    const wells = layout?.wells ?? []
    expect(wells.filter(({ role }) => role === 'sample')).toHaveLength(samples)
    const levels = new Set(wells.flatMap(({ level }) => level ?? []))
    expect(levels.size).toBe(assays.get(layout?.assay ?? '')?.value.standards.length)
  })

  it('says of every kit figure that it must be checked against the insert', () => {
    for (const file of readdirSync(join(CONFIG, 'assays'))) {
      const text = readFileSync(join(CONFIG, 'assays', file), 'utf8')
      expect(text).toContain('CHECK AGAINST YOUR INSERT')
      for (const line of text
        .split('\n')
        .filter((each) => /^(standards|wavelength|reference)/.test(each)))
        expect(line).toContain('check against your insert')
    }
  })

  it.each(yamlFiles())('%s names a JSON Schema that exists', (name) => {
    const text = readFileSync(join(CONFIG, name), 'utf8')
    const path = /^# yaml-language-server: \$schema=(.+)\n/.exec(text)?.[1] ?? ''
    const schema = join(CONFIG, name, '..', path)
    expect(JSON.parse(readFileSync(schema, 'utf8'))).toHaveProperty('$schema')
  })
})

describe('the JSON Schemas', () => {
  it.each([...schemas])('schema/%s is what scripts/schemas.ts writes', (name, text) => {
    expect(readFileSync(join(ROOT, 'schema', name), 'utf8')).toBe(text)
  })

  it('are closed and describe their keys', () => {
    const layout: unknown = JSON.parse(schemas.get('layout.json') ?? '')
    expect(layout).toMatchObject({
      additionalProperties: false,
      required: ['id', 'name', 'plate'],
      properties: { specimens: { anyOf: [{ additionalProperties: false }, { type: 'array' }] } },
    })
    expect(readdirSync(join(ROOT, 'schema')).toSorted()).toEqual([...schemas.keys()].toSorted())
  })
})
