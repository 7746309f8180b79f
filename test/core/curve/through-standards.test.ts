import { describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import type { ModelId } from '../../../src/core/assay.ts'
import { CURVE_MODELS } from '../../../src/core/curve/curve-models.ts'
import { fitCurve } from '../../../src/core/curve/fit-curve.ts'
import { odAt, valuesOf } from '../../../src/core/curve/read-curve.ts'

/** Curves that go through the mean OD of every standard. */

const CONCENTRATIONS = [1, 2, 5, 8, 20, 32]

function through(
  model: ModelId,
  ods: readonly number[],
  concentrations: readonly number[] = CONCENTRATIONS,
): Curve {
  const points = ods.map((od, i) => ({ concentration: concentrations[i] ?? NaN, od }))
  return fitCurve(points, { model, weights: 'none', points: 'wells' })
}

function slopeAt(curve: Curve, x: number): number {
  return CURVE_MODELS[curve.model].slope(valuesOf(curve), x)
}

function located(curve: Curve, od: number): ReturnType<(typeof CURVE_MODELS)['pchip']['locate']> {
  return CURVE_MODELS[curve.model].locate(valuesOf(curve), od)
}

const RISING = [0.1, 0.25, 0.9, 1.4, 2, 2.1]
const TURNING = [0.1, 0.8, 0.7, 1.4, 1.45, 0.2]

/** x, OD, d(OD)/dx. */
type Rows = readonly (readonly [number, number, number])[]

// scipy 1.10.1 on ln x: CubicSpline(bc_type='natural') and PchipInterpolator.
const SPLINE: Rows = [
  [1, 0.1, 0.13176331208730602],
  [1.4, 0.15104554246006466, 0.13685534733286],
  [3, 0.46565764841645635, 0.2252413305346145],
  [7, 1.2614619887122775, 0.152932357340476],
  [11, 1.6786650595040298, 0.06870003305248723],
  [20, 2, 0.016155889833118962],
  [30, 2.0897623865275214, 0.005356957030655207],
  [32, 2.1, 0.004924611670436785],
]
const MONOTONE: Rows = [
  [1, 0.1, 0.004090369621794468],
  [1.4, 0.14488275440276904, 0.16995801704734326],
  [3, 0.4729738433770385, 0.24402046022705517],
  [7, 1.2685499647426737, 0.15750764648822055],
  [11, 1.6578289389666998, 0.06967629274064692],
  [20, 2, 0.015226105084643496],
  [30, 2.0941684861773986, 0.003890829535116828],
  [32, 2.1, 0.0019654243147564617],
]
const MONOTONE_TURNING: Rows = [
  [1.4, 0.5676134815578835, 0.8309130191091899],
  [3, 0.7585859347049693, -0.05384635073650635],
  [7, 1.254596883003023, 0.26141132259860483],
  [11, 1.4297732355134574, 0.006453528402574759],
  [30, 0.4361741058317897, -0.12354405972365781],
]
// By hand, on x, on ln x, and with ln OD on ln x.
const [LN15, LN2] = [Math.log(1.5), Math.LN2]
const LINES: Rows = [
  [1.5, 0.175, 0.15],
  [14, 1.7, 0.05],
  [32, 2.1, 0.1 / 12],
]
const SEMI_LOG: Rows = [
  [1.5, 0.1 + (0.15 * LN15) / LN2, 0.15 / LN2 / 1.5],
  [32, 2.1, 0.1 / Math.log(1.6) / 32],
]
const LOG_LOG: Rows = [
  [1.5, 0.1 * 2.5 ** (LN15 / LN2), ((0.1 * 2.5 ** (LN15 / LN2)) / 1.5) * (Math.log(2.5) / LN2)],
  [32, 2.1, (2.1 / 32) * (Math.log(1.05) / Math.log(1.6))],
]

describe('between the standards', () => {
  it.each<[ModelId, readonly number[], Rows]>([
    ['natural-spline', RISING, SPLINE],
    ['pchip', RISING, MONOTONE],
    ['pchip', TURNING, MONOTONE_TURNING],
    ['point-to-point', RISING, LINES],
    ['point-to-point-semi-log', RISING, SEMI_LOG],
    ['point-to-point-log-log', RISING, LOG_LOG],
  ])('a %s through %j has these ODs and slopes', (model, ods, rows) => {
    const curve = through(model, ods)
    for (const [x, od, slope] of rows) {
      expect(odAt(curve, x)).toBeCloseTo(od, 12)
      expect(slopeAt(curve, x)).toBeCloseTo(slope, 12)
    }
  })

  it('a monotone cubic leaves a steep end with three times the slope to its neighbour', () => {
    const low = through('pchip', [0.5, 0.52, -3, 1, 1.2, 9])
    expect(slopeAt(low, 1)).toBeCloseTo((3 * 0.02) / LN2, 12)
    const high = through('pchip', [0.5, 0.8, 9, 9.5, 1.2, 1.25])
    expect(slopeAt(high, 32)).toBeCloseTo((3 * 0.05) / Math.log(1.6) / 32, 12)
  })

  it('a monotone cubic through two standards is a straight line on ln x', () => {
    const curve = through('pchip', [0.2, 0.6])
    expect(odAt(curve, Math.SQRT2)).toBeCloseTo(0.4, 14)
    expect(slopeAt(curve, 1.2)).toBeCloseTo(0.4 / LN2 / 1.2, 14)
  })

  it('a natural spline through three standards bends as its one equation says', () => {
    // Knots at 0, 1, 3 of ln x with ODs 0, 1, 1: by hand the second derivative at 1 is -1.
    const curve = through('natural-spline', [0, 1, 1], [1, Math.E, Math.E ** 3])
    // First t + (t - t³)/6, and from 1 on, with u = t - 1, 1 + u·2/3 - u²/2 + u³/12.
    expect(odAt(curve, Math.exp(0.5))).toBeCloseTo(0.5 + 0.375 / 6, 13)
    expect(odAt(curve, Math.E ** 2)).toBeCloseTo(1 + 2 / 3 - 1 / 2 + 1 / 12, 13)
  })
})

describe('beyond the standards', () => {
  it.each(['point-to-point', 'point-to-point-semi-log', 'natural-spline', 'pchip'] as const)(
    'a %s says nothing',
    (model) => {
      const curve = through(model, RISING)
      for (const x of [0.999, 32.001]) {
        expect(odAt(curve, x)).toBeNaN()
        expect(slopeAt(curve, x)).toBeNaN()
      }
    },
  )

  it('an OD has the side of the end that it is beyond', () => {
    const [up, down] = [RISING, RISING.toReversed()].map((ods) => through('pchip', ods))
    if (up === undefined || down === undefined) throw new RangeError('Expected two curves.')
    const none: readonly number[] = []
    expect(located(up, 0.0999)).toEqual({ beyond: 'below_curve', concentrations: none })
    expect(located(up, 2.1001)).toEqual({ beyond: 'above_curve', concentrations: none })
    expect(located(down, 0.0999)).toEqual({ beyond: 'above_curve', concentrations: none })
    expect(located(down, 2.1001)).toEqual({ beyond: 'below_curve', concentrations: none })
  })

  it('an OD of zero or less is below any curve of ln OD', () => {
    const curve = through('point-to-point-log-log', RISING)
    for (const od of [0, -0.3]) expect(located(curve, od).beyond).toBe('below_curve')
  })
})

describe('an OD on a curve through the standards', () => {
  it.each(['point-to-point', 'natural-spline', 'pchip', 'point-to-point-log-log'] as const)(
    'that is a standard’s own is at the standard, once, on a %s',
    (model) => {
      for (const [i, od] of RISING.entries()) {
        const { beyond, concentrations } = located(through(model, RISING), od)
        expect(beyond).toBeNull()
        expect(concentrations).toHaveLength(1)
        expect((concentrations[0] ?? NaN) / (CONCENTRATIONS[i] ?? NaN)).toBeCloseTo(1, 13)
      }
    },
  )

  it('is at every place where lines cross it, in order', () => {
    const curve = through('point-to-point', [0.1, 0.9, 0.3, 0.3, 1.5, 0.9])
    const { concentrations } = located(curve, 0.5)
    expect(concentrations).toHaveLength(3)
    for (const [i, x] of [1.5, 4, 10].entries()) expect(concentrations[i]).toBeCloseTo(x, 13)
  })

  it('is at the turning points inside a piece as well', () => {
    // One cubic piece of the spline turns twice between its standards here.
    const curve = through('natural-spline', [0, 3, 0, 0.2, 0, 3])
    const heights = located(curve, 0.1).concentrations
    expect(heights.length).toBeGreaterThan(3)
    for (const x of heights) expect(odAt(curve, x)).toBeCloseTo(0.1, 12)
    expect(heights).toEqual(heights.toSorted((a, b) => a - b))
  })
})

describe('a curve through the standards', () => {
  it('goes through the mean of a standard’s wells, and what they scatter is its residuals', () => {
    const points = [
      [1, 0.1],
      [1, 0.3],
      [4, 1],
      [4, 1.2],
    ].map(([concentration = 0, od = 0]) => ({ concentration, od }))
    const curve = fitCurve(points, { model: 'point-to-point', weights: 'none', points: 'wells' })
    expect(curve.parameters).toEqual({
      x001: { value: 1, se: null },
      x002: { value: 4, se: null },
      y001: { value: 0.2, se: null },
      y002: { value: 1.1, se: null },
    })
    // Residuals of ±0.1 four times; about their mean of 0.65 the ODs have 0.85.
    expect(curve.rss).toBeCloseTo(0.04, 14)
    expect(curve.wrss).toBe(curve.rss)
    expect(curve.r2).toBeCloseTo(1 - 0.04 / 0.85, 14)
    expect(curve).toMatchObject({ sigma: 0, df: 0, condition: 0, odFloor: 0, covariance: [] })
    expect(curve).toMatchObject({ converged: true, reason: '' })
  })

  it('leaves out what has no logarithm on its axes, and says so', () => {
    const points = [0, 1, 2, 4].map((concentration, i) => ({ concentration, od: i - 1 }))
    const of = (model: ModelId): Curve =>
      fitCurve(points, { model, weights: 'none', points: 'wells' })
    expect(of('point-to-point').reason).toBe('')
    expect(of('point-to-point-semi-log').reason).toBe(
      '1 point takes no part: concentration and OD must be above zero on logarithmic axes.',
    )
    const bare = of('point-to-point-log-log')
    expect(bare.reason).toMatch(/^2 points take no part: /)
    expect(bare.parameters['x001']).toEqual({ value: 2, se: null })
    expect(bare.rss).toBeCloseTo(0, 14)
  })

  it('needs two standards that it can use', () => {
    const curve = through('pchip', [0.1, 0.5], [0, 3])
    expect(curve.converged).toBe(false)
    expect(curve.reason).toBe('1 usable standard concentrations are too few for a curve.')
  })

  it('names its standards so that they stay in order beyond the ninth', () => {
    const twelve = Array.from({ length: 12 }, (_, i) => i + 1)
    const curve = through('point-to-point', twelve, twelve)
    expect(valuesOf(curve)).toEqual([...twelve, ...twelve])
    expect(odAt(curve, 10.5)).toBeCloseTo(10.5, 13)
  })
})
