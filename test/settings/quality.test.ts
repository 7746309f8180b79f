import { describe, expect, it } from 'vitest'

import type { Assay } from '../../src/core/assay.ts'
import { AssaydError } from '../../src/core/errors.ts'
import { loadRules } from '../../src/registry.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import { SOUND, writeConfig } from './config-fixture.ts'

const rules = await loadRules(new URL('../../src/core/quality/', import.meta.url))
const ASSAY = 'assays/two-standards.yaml'

function fileWith(lines: string): string {
  return writeConfig({ [ASSAY]: `${SOUND[ASSAY] ?? ''}${lines}` })
}

function assayWith(lines: string): Assay | undefined {
  const { assays } = loadSettings(fileWith(lines), ['biotek-elx'], { rules })
  return assays.get('two-standards')?.value
}

/** Mistakes as they are told, from the name of the assay's file on. */
function mistakesWith(lines: string, assayText = SOUND[ASSAY] ?? ''): readonly string[] {
  try {
    loadSettings(writeConfig({ [ASSAY]: `${assayText}${lines}` }), ['biotek-elx'], { rules })
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    return error.message.split('\n').map((line) => line.replace(/^.*yaml:\d+: /, ''))
  }
  return []
}

describe('what an assay says of quality', () => {
  it('is nothing unless it is written', () => {
    expect(assayWith('')?.quality).toEqual({})
  })

  it('is read by rule, as severities and limits', () => {
    const text = `quality:
  saturation-plateau: { severity: block, od_blind: 3.5, contents_min: 4 }
  drift: { severity: off }
  control-limits: { plates_min: 6 }
`
    expect(assayWith(text)?.quality).toEqual({
      'saturation-plateau': { severity: 'block', limits: { odBlind: 3.5, contentsMin: 4 } },
      drift: { severity: 'off', limits: {} },
      'control-limits': { limits: { platesMin: 6 } },
    })
  })

  it('is refused where a rule, a limit, a severity or a value is wrong, all at once', () => {
    const text = `quality:
  drifft: { severity: off }
  drift: { percent: 3, severity: no }
  edge-effect: { percent_max: 0, wells_min: 2.5 }
  control-limits: { severity: off }
`
    expect(mistakesWith(text)).toEqual([
      "quality: unknown key 'drifft', did you mean 'drift'?",
      "quality.drift.severity: 'no' does not fit, expected how severe its findings are: " +
        'warn, block, off',
      "quality.drift: unknown key 'percent', expected one of severity, percent_max, chance_max",
      "quality.edge-effect.percent_max: '0' does not fit, expected the largest difference of an " +
        'outer line from its replicates, in percent of the OD, 1 to 1000',
      "quality.edge-effect.wells_min: '2.5' does not fit, expected the fewest wells of a line " +
        'that it is judged by, whole, 2 to 24',
      "quality.control-limits: unknown key 'severity', expected one of plates_min, " +
        'plates_provisional, plates_final, wild_sds_max',
    ])
  })

  it('is refused where limits contradict one another, also the usual ones', () => {
    expect(mistakesWith('quality:\n  control-limits: { plates_min: 12 }\n')).toEqual([
      "quality.control-limits.plates_min: '12' does not fit, expected plates_min (12) not above " +
        'plates_provisional (10)',
    ])
    expect(mistakesWith('quality:\n  dixon-outlier: { wells_min: 6, wells_max: 4 }\n')).toEqual([
      "quality.dixon-outlier.wells_max: '4' does not fit, expected wells_min (6) not above " +
        'wells_max (4)',
    ])
    expect(mistakesWith('quality:\n  dixon-outlier: { wells_min: 6, wells_max: 6 }\n')).toEqual([])
  })

  it('is taken as it is where the rules are not known', () => {
    const file = fileWith('quality:\n  my-rule: { severity: warn, od_max: 2 }\n')
    const assay = loadSettings(file, ['biotek-elx']).assays.get('two-standards')?.value
    expect(assay?.quality).toEqual({ 'my-rule': { severity: 'warn', limits: { odMax: 2 } } })
  })
})

describe('what an assay says of its curve', () => {
  it('has a direction, rising unless it says otherwise', () => {
    expect(assayWith('')?.direction).toBe('rising')
    expect(assayWith('direction: falling\n')?.direction).toBe('falling')
    expect(mistakesWith('direction: down\n')[0]).toContain('rising, falling')
  })

  it('has no weights by OD on a log-log line', () => {
    const on = (weights: string): readonly string[] =>
      mistakesWith(
        '',
        (SOUND[ASSAY] ?? '').replace(
          '{ model: 4pl, weights: none',
          `{ model: log-log, weights: ${weights}`,
        ),
      )
    expect(on('none')).toEqual([])
    expect(on('irls')).toEqual([
      "curve.weights: 'irls' does not go with 'log-log', expected none: a log-log line fits ln " +
        'OD, in which a constant CV is a constant variance already',
    ])
    expect(on('1/y')).toHaveLength(1)
  })

  it('must say its model and its blank when only the insert knows them', () => {
    const bare = (SOUND[ASSAY] ?? '').replace(/curve:.*\n/, '')
    const insert = 'profile: kit-insert\n'
    expect(mistakesWith(insert, bare)).toHaveLength(2)
    expect(mistakesWith(`${insert}blank: ignore\n`)).toEqual([])
    expect(assayWith(`${insert}blank: ignore\n`)?.profile).toBe('kit-insert')
  })
})
