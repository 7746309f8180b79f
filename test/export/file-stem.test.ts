import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { stemFromPlate, stemIn } from '../../src/export/file-stem.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the beginning of a file name', () => {
  it.each(['IL6-07', 'demo_1', 'Plate 12', 'a.b', '7', 'console', 'bench-1-20261123-091500-123'])(
    'is the plate itself: %s',
    (plate) => {
      expect(stemFromPlate(plate)).toBe(plate)
    },
  )

  it.each([
    '',
    ' ',
    '.',
    '..',
    '../up',
    'a/b',
    String.raw`a\b`,
    'a:b',
    'a*?"<>|b',
    'a~b',
    'Åse',
    'end.',
    ' lead',
    'line\nend',
    'CON',
    'con.7',
    'LPT1',
    'nul',
    'x'.repeat(300),
  ])('is legible and safe everywhere when the plate is not: %j', (plate) => {
    const stem = stemFromPlate(plate)
    expect(stem).toMatch(/^[A-Za-z0-9_-]*~[0-9a-f]{12}$/u)
    expect(stem.length).toBeLessThan(100)
  })

  it('differs for plates that look alike', () => {
    const plates = [
      'a/b',
      'a:b',
      'a_b',
      'a b',
      'a\\b',
      'å/b',
      `${'x'.repeat(99)}1`,
      `${'x'.repeat(99)}2`,
    ]
    expect(new Set(plates.map(stemFromPlate)).size).toBe(plates.length)
    // Nobody can choose an id that is another plate's safe form.
    expect(stemFromPlate(stemFromPlate('a/b'))).not.toBe(stemFromPlate('a/b'))
  })

  it('steps aside where the file system takes two spellings for one name', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'P1_wells.csv'), '')
    // A link stands in for a file system without upper and lower case.
    symlinkSync(join(folder, 'P1_wells.csv'), join(folder, 'p1_wells.csv'))
    expect(await stemIn(folder, 'P1', '_wells.csv')).toBe('P1')
    expect(await stemIn(folder, 'p1', '_wells.csv')).toMatch(/^p1~/u)
    expect(await stemIn(folder, 'p2', '_wells.csv')).toBe('p2')
  })
})
