import { describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import type { ModelId, Weights } from '../../../src/core/assay.ts'
import {
  fallingFiveParameter,
  fiveParameter,
  risingFiveParameter,
} from '../../../src/core/curve/five-parameter.ts'
import { fiveStarts } from '../../../src/core/curve/five-starts.ts'
import { fitCurve, type CurvePoint } from '../../../src/core/curve/fit-curve.ts'
import { estimateOf } from '../../../src/core/curve/read-curve.ts'
import { standardsFrom } from '../../../src/core/curve/standards.ts'
import { relativeError } from './reference.ts'

const LEVELS = [0, 9.375, 18.75, 37.5, 75, 150, 300, 600]

function fiveAt([a = 0, b = 0, c = 0, d = 0, g = 0]: readonly number[], x: number): number {
  return d + (a - d) / (1 + (x / c) ** b) ** g
}

/** Duplicates on a curve, each off by one or two percent. */
function pointsOn(odAt: (x: number) => number, levels = LEVELS): readonly CurvePoint[] {
  return levels.flatMap((concentration, level) =>
    [0, 1].map((replicate) => {
      const off = 0.01 * ((((2 * level + replicate) * 7) % 5) - 2)
      return { concentration, od: odAt(concentration) * (1 + off) }
    }),
  )
}

function fitted(model: ModelId, points: readonly CurvePoint[], weights: Weights = 'none'): Curve {
  return fitCurve(points, { model, weights, points: 'wells' })
}

const bent = pointsOn((x) => fiveAt([0.08, 1.3, 120, 2.9, 1.6], x))
// scipy 1.10.1, least_squares with all tolerances at 1e-15, weights 1/y².
const UP = [0.079_205_326_13, 1.301_230_074, 115.221_493_9, 2.900_013_443, 1.533_354_768]
// (JᵀJ)⁻¹·wrss/11 with numpy, J by differences there.
const SES = [9.436_146e-4, 0.026_737_08, 24.912_238, 0.064_229_14, 0.377_098_35]
const UP_WRSS = 0.003_130_987_711_967
const DOWN = [2.945_544_603, -1.522_124_599, 90.810_400_4, 0.079_193_675_38, 0.831_048_812_9]
const DOWN_WRSS = 0.003_167_502_196_2

describe('the five-parameter logistic', () => {
  it.each([
    ['5pl+', UP, UP_WRSS],
    ['5pl-', DOWN, DOWN_WRSS],
    // The likelier of the two.
    ['5pl', UP, UP_WRSS],
  ] as const)('%s is the curve that scipy finds', (model, values, wrss) => {
    const curve = fitted(model, bent, '1/y2')
    for (const [k, name] of ['A', 'B', 'C', 'D', 'G'].entries()) {
      expect(relativeError(estimateOf(curve, name).value, values[k] ?? NaN), name).toBeLessThan(
        1e-4,
      )
    }
    expect(relativeError(curve.wrss, wrss)).toBeLessThan(1e-9)
    expect(curve.df).toBe(11)
    expect(curve.reason).toBe('')
  })

  it('takes the other family where that is likelier', () => {
    const other = pointsOn((x) => fiveAt([2.9, -1.1, 60, 0.08, 4], x))
    const [best, up, down] = (['5pl', '5pl+', '5pl-'] as const).map((id) =>
      fitted(id, other, '1/y2'),
    )
    expect(down?.wrss).toBeLessThan(up?.wrss ?? -Infinity)
    expect(best?.wrss).toBe(down?.wrss)
    expect(best?.model).toBe('5pl')
  })

  it('finds curves without any noise, of either family and either way', () => {
    for (const values of [
      [0.08, 1.3, 120, 2.9, 1.6],
      [2.9, 1.3, 120, 0.08, 0.6],
      [2.9, -1.3, 90, 0.08, 0.7],
      [0.08, -1.3, 90, 2.9, 1.8],
    ]) {
      const points = [...LEVELS, 1200].map((x) => ({ concentration: x, od: fiveAt(values, x) }))
      const curve = fitted((values[1] ?? 0) > 0 ? '5pl+' : '5pl-', points)
      for (const [k, name] of ['A', 'B', 'C', 'D', 'G'].entries()) {
        expect(relativeError(estimateOf(curve, name).value, values[k] ?? NaN)).toBeLessThan(1e-5)
      }
    }
  })

  it('has errors of its parameters that the covariance has, in their own units', () => {
    const { parameters, covariance } = fitted('5pl+', bent, '1/y2')
    for (const [k, name] of ['A', 'B', 'C', 'D', 'G'].entries()) {
      expect(parameters[name]?.se).toBeCloseTo(Math.sqrt(covariance[k]?.[k] ?? NaN), 12)
      expect(relativeError(parameters[name]?.se, SES[k] ?? NaN), name).toBeLessThan(1e-3)
    }
  })

  it('needs more points than parameters', () => {
    const exact = LEVELS.slice(0, 5).map((x) => ({ concentration: x, od: fiveAt(UP, x) }))
    expect(fitted('5pl', exact).reason).toBe(
      '5 points leave nothing over to judge 5 curve parameters by.',
    )
    expect(fitted('5pl', exact.slice(1)).reason).toBe(
      '4 distinct standard concentrations are too few for 5 curve parameters.',
    )
  })

  it('has a name for people', () => {
    const models = [fiveParameter, risingFiveParameter, fallingFiveParameter]
    expect(models.map(({ label }) => label)).toEqual(['5PL', '5PL (B > 0)', '5PL (B < 0)'])
  })
})

describe('an asymmetry at its bound', () => {
  /** OD = 0.05 + 3·exp(-(80/x)^0.9): the 5PL with B < 0 whose G and C ran away. */
  const gompertz = pointsOn((x) => 0.05 + 3 * Math.exp(-((x / 80) ** -0.9)), LEVELS.slice(1))
  /** Rising without an upper asymptote in sight: ln(1 + x/20). */
  const open = pointsOn((x) => 0.05 + 0.6 * Math.log1p((x / 20) ** 2))

  it('above says that C and G are not identified', () => {
    const curve = fitted('5pl-', gompertz)
    expect(curve.reason).toBe(
      'The asymmetry G is at its bound, 16: C and G are not identified; ' +
        'concentrations between the standards stand.',
    )
    expect(estimateOf(curve, 'G')).toStrictEqual({ value: 16, se: null })
    const { A, B, C, D } = curve.parameters
    expect([A, B, C, D].map((one) => one?.se === null)).toEqual([false, false, true, false])
    expect(curve.df).toBe(gompertz.length - 4)
    expect(curve.covariance.at(-1)).toStrictEqual([0, 0, 0, 0, 0])
  })

  it('below says that the asymptote D is not either', () => {
    const curve = fitted('5pl+', open)
    expect(curve.reason).toContain(
      'The asymmetry G is at its bound, 0.0625: the asymptote D is not identified, ' +
        'nor are C and G; concentrations between the standards stand.',
    )
    const { A, B, C, D, G } = curve.parameters
    expect(G).toStrictEqual({ value: 1 / 16, se: null })
    expect([A, B, C, D].map((one) => one?.se === null)).toEqual([false, false, true, true])
  })
})

describe('starts of the 5PL', () => {
  const four = [0.05, 1.4, 100, 2.5, 1]
  const points = LEVELS.map((x) => ({ concentration: x, od: fiveAt(four, x) }))
  const halfway = (0.05 + 2.5) / 2
  /** d(OD)/d(ln x) of the 4PL at its C: span·B/4. */
  const steepness = ((2.5 - 0.05) * 1.4) / 4

  it.each([1, -1] as const)('keep middle and steepness of the 4PL, with sign %d of B', (sign) => {
    const starts = fiveStarts(standardsFrom(points, 'wells'), sign)
    expect(starts.map(([, , , , logG = NaN]) => Math.exp(logG).toFixed(2))).toEqual([
      '1.00',
      '0.40',
      '2.50',
      '0.15',
      '6.00',
    ])
    for (const [a = 0, logB = 0, logC = 0, d = 0, logG = 0] of starts) {
      const values = [a, sign * Math.exp(logB), Math.exp(logC), d, Math.exp(logG)]
      expect(fiveAt(values, 100)).toBeCloseTo(halfway, 9)
      const step = 1e-5
      const rise = fiveAt(values, 100 * Math.exp(step)) - fiveAt(values, 100 * Math.exp(-step))
      expect(rise / (2 * step)).toBeCloseTo(steepness, 6)
      expect(fiveAt(values, 1e-12)).toBeLessThan(fiveAt(values, 1e12))
    }
  })
})
