import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { closed, id, wholeNumber } from '../../src/fields.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import type { KnownDriver } from '../../src/settings/reader-settings.ts'
import { SOUND, writeConfig } from './config-fixture.ts'

// A driver that wants to be told a model and may be told a filter.
const shape = closed('what the driver is told', {
  model: id('a model'),
  filter_nm: wholeNumber('a wavelength from 340 to 900', { min: 340, max: 900 }).default(450),
})
const known = new Map<string, KnownDriver>([['biotek-elx', { faults: [], shape }]])
const without = new Map<string, KnownDriver>([['biotek-elx', { faults: [], shape: null }]])

function withSettings(lines: string, files: Readonly<Record<string, string>> = {}): string {
  return writeConfig({ 'assayd.yaml': `${SOUND['assayd.yaml']}${lines}`, ...files })
}

function mistakesIn(file: string, drivers = known): readonly string[] {
  try {
    loadSettings(file, ['biotek-elx'], { drivers })
    return []
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    return error.message.split('\n').map((line) => line.replace(/^[^:]*\//, ''))
  }
}

describe('what a driver is told about its reader', () => {
  it('reaches it as it stands', () => {
    const file = withSettings('    settings: { model: m680, filter_nm: 620 }\n')
    const [reader] = loadSettings(file, ['biotek-elx'], { drivers: known }).readers
    expect(reader?.settings).toEqual({ model: 'm680', filter_nm: 620 })
  })

  it('is checked by the shape that the driver gives, every mistake with its line', () => {
    const file = withSettings('    settings:\n      modell: x\n      filter_nm: 12\n')
    expect(mistakesIn(file)).toEqual([
      'assayd.yaml:9: readers.0.settings.model: is missing, ' +
        'expected a model, in lower case with hyphens',
      "assayd.yaml:10: readers.0.settings: unknown key 'modell', did you mean 'model'?",
      "assayd.yaml:11: readers.0.settings.filter_nm: '12' does not fit, " +
        'expected a wavelength from 340 to 900',
    ])
  })

  it('may be required', () => {
    expect(mistakesIn(withSettings(''))).toEqual([
      expect.stringContaining('readers.0.settings: is missing, expected what the driver is told'),
    ])
  })

  it('is refused where the driver has no use for it', () => {
    const file = withSettings('    settings: { model: m680 }\n')
    expect(mistakesIn(file, without)).toEqual([
      'assayd.yaml:9: readers.0.settings: are of no use to this driver, expected no settings',
    ])
  })

  it('may lie in a file of its own, which is checked in its own lines', () => {
    const lines = '    settings: readers/left.yaml\n'
    const good = withSettings(lines, { 'readers/left.yaml': 'model: m550\n' })
    expect(loadSettings(good, ['biotek-elx'], { drivers: known }).readers[0]?.settings).toEqual({
      model: 'm550',
    })
    const bad = withSettings(lines, { 'readers/left.yaml': '# the left one\nmodel: M 550\n' })
    expect(mistakesIn(bad)).toEqual([
      "left.yaml:2: model: 'M 550' does not fit, expected a model, in lower case with hyphens",
    ])
    expect(mistakesIn(withSettings(lines))).toEqual([
      "assayd.yaml:9: readers.0.settings: 'readers/left.yaml' does not exist, " +
        'expected a YAML file, from this file',
    ])
  })
})
