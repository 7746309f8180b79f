import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import type { KnownDriver } from '../../src/settings/reader-settings.ts'
import { SOUND, writeConfig } from './config-fixture.ts'

const drivers = new Map<string, KnownDriver>([
  ['biotek-elx', { faults: [], shape: null, starts: 'by-command' }],
  ['print-capture', { faults: [], shape: null, starts: 'at-reader' }],
])

function load(section: string, main = SOUND['assayd.yaml'] ?? '') {
  const file = writeConfig({ 'assayd.yaml': `${main}${section}` })
  return loadSettings(file, [...drivers.keys()], { drivers })
}

function mistakesOf(section: string, main?: string): readonly string[] {
  try {
    load(section, main)
  } catch (error) {
    if (error instanceof AssaydError)
      return error.message.split('\n').map((line) => line.replace(/^.*(?=assayd\.yaml:)/, ''))
    throw error
  }
  return []
}

describe('The section of synthetic plates', () => {
  it('is off where it is absent or null', () => {
    expect(load('').synthetic).toBeNull()
    expect(load('synthetic: null\n').synthetic).toBeNull()
  })

  it('needs a layout and a driver, and has the usual rest', () => {
    expect(load('synthetic: { layout: small, driver: biotek-elx }\n').synthetic).toEqual({
      everyH: 24,
      layout: 'small',
      driver: 'biotek-elx',
      settings: undefined,
      tolerancePercent: 5,
      withinMin: 5,
    })
  })

  it('is told with file and line where it has mistakes', () => {
    expect(
      mistakesOf('synthetic:\n  every_h: often\n  layout: smal\n  driver: biotek-el\n  every: 1\n'),
    ).toEqual([
      expect.stringMatching(/^assayd\.yaml:10: synthetic\.every_h: 'often' .*expected hours/),
      expect.stringMatching(/^assayd\.yaml:11: synthetic\.layout: 'smal' .*'small'/),
      expect.stringMatching(/^assayd\.yaml:12: synthetic\.driver: 'biotek-el' .*'biotek-elx'/),
      expect.stringMatching(/^assayd\.yaml:13: synthetic: unknown key 'every'.*every_h/),
    ])
    expect(mistakesOf('synthetic: {}\n')).toEqual([
      expect.stringMatching(/^assayd\.yaml:9: synthetic\.layout: /),
      expect.stringMatching(/^assayd\.yaml:9: synthetic\.driver: /),
    ])
  })

  it('takes only a driver that starts reads by itself, with settings that it knows', () => {
    expect(mistakesOf('synthetic: { layout: small, driver: print-capture }\n')).toEqual([
      "assayd.yaml:9: synthetic.driver: 'print-capture' starts no read by command, " +
        'expected a driver that does',
    ])
    expect(
      mistakesOf('synthetic: { layout: small, driver: biotek-elx, settings: { a: 1 } }\n'),
    ).toEqual([
      'assayd.yaml:9: synthetic.settings: are of no use to this driver, expected no settings',
    ])
  })

  it('lets nothing of the lab lie in the folder that is emptied', () => {
    const main = (SOUND['assayd.yaml'] ?? '').replace('out/exports', '../data/synthetic/exports')
    expect(mistakesOf('synthetic: { layout: small, driver: biotek-elx }\n', main)).toEqual([
      "assayd.yaml:2: folders.exports: '../data/synthetic/exports' is in the 'synthetic' of the " +
        'data folder, which is emptied, expected another folder',
    ])
    expect(mistakesOf('', main)).toEqual([])
  })
})
