import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { FormStep } from '../../src/settings/config-form.ts'
import { migrateConfig } from '../../src/settings/migrate-config.ts'
import { mistakesOf, SOUND, writeConfig } from './config-fixture.ts'

/** A form that never was: layouts are to say `wells`, not `plate`. */
const STEPS: readonly FormStep[] = [
  {
    change: (name, document) => {
      if (!name.startsWith('layouts/')) return
      document.set('wells', document.get('plate'))
      document.delete('plate')
    },
  },
]
const LAYOUT = `# the small one\n${SOUND['layouts/small.yaml'] ?? ''}`

describe('A configuration of an older form', () => {
  it('is rewritten with its comments, each file beside a copy', () => {
    const file = writeConfig({ 'layouts/small.yaml': LAYOUT })
    const layout = join(dirname(file), 'layouts', 'small.yaml')
    const { from, to, files } = migrateConfig(file, { dryRun: false, steps: STEPS })
    expect([from, to]).toEqual([1, 2])
    expect(files.map(({ name }) => name)).toEqual(['layouts/small.yaml', 'assayd.yaml'])
    expect(readFileSync(`${layout}.form-1.bak`, 'utf8')).toBe(LAYOUT)
    expect(readFileSync(`${file}.form-1.bak`, 'utf8')).toBe(SOUND['assayd.yaml'])
    expect(readFileSync(layout, 'utf8')).toMatch(/^# the small one\nid: small\n[^]*wells: 96\n/)
    expect(readFileSync(file, 'utf8')).toMatch(/\nform: 2\n$/)
    expect(migrateConfig(file, { dryRun: false, steps: STEPS }).files).toEqual([])
  })

  it('is only shown in a dry run', () => {
    const file = writeConfig()
    const { files } = migrateConfig(file, { dryRun: true, steps: STEPS })
    expect(files).toHaveLength(2)
    expect(readFileSync(file, 'utf8')).toBe(SOUND['assayd.yaml'])
    expect(existsSync(`${file}.form-1.bak`)).toBe(false)
  })

  it('is not touched where a file is broken', () => {
    const file = writeConfig({ 'organisms.yaml': 'organisms: [' })
    expect(() => migrateConfig(file, { dryRun: false, steps: STEPS })).toThrow('organisms.yaml:1')
    expect(existsSync(`${file}.form-1.bak`)).toBe(false)
  })
})

describe('A configuration of a newer form', () => {
  const newer = { 'assayd.yaml': `${SOUND['assayd.yaml'] ?? ''}form: 7\n` }

  it('is a mistake with its line, and is not rewritten', () => {
    const [mistake] = mistakesOf(newer)
    expect(mistake).toMatch(/^assayd.yaml:9: form: '7' is newer than this program reads/)
    const file = writeConfig(newer)
    expect(() => migrateConfig(file, { dryRun: false })).toThrow("'7' is newer")
  })
})
