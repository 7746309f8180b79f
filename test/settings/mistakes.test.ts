import { describe, expect, it } from 'vitest'

import { AssaydError } from '../../src/core/errors.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import { mistakesOf, SOUND, writeConfig } from './config-fixture.ts'
import { readSlips, withSlip } from './slips.ts'

const MAIN = 'assayd.yaml'

describe('a mistake in the configuration', () => {
  it.each(readSlips('settings/mistakes.yaml'))('$name', (slip) => {
    const changed = withSlip(SOUND[slip.file] ?? '', slip)
    expect(mistakesOf({ [slip.file]: changed })).toEqual(slip.told)
  })

  it('stands beside those of every other file', () => {
    const told = mistakesOf({
      [MAIN]: SOUND[MAIN]?.replace('lab:', 'lob:') ?? '',
      'organisms.yaml': 'organisms: [\n',
      'assays/broken.yaml': 'id: broken\n\tname: x\n',
      'layouts/other.yaml': 'id: elsewhere\n',
    })
    const files = new Set(told.map((line) => line.split(':')[0]))
    expect([...files]).toEqual([
      'assayd.yaml',
      'organisms.yaml',
      'assays/broken.yaml',
      'layouts/other.yaml',
    ])
  })

  it('of two files with one id is told in the second, which also has another name', () => {
    const told = mistakesOf({ 'layouts/tiny.yaml': SOUND['layouts/small.yaml'] ?? '' })
    expect(told[0]).toBe(
      "layouts/tiny.yaml:1: id: 'small' is not the name of the file, expected 'tiny'",
    )
    expect(told[1]).toMatch(
      /^layouts\/tiny.yaml:1: id: 'small' is also the id in .*small.yaml, exp/,
    )
    expect(told).toHaveLength(2)
  })

  it('in the plate of a simulated reader is told in the plate file', () => {
    const simulated = SOUND[MAIN]?.replace('COM3', 'tcp://127.0.0.1:0')
    const main = `${simulated}    simulator: { plate: p.csv }\n`
    expect(mistakesOf({ [MAIN]: main, 'p.csv': 'well,450\nA1,x\nB1,1,2\n' })).toEqual([
      "p.csv:2: 450: 'x' is no OD, expected a number, overflow, ***** or nothing",
      "p.csv:3: 'B1,1,2' has 3 cells, expected 2 as in the header",
    ])
    expect(mistakesOf({ [MAIN]: main, 'p.csv': 'well,450\nB1,1,2\n' })).toEqual([
      "p.csv:2: 'B1,1,2' has 3 cells, expected 2 as in the header",
    ])
  })

  it('in the name of a simulated fault is told with those of its driver', () => {
    const simulated = SOUND[MAIN]?.replace('COM3', 'tcp://127.0.0.1:0')
    const main = `${simulated}    simulator: { plate: p.csv, fault: gabage }\n`
    const file = writeConfig({ [MAIN]: main, 'p.csv': 'well,450\nA1,1\n' })
    const withFaults = () =>
      loadSettings(file, ['biotek-elx'], {
        drivers: new Map([['biotek-elx', { faults: ['garbage', 'silence'], shape: null }]]),
      })
    expect(withFaults).toThrow(
      "assayd.yaml:9: readers.0.simulator.fault: 'gabage' is no fault of 'biotek-elx', " +
        "did you mean 'garbage'?",
    )
    expect(loadSettings(file, ['biotek-elx']).readers).toHaveLength(1)
  })
})

describe('the error of a configuration', () => {
  function errorOf(changes: Readonly<Record<string, string>>, file = writeConfig(changes)) {
    try {
      loadSettings(file)
    } catch (error) {
      if (error instanceof AssaydError) return error
    }
    throw new TypeError('Expected an AssaydError.')
  }

  it('has a code for the kind of mistake, and a hint', () => {
    expect(errorOf({ [MAIN]: 'lab: [' }).code).toBe('config-syntax')
    expect(errorOf({ [MAIN]: 'lab: x' }).code).toBe('config-invalid')
    expect(errorOf({}, '/nowhere/assayd.yaml').code).toBe('config-missing')
    expect(errorOf({ [MAIN]: 'lab: x' }).hint).not.toBe('')
  })

  it('tells an empty file as one mistake', () => {
    expect(mistakesOf({ [MAIN]: '' })).toEqual([
      'assayd.yaml:1: is empty, expected the configuration',
    ])
  })

  it('tells a missing organisms file and folder by name', () => {
    const told = mistakesOf({ 'organisms.yaml': '' })
    expect(told).toEqual(['organisms.yaml:1: is empty, expected the organisms of the lab'])
  })
})
