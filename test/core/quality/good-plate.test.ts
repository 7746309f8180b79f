import { describe, expect, it } from 'vitest'

import { loadRules } from '../../../src/registry.ts'
import { fallingLayout, fallingOd } from '../../support/falling-plate.ts'
import { IL6 } from '../../support/il6-plate.ts'
import { judgedPlate } from '../../support/judged-plate.ts'

const rules = await loadRules(new URL('../../../src/core/quality/', import.meta.url))

describe('the quality rules', () => {
  it('are found by their folder, each under the name of its file', () => {
    expect(rules.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'baseline-above-stimulated',
        'blank-above-standard',
        'control-not-measured',
        'dixon-outlier',
        'drift',
        'duplicate-wells',
        'edge-effect',
        'grubbs-outlier',
        'reference-outlier',
        'saturation-plateau',
        'standard-cv',
        'standards-hook',
        'top-od-history',
        'westgard-1-2s',
        'westgard-10-x',
        'zero-od-history',
      ]),
    )
  })

  it.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s says nothing of a good plate',
    (_, rule) => {
      expect(rule.check(judgedPlate())).toEqual([])
      expect(rule.about).toMatch(/^[A-Z].*\.$/)
    },
  )

  it.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s says nothing of a good plate of a competitive kit',
    (_, rule) => {
      const layout = fallingLayout()
      const od = Object.fromEntries(layout.wells.map((place) => [place.well, fallingOd(place)]))
      const plate = judgedPlate({ assay: { ...IL6, direction: 'falling' }, layout, od })
      expect(plate.samples.filter(({ concentration }) => concentration.state === 'ok')).not.toEqual(
        [],
      )
      expect(rule.check(plate)).toEqual([])
    },
  )
})
