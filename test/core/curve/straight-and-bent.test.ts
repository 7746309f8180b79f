import { describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import type { ModelId, Weights } from '../../../src/core/assay.ts'
import { linear } from '../../../src/core/curve/linear.ts'
import { logLog } from '../../../src/core/curve/log-log.ts'
import { quadratic } from '../../../src/core/curve/quadratic.ts'
import { fitCurve, fitOrReason, type CurvePoint } from '../../../src/core/curve/fit-curve.ts'
import { invert, noiseVarianceOf } from '../../../src/core/curve/invert.ts'
import { odAt, valuesOf } from '../../../src/core/curve/read-curve.ts'
import { relativeError } from './reference.ts'

/** The models that are linear in their parameters, beside (XᵀWX)⁻¹XᵀWy of numpy 1.24. */

function pointsOf(concentrations: readonly number[], ods: readonly number[]): CurvePoint[] {
  return ods.map((od, i) => ({ concentration: concentrations[i] ?? NaN, od }))
}

function fitted(model: ModelId, points: readonly CurvePoint[], weights: Weights = 'none'): Curve {
  return fitCurve(points, { model, weights, points: 'wells' })
}

const LINE = pointsOf([0, 1, 2, 4], [0.11, 0.29, 0.52, 0.88])
const PARABOLA = pointsOf([0, 1, 2, 3, 5, 8], [0.1, 0.5, 0.85, 1.1, 1.6, 1.9])
const POWER = pointsOf([1, 2, 4, 8, 16], [0.1, 0.18, 0.42, 0.75, 1.6])

interface Answer {
  readonly values: readonly number[]
  readonly ses: readonly number[]
  readonly wrss: number
}

const ANSWERS: readonly (readonly [ModelId, readonly CurvePoint[], Weights, Answer])[] = [
  [
    'linear',
    LINE,
    'none',
    { values: [0.11, 0.194_285_71], ses: [0.014_638_5, 0.006_388_77], wrss: 7.142_857_142_857e-4 },
  ],
  [
    'linear',
    LINE,
    '1/y',
    {
      values: [0.108_479_61, 0.194_923_12],
      ses: [0.008_652_37, 0.006_310_72],
      wrss: 1.619_730_476_848e-3,
    },
  ],
  [
    'linear',
    LINE,
    '1/y2',
    {
      values: [0.109_137_89, 0.193_711_53],
      ses: [0.004_843_41, 0.007_022_34],
      wrss: 4.076_914_284_645e-3,
    },
  ],
  [
    'quadratic',
    PARABOLA,
    'none',
    {
      values: [0.102_966_1, 0.413_809_71, -0.023_593_99],
      ses: [0.019_295_7, 0.012_527_39, 0.001_484_37],
      wrss: 1.602_465_331_279e-3,
    },
  ],
  [
    'quadratic',
    PARABOLA,
    '1/y',
    {
      values: [0.101_001_67, 0.415_335_8, -0.023_775_65],
      ses: [0.006_863_71, 0.008_711_47, 0.001_272_26],
      wrss: 1.501_284_632_519e-3,
    },
  ],
  [
    'log-log',
    POWER,
    'none',
    {
      values: [-2.334_971_27, 1.005_889_37],
      ses: [0.053_937_79, 0.031_768_16],
      wrss: 0.014_546_423_760_58,
    },
  ],
]

describe('a curve that is linear in its parameters', () => {
  it.each(ANSWERS)('%s through %j with weights %s', (...row) => {
    const [model, points, weights, answer] = row
    const curve = fitted(model, points, weights)
    const names = ['a', 'b', 'c'].slice(0, answer.values.length)
    for (const [k, name] of names.entries()) {
      const { value, se } = curve.parameters[name] ?? { value: NaN, se: NaN }
      expect(relativeError(value, answer.values[k] ?? NaN), name).toBeLessThan(1e-6)
      expect(relativeError(se, answer.ses[k] ?? NaN), `SE of ${name}`).toBeLessThan(1e-5)
      expect(curve.covariance[k]?.[k]).toBeCloseTo((se ?? NaN) ** 2, 14)
    }
    expect(relativeError(curve.wrss, answer.wrss)).toBeLessThan(1e-10)
    expect(curve.df).toBe(points.length - names.length)
    expect(curve.sigma).toBeCloseTo(Math.sqrt(curve.wrss / curve.df), 14)
    expect(curve.reason).toBe('')
  })

  it('has the plain sums of squares whatever the weights', () => {
    const line = fitted('linear', LINE, '1/y2')
    expect(relativeError(line.rss, 7.311_123_730_201_876e-4)).toBeLessThan(1e-9)
    expect(line.r2).toBeCloseTo(0.997_791_201_289_97, 12)
    expect(line.covariance[0]?.[1]).toBeCloseTo(-1.211_581_230_307_6e-5, 16)
    const power = fitted('log-log', POWER)
    expect(relativeError(power.rss, 0.002_901_508_538_632_294)).toBeLessThan(1e-9)
  })

  it('has −2 ln of its likelihood, of the ODs themselves whatever the scale', () => {
    const deviance = (model: ModelId, points: readonly CurvePoint[], weights: Weights): number => {
      const fit = fitOrReason(points, { model, weights, points: 'wells' })
      return 'notFitted' in fit ? NaN : fit.deviance
    }
    // n·ln(wrss/n) - Σ ln w, and for ln OD the Jacobian 2·Σ ln y.
    expect(deviance('linear', LINE, 'none')).toBeCloseTo(-34.522_087_506_893, 9)
    expect(deviance('linear', LINE, '1/y')).toBeCloseTo(-35.474_068_616_167, 9)
    expect(deviance('linear', LINE, '1/y2')).toBeCloseTo(-36.008_655_178_657, 9)
    expect(deviance('log-log', POWER, 'none')).toBeCloseTo(-38.604_365_152_297, 9)
  })

  it('is the same in every unit of concentration', () => {
    const tiny = PARABOLA.map(({ concentration, od }) => ({
      concentration: concentration / 1e6,
      od,
    }))
    const { parameters } = fitted('quadratic', tiny)
    expect(relativeError(parameters['c']?.value, -0.023_593_99e12)).toBeLessThan(1e-6)
    expect(relativeError(parameters['b']?.se, 0.012_527_39e6)).toBeLessThan(1e-6)
  })
})

describe('a straight line', () => {
  it('has a concentration above zero for an OD, or lies below the curve', () => {
    const up = [0.1, 0.2]
    expect(linear.locate(up, 0.7)).toEqual({ beyond: null, concentrations: [(0.7 - 0.1) / 0.2] })
    for (const od of [0.1, 0.05]) {
      expect(linear.locate(up, od)).toEqual({ beyond: 'below_curve', concentrations: [] })
    }
    expect(linear.locate([1, -0.2], 0.6).concentrations[0]).toBeCloseTo(2, 14)
    expect(linear.direction([1, 0])).toBe(1)
    expect(linear.direction([1, -1e-9])).toBe(-1)
  })

  it('says in a sentence why an OD has no concentration', () => {
    expect(invert(fitted('linear', LINE), 0.01, 1)).toMatchObject({
      beyond: 'below_curve',
      reason: 'The OD lies at or beyond that of concentration zero.',
    })
  })
})

describe('a parabola', () => {
  /** OD = 0.1 + 0.4·x - 0.025·x²: its top is 1.7 at 8. */
  const turning = [0.1, 0.4, -0.025]
  const at = (highest: number, od: number): ReturnType<typeof quadratic.locate> =>
    quadratic.locate([...turning, highest], od)

  it('is read on the side of the standards, and on both where both are among them', () => {
    expect(at(8, 0.1 + 0.4 - 0.025).concentrations).toEqual([1])
    const [low, high] = at(16, 1.3).concentrations
    expect(low).toBeCloseTo(4, 12)
    expect(high).toBeCloseTo(12, 12)
    // 2·x - x² is 0.75 at 0.5 and at 1.5.
    expect(quadratic.locate([0, 2, -1, 1.5], 0.75).concentrations).toEqual([0.5, 1.5])
    expect(quadratic.locate([0, 2, -1, 1.49], 0.75).concentrations).toEqual([0.5])
  })

  it('goes on beyond the highest standard as far as it goes', () => {
    const beyond = at(3, 1.3)
    expect(beyond.beyond).toBeNull()
    expect(beyond.concentrations).toHaveLength(1)
    expect(beyond.concentrations[0]).toBeCloseTo(4, 12)
    expect(at(3, 1.7001)).toEqual({ beyond: 'above_curve', concentrations: [] })
  })

  it('has no concentration at or below the OD of zero, whichever way it runs', () => {
    for (const od of [0.1, 0.05]) {
      expect(at(3, od)).toEqual({ beyond: 'below_curve', concentrations: [] })
    }
    const falling = [2, -0.4, 0.025, 3]
    expect(quadratic.locate(falling, 2.1)).toEqual({ beyond: 'below_curve', concentrations: [] })
    expect(quadratic.locate(falling, 0.39)).toEqual({ beyond: 'above_curve', concentrations: [] })
    expect(quadratic.locate(falling, 2 - 0.4 + 0.025).concentrations).toEqual([1])
  })

  it('that is a straight line is read like one', () => {
    expect(quadratic.locate([0.1, 0.2, 0, 10], 0.5).concentrations[0]).toBeCloseTo(2, 14)
    expect(quadratic.locate([0.5, -0.1, 0, 10], 0.3).concentrations[0]).toBeCloseTo(2, 14)
  })

  it('touches its top once', () => {
    expect(quadratic.locate([0, 2, -1, 3], 1).concentrations).toEqual([1])
  })

  it('keeps its digits where it is nearly straight', () => {
    const [x] = quadratic.locate([0, 1, 1e-12, 10], 1).concentrations
    expect(x).toBeCloseTo(1 - 1e-12, 15)
    const [y] = quadratic.locate([0, -1, -1e-12, 10], -1).concentrations
    expect(y).toBeCloseTo(1 - 1e-12, 15)
  })

  it('rises or falls as the highest standard lies to the OD of zero', () => {
    expect(quadratic.direction([0.1, 0.4, -0.025, 15.9])).toBe(1)
    expect(quadratic.direction([0.1, 0.4, -0.025, 16.1])).toBe(-1)
  })

  it('that turns between the standards is told with where', () => {
    const ods = [0.1, 0.5, 0.85, 1.1, 1.6, 1.5]
    const curve = fitted('quadratic', pointsOf([0, 1, 2, 3, 5, 8], ods))
    const [, b = NaN, c = NaN] = valuesOf(curve)
    expect(curve.reason).toBe(
      `The parabola turns at ${(-b / 2 / c).toPrecision(3)}, between the standards.`,
    )
    expect(curve.parameters['highest']).toEqual({ value: 8, se: null })
    // 8.77, beyond the highest standard.
    expect(fitted('quadratic', PARABOLA).reason).toBe('')
    const bowl = pointsOf([1, 2, 3, 4, 6], [0.36, 0.6, 0.94, 1.4, 2.6])
    expect(fitted('quadratic', bowl).reason).toBe('')
  })
})

describe('a log-log line', () => {
  const values = [Math.log(0.1), 1.5]

  it('is a power of the concentration', () => {
    expect(logLog.value(values, 4)).toBeCloseTo(0.8, 14)
    expect(logLog.value(values, 0)).toBeNaN()
    expect(logLog.slope(values, 4)).toBeCloseTo(0.3, 14)
    expect(logLog.locate(values, 0.8).concentrations[0]).toBeCloseTo(4, 13)
  })

  it('has an OD of zero or less at concentration zero, or beyond all concentrations', () => {
    for (const od of [0, -1]) {
      expect(logLog.locate(values, od)).toEqual({ beyond: 'below_curve', concentrations: [] })
      const falling = logLog.locate([0, -1.5], od)
      expect(falling).toEqual({ beyond: 'above_curve', concentrations: [] })
    }
    // So flat that the concentration of this OD is more than a number can say.
    expect(logLog.locate([0, 1e-4], 9).concentrations).toEqual([])
  })

  it('has noise that grows with the OD, for its residuals are those of ln OD', () => {
    const curve = fitted('log-log', POWER)
    expect(noiseVarianceOf(curve, 0.5, 2)).toBeCloseTo((0.5 * curve.sigma) ** 2 / 2, 15)
    expect(odAt(curve, 3)).toBeCloseTo(Math.exp(-2.334_971_27 + 1.005_889_37 * Math.log(3)), 7)
  })

  it('leaves out what has no logarithm', () => {
    const more = [...POWER, { concentration: 0, od: 0.05 }, { concentration: 2, od: -0.01 }]
    const curve = fitted('log-log', more)
    expect(curve.reason).toMatch(/^2 points take no part: /)
    expect(curve.wrss).toBe(fitted('log-log', POWER).wrss)
  })
})
