import { describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import type { CurveChoice } from '../../../src/core/assay.ts'
import { fitCurve } from '../../../src/core/curve/fit-curve.ts'
import { atBoundOf, noOptimumReason, weaknessOf } from '../../../src/core/curve/reasons.ts'
import { unsuitedWeights } from '../../../src/core/curve/unsuited-weights.ts'

const NONE = 'No finite best curve exists for these standards: '

describe('why there is no curve', () => {
  it('is where the parameters were running to, before anything else', () => {
    const runaway = 'C runs away'
    expect(noOptimumReason({ end: 'step_limit', condition: 1e9, runaway })).toBe(
      `${NONE}C runs away.`,
    )
  })

  it('is that many curves fit alike, beyond a condition of 1e5', () => {
    const alike = 'curves of many shapes fit them alike, because too few of them lie on the slope.'
    expect(noOptimumReason({ end: 'settled', condition: 1.01e5 })).toBe(NONE + alike)
    expect(noOptimumReason({ end: 'step_limit', condition: 1e5 })).not.toContain('alike')
  })

  it.each([
    ['settled', 'the best curve leaves some of its parameters open.'],
    ['step_limit', 'the search did not settle.'],
    ['no_descent', 'the search came to a place that it could not leave.'],
    ['not_finite', 'the model has no finite value there.'],
  ] as const)('is otherwise how the search ended: %s', (end, why) => {
    expect(noOptimumReason({ end, condition: NaN })).toBe(NONE + why)
  })
})

describe('what weakens a curve', () => {
  const weighing = { weights: '1/y2', odFloor: 0.012_345 } as const

  it('is nothing for ordinary standards', () => {
    expect(weaknessOf(1e5, 0, weighing)).toBe('')
    expect(atBoundOf({ ...weighing, theta: 1.3 })).toBe('')
    expect(atBoundOf(weighing)).toBe('')
  })

  it('is a condition beyond 1e5', () => {
    expect(weaknessOf(1.234e6, 0, weighing)).toBe(
      'The parameters are weakly identified (condition number 1.2e+6); ' +
        'concentrations between the standards stand.',
    )
  })

  it('is an OD that was weighed as something else, by whichever OD the weights go', () => {
    const because = 'half the smallest positive mean of a standard, because it is lower.'
    expect(weaknessOf(1, 1, weighing)).toBe(
      `1 point was weighed as if the OD were 0.0123, ${because}`,
    )
    expect(weaknessOf(1, 3, { ...weighing, weights: 'irls' })).toBe(
      `3 points were weighed as if the fitted OD were 0.0123, ${because}`,
    )
  })

  it('is both, one sentence after the other', () => {
    expect(weaknessOf(1e6, 1, weighing)).toMatch(/standards stand\. 1 point was weighed/)
  })

  it('is a power of the mean at either of its bounds', () => {
    for (const theta of [0, 2]) {
      expect(atBoundOf({ weights: 'power', odFloor: 0, theta })).toBe(
        `The estimated power of the mean is at its bound, theta = ${theta}.`,
      )
    }
  })
})

describe('weights by the OD', () => {
  it('are unsuited to a log-log line, and to nothing else', () => {
    expect(unsuitedWeights({ model: 'log-log', weights: '1/y2' })).toBe(
      'a log-log line fits ln OD, in which a constant CV is a constant variance already',
    )
    expect(unsuitedWeights({ model: 'log-log', weights: 'none' })).toBeUndefined()
    expect(unsuitedWeights({ model: '4pl', weights: '1/y2' })).toBeUndefined()
  })
})

describe('a fit without a curve', () => {
  const LEVELS = [0, 1, 2, 4, 8, 16, 32, 64]
  const fitted = (odAt: (x: number) => number, choice: Partial<CurveChoice> = {}): Curve =>
    fitCurve(
      LEVELS.map((concentration) => ({ concentration, od: odAt(concentration) })),
      { model: '4pl', weights: 'none', points: 'wells', ...choice },
    )

  it('says that an asymptote runs away where there is no curvature towards it', () => {
    const away =
      'an asymptote runs away to infinity, because the standards show no curvature towards it.'
    const low = LEVELS.slice(1).map((x) => ({ concentration: x, od: 2 - 1 / x + 1e-6 * (x % 3) }))
    const curve = fitCurve(low, { model: '4pl', weights: 'none', points: 'wells' })
    expect(curve.reason).toBe(NONE + away)
  })

  it('says that the best curve is a step when no standard lies on its slope', () => {
    expect(fitted((x) => (x > 3 ? 1 : 0)).reason).toBe(
      'The best curve is a step between two standards: none lies on its slope, ' +
        'so nothing can be read off it.',
    )
  })

  it('says that it cannot weigh by ODs of which none is above zero', () => {
    expect(fitted((x) => -1 - x, { weights: '1/y' }).reason).toBe(
      'No standard has a mean OD above zero, so weights by OD have no meaning.',
    )
  })

  it('names the standard that is no number', () => {
    const points = [{ concentration: -2, od: 0.5 }]
    const curve = fitCurve(points, { model: 'linear', weights: 'none', points: 'wells' })
    expect(curve.reason).toBe(
      'A standard of concentration -2 with OD 0.5 cannot be used: ' +
        'both must be finite and the concentration not below zero.',
    )
  })

  it('says that standards of one OD have no curve, unless there is only one', () => {
    expect(fitted(() => 0.7).reason).toBe(
      'All standards have the same mean OD, so there is no curve.',
    )
    const one = [{ concentration: 1, od: 0.7 }]
    const curve = fitCurve(one, { model: 'linear', weights: 'none', points: 'wells' })
    expect(curve.reason).toBe(
      '1 distinct standard concentrations are too few for 2 curve parameters.',
    )
  })
})
