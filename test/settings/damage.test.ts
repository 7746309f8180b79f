import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { settingsFrom } from '../../src/settings/settings-source.ts'
import { writeFiles } from './config-fixture.ts'

const CONFIG = join(import.meta.dirname, '../../config')
const NAMES = [
  'assayd.yaml',
  'organisms.yaml',
  'assays/il6-duoset-dy206.yaml',
  'assays/il6-opteia-555220.yaml',
  'layouts/standards-a1-down.yaml',
  'layouts/milk-13x3-duplicate.yaml',
  'layouts/milk-13x3-before.yaml',
  'layouts/milk-8x3-two-dilutions.yaml',
  'layouts/milk-58x3-384.yaml',
  'run-sheets/demo-0001.csv',
] as const
const PIECES = [
  '',
  ' ',
  '\n',
  '  - ',
  ': ',
  '{',
  ']',
  '"',
  '&a ',
  '*a',
  '0',
  '-1',
  'null',
  '~',
  'A1-P24',
]
const texts = new Map(NAMES.map((name) => [name, readFileSync(join(CONFIG, name), 'utf8')]))

const damages = fc.record({
  name: fc.constantFrom(...NAMES),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 12 }),
  piece: fc.constantFrom(...PIECES),
})

type Damage = typeof damages extends fc.Arbitrary<infer One> ? One : never

function damaged(found: readonly Damage[]): Record<string, string> {
  const files = new Map<string, string>([...texts, ['demo/plate.csv', 'well,450,540\nA1,0.1,0\n']])
  for (const { name, at, length, piece } of found) {
    const text = files.get(name) ?? ''
    const start = Math.floor(at * text.length)
    files.set(name, `${text.slice(0, start)}${piece}${text.slice(start + length)}`)
  }
  return Object.fromEntries(files)
}

/** The lines told about a configuration; an error of another kind goes on. */
function told(files: Record<string, string>): readonly string[] {
  const source = settingsFrom(writeFiles(files), ['biotek-elx'])
  try {
    return source.runSheets(source.load()).mistakes
  } catch (error) {
    if (error instanceof AssaydError) return error.message.split('\n')
    throw error
  }
}

describe('a configuration that is damaged anywhere', () => {
  it('is told line by line, each with its file, and never ends in an error of ours', () => {
    fc.assert(
      fc.property(fc.array(damages, { minLength: 1, maxLength: 4 }), (found) => {
        for (const line of told(damaged(found))) expect(line).toMatch(/\.(yaml|csv)(:\d+)?: ./)
      }),
      { numRuns: 150 },
    )
  })
})
