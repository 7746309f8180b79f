import { describe, expect, it } from 'vitest'

import type { AcceptanceLimits } from '../../../src/core/assay.ts'
import { IL6 } from '../../support/il6-plate.ts'
import { judgedPlate, odFromConcentration } from '../../support/judged-plate.ts'

/** Whether the standard passes whose two wells hold this much instead, or have these ODs. */
function passes(
  row: 'A' | 'B' | 'F' | 'G' | 'H',
  ods: readonly [number, number],
  limits: Partial<AcceptanceLimits> = {},
): boolean {
  const assay = { ...IL6, limits: { ...IL6.limits, ...limits } }
  const plate = judgedPlate({ assay, od: { [`${row}1`]: ods[0], [`${row}2`]: ods[1] } })
  const standard = plate.standards.find(({ wells }) => wells.includes(`${row}1`))
  if (standard === undefined) throw new RangeError('Expected a standard.')
  return standard.passes
}

/** A pair of wells with a share of the nominal concentration. */
function holding(concentration: number): readonly [number, number] {
  const od = odFromConcentration(concentration)
  return [od, od]
}

describe('The wider limits of recovery', () => {
  // With these the pull of one standard on the curve decides nothing.
  const wide = { recoveryMinPercent: 95, recoveryMaxPercent: 105 }
  const edge = { edgeRecoveryMinPercent: 50, edgeRecoveryMaxPercent: 200 }

  it('are for the lowest and the highest standard', () => {
    expect(passes('G', holding(9.375 * 1.3), { ...wide, ...edge })).toBe(true)
    expect(passes('A', holding(600 * 1.2), { ...wide, ...edge })).toBe(true)
    expect(passes('F', holding(18.75 * 1.3), { ...wide, ...edge })).toBe(false)
    expect(passes('B', holding(300 * 1.2), { ...wide, ...edge })).toBe(false)
  })

  it('are for the lowest standard that is no anchor, and for the anchors below it', () => {
    const kit = { ...wide, ...edge, kitLloq: 10 }
    expect(passes('F', holding(18.75 * 1.3), kit)).toBe(true)
    expect(passes('G', holding(9.375 * 1.3), kit)).toBe(true)
    expect(passes('F', holding(18.75 * 1.3), { ...kit, kitLloq: 18.75 })).toBe(true)
    expect(passes('F', holding(18.75 * 1.3), { ...kit, kitLloq: 9.375 })).toBe(false)
  })
})

describe('The CV of a standard', () => {
  const lax = {
    recoveryMinPercent: 1,
    recoveryMaxPercent: 1000,
    edgeRecoveryMinPercent: 1,
    edgeRecoveryMaxPercent: 1000,
  }

  it('fails it, unless its wells are nearer than what is always fine', () => {
    // ODs of 0.07 and 0.11 have a CV of 31 %.
    expect(passes('G', [0.07, 0.11], { ...lax, odDifferenceAlwaysFine: 0.03 })).toBe(false)
    expect(passes('G', [0.07, 0.11], { ...lax, odDifferenceAlwaysFine: 0.04 })).toBe(true)
    expect(passes('B', [1, 1.6], { ...lax, odDifferenceAlwaysFine: 0.03 })).toBe(false)
  })
})
