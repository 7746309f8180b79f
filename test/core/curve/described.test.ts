import { describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import type { ModelId, Weights } from '../../../src/core/assay.ts'
import { MODEL_IDS } from '../../../src/core/curve/curve-models.ts'
import { fitCurve } from '../../../src/core/curve/fit-curve.ts'
import { invert } from '../../../src/core/curve/invert.ts'
import {
  covarianceNames,
  curveDirection,
  describedParameters,
  estimateOf,
  modelLabel,
  odAtZero,
} from '../../../src/core/curve/read-curve.ts'

/** What people read of a curve. */

const points = [0, 9.375, 18.75, 37.5, 75, 150, 300, 600].flatMap((concentration, level) =>
  [-1, 1].map((side) => {
    const od = 3.1 + (0.06 - 3.1) / (1 + (concentration / 240) ** 1.1)
    return { concentration, od: od * (1 + 0.02 * side + 0.004 * (level % 3)) }
  }),
)

function fitted(model: ModelId, weights: Weights = 'none'): Curve {
  return fitCurve(points, { model, weights, points: 'wells' })
}

describe('a curve model', () => {
  it('has a name for people', () => {
    expect(MODEL_IDS.map((model) => modelLabel({ model }))).toEqual([
      '4PL',
      '5PL',
      '5PL (B > 0)',
      '5PL (B < 0)',
      '3PL',
      'Linear',
      'Quadratic',
      'Log-log line',
      'Point to point',
      'Point to point (semi-log)',
      'Point to point (log-log)',
      'Natural cubic spline',
      'Monotone cubic (PCHIP)',
    ])
  })

  it.each<[ModelId, readonly string[]]>([
    [
      '4pl',
      [
        'A: OD at concentration zero [od]',
        'B: slope []',
        'C: concentration at the inflection [concentration]',
        'D: OD at infinite concentration [od]',
      ],
    ],
    [
      '5pl',
      [
        'A: OD at concentration zero (at infinite where B < 0) [od]',
        'B: slope; its sign is the orientation []',
        'C: concentration of scale [concentration]',
        'D: OD at infinite concentration (at zero where B < 0) [od]',
        'G: asymmetry []',
      ],
    ],
    ['linear', ['a: OD at concentration zero [od]', 'b: OD per concentration []']],
    [
      'quadratic',
      [
        'a: OD at concentration zero [od]',
        'b: OD per concentration []',
        'c: OD per squared concentration []',
        'highest: highest standard [concentration]',
      ],
    ],
    [
      'log-log',
      ['a: ln of the OD at concentration 1 []', 'b: slope of ln OD on ln concentration []'],
    ],
  ])('%s says what each of its parameters is, in which unit', (model, expected) => {
    const described = describedParameters(fitted(model))
    expect(described.map(({ name, is, unit }) => `${name}: ${is} [${unit}]`)).toEqual(expected)
    expect(described.every(({ value }) => Number.isFinite(value))).toBe(true)
  })

  it('through the standards has the standards themselves', () => {
    const described = describedParameters(fitted('pchip'))
    expect(described).toHaveLength(14)
    expect(described[0]).toEqual({
      name: 'x001',
      is: 'concentration of a standard',
      unit: 'concentration',
      value: 9.375,
      se: null,
    })
    expect(described[7]).toMatchObject({ name: 'y001', is: 'mean OD of a standard', unit: 'od' })
  })

  it('has the power of the mean beside its own parameters, where that is estimated', () => {
    const described = describedParameters(fitted('4pl', 'power'))
    expect(described.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'D', 'theta'])
    expect(described[4]).toMatchObject({
      is: 'power of the mean: the SD of an OD grows with OD^theta',
      unit: '',
    })
  })

  it('has a covariance of what is estimated and not of what is a fact', () => {
    expect(covarianceNames({ ...fitted('quadratic') })).toEqual(['a', 'b', 'c'])
    expect(covarianceNames(fitted('5pl'))).toEqual(['A', 'B', 'C', 'D', 'G'])
    expect(covarianceNames(fitted('pchip'))).toEqual([])
  })
})

describe('reading a curve', () => {
  it('knows the OD at zero, or that there is none', () => {
    const curve = fitted('4pl')
    expect(odAtZero(curve)).toBe(estimateOf(curve, 'A').value)
    expect(odAtZero(fitted('log-log'))).toBeNaN()
  })

  it('has no direction without a curve', () => {
    const none = fitCurve([], { model: '4pl', weights: 'none', points: 'wells' })
    expect(curveDirection(none)).toBe(0)
    expect(invert(none, 1, 1).reason).toBe(
      'There is no curve. 0 distinct standard concentrations are too few for 4 curve parameters.',
    )
  })

  it('refuses a parameter that the model has not', () => {
    expect(() => estimateOf(fitted('4pl'), 'G')).toThrow(
      new RangeError("Expected 'G' in a curve '4pl'."),
    )
  })

  it.each<[ModelId, number, string]>([
    ['4pl', -1, 'The OD lies at or beyond the asymptote at concentration zero.'],
    ['4pl', 9, 'The OD lies at or beyond the asymptote at high concentration.'],
    ['pchip', -1, 'The OD lies beyond that of the lowest standard, where this curve says nothing.'],
    ['pchip', 9, 'The OD lies beyond that of the highest standard, where this curve says nothing.'],
    ['linear', -1, 'The OD lies at or beyond that of concentration zero.'],
    ['quadratic', 9, 'The curve turns before it reaches this OD.'],
  ])('says why a %s has no concentration for an OD of %d', (model, od, reason) => {
    expect(invert(fitted(model), od, 1).reason).toBe(reason)
  })

  it('says nothing where there is a concentration', () => {
    expect(invert(fitted('4pl'), 1, 1).reason).toBe('')
  })

  it('names every concentration of an OD that has several', () => {
    const hooked = [0.1, 1.1, 0.6].map((od, i) => ({ concentration: [1, 2, 4][i] ?? 0, od }))
    const curve = fitCurve(hooked, { model: 'point-to-point', weights: 'none', points: 'wells' })
    expect(invert(curve, 0.85, 1).reason).toBe(
      'The curve has this OD at 2 concentrations: 1.75, 3.00.',
    )
  })
})
