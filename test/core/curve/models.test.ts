import { beforeEach, describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import type { ModelId } from '../../../src/core/assay.ts'
import { CURVE_MODELS, MODEL_IDS } from '../../../src/core/curve/curve-models.ts'
import { fitCurve, type CurvePoint } from '../../../src/core/curve/fit-curve.ts'
import { invert } from '../../../src/core/curve/invert.ts'
import {
  curveDirection,
  estimateOf,
  odAt,
  odAtZero,
  valuesOf,
} from '../../../src/core/curve/read-curve.ts'

const LEVELS = [0, 9.375, 18.75, 37.5, 75, 150, 300, 600]

/** Duplicates two percent apart on an asymmetric curve; `falls` mirrors it. */
function pointsOf({ falls }: { readonly falls: boolean }): readonly CurvePoint[] {
  return LEVELS.flatMap((concentration, i) =>
    [0.99, 1.01].map((factor) => {
      const od = 3.1 + (0.06 - 3.1) / (1 + (concentration / 300) ** 1.3) ** 0.7
      const wobble = 1 + 0.004 * ((i % 3) - 1)
      return { concentration, od: factor * wobble * (falls ? 3.2 - od : od) }
    }),
  )
}

function fitted(model: ModelId, points: readonly CurvePoint[]): Curve {
  return fitCurve(points, { model, weights: 'none', points: 'wells' })
}

const rising = pointsOf({ falls: false })
const falling = pointsOf({ falls: true })

describe('the registry', () => {
  it('has every model under its own name', () => {
    for (const [id, model] of Object.entries(CURVE_MODELS)) expect(model.id).toBe(id)
    expect(new Set(MODEL_IDS).size).toBe(Object.keys(CURVE_MODELS).length)
  })
})

describe.each(MODEL_IDS)('%s', (id) => {
  const model = CURVE_MODELS[id]
  let curves: readonly Curve[] = []
  beforeEach(() => {
    curves = [fitted(id, rising), fitted(id, falling)]
  })

  it('has a curve through standards that rise, and through those that fall', () => {
    expect(curves.map(({ converged }) => converged)).toStrictEqual([true, true])
    expect(curves.map(curveDirection)).toStrictEqual([1, -1])
  })

  it('has the slope and the gradient that differences show', () => {
    for (const curve of curves) {
      const values = valuesOf(curve)
      for (const x of [20, 60, 200]) {
        const slope = (model.value(values, x + 1e-4) - model.value(values, x - 1e-4)) / 2e-4
        expect(model.slope(values, x)).toBeCloseTo(slope, 6)
        for (const [k, byParameter] of model.gradient(values, x).entries()) {
          const step = 1e-6 * Math.max(1e-3, Math.abs(values[k] ?? 0))
          const [up = NaN, down = NaN] = [step, -step].map((by) =>
            model.value(values.with(k, (values[k] ?? NaN) + by), x),
          )
          expect(byParameter / ((up - down) / (2 * step))).toBeCloseTo(1, 4)
        }
      }
    }
  })

  it('reads off what it was put in', () => {
    for (const curve of curves) {
      for (const x of [12, 60, 200, 290]) {
        const { concentrations } = model.locate(valuesOf(curve), odAt(curve, x))
        const nearest = Math.min(...concentrations.map((each) => Math.abs(each / x - 1)))
        expect(nearest).toBeLessThan(1e-9)
      }
    }
  })

  it('has sides by concentration, whichever way it runs', () => {
    const [up, down] = curves
    if (up === undefined || down === undefined) throw new RangeError('Expected two curves.')
    expect(invert(up, -1, 1).beyond).toBe('below_curve')
    const { beyond, concentration } = invert(down, 40, 1)
    // The logarithm of an OD goes on for ever, so a log-log line has a number for any.
    expect(beyond).toBe(id === 'log-log' ? null : 'below_curve')
    expect(concentration === null || concentration < 1).toBe(true)
  })

  it('uses the zero standard as zero, or says that it takes no part', () => {
    const [curve] = curves
    const hasZero = curve !== undefined && Number.isFinite(odAtZero(curve))
    expect(curve?.reason.includes('2 points take no part')).toBe(!hasZero)
    expect(hasZero).toBe(!/log|spline|pchip/.test(id))
  })

  it('has errors, or null where it has none', () => {
    for (const curve of curves) {
      const { se, ciLow, gradient, concentration } = invert(curve, odAt(curve, 100), 2)
      expect(concentration).not.toBeNull()
      const hasErrors = model.parameters.length > 0
      expect(se !== null && se > 0).toBe(hasErrors)
      expect(ciLow !== null).toBe(hasErrors)
      expect(gradient.length > 0).toBe(hasErrors)
      expect(Object.values(curve.parameters).some((estimate) => estimate.se !== null)).toBe(
        hasErrors,
      )
    }
  })

  it('says why there is no curve', () => {
    const one = fitted(id, rising.slice(0, 2))
    expect(one.converged).toBe(false)
    expect(one.reason).toMatch(/too few/)
    expect(one.parameters).toStrictEqual(
      Object.fromEntries(model.parameters.map(({ name }) => [name, { value: 0, se: 0 }])),
    )
  })
})

describe('the 5PL', () => {
  it('is the likelier of two families, told by the sign of B', () => {
    const [best, plus, minus] = (['5pl', '5pl+', '5pl-'] as const).map((id) => fitted(id, rising))
    if (!best || !plus || !minus) throw new RangeError('Expected three curves.')
    expect(estimateOf(plus, 'B').value).toBeGreaterThan(0)
    expect(estimateOf(minus, 'B').value).toBeLessThan(0)
    expect(best.wrss).toBe(Math.min(plus.wrss, minus.wrss))
    expect(plus.wrss).not.toBeCloseTo(minus.wrss, 8)
  })

  it('does not pass off numbers that mean nothing when G runs to its bound', () => {
    // A Gompertz curve is the 5PL with B < 0, C → 0 and G → ∞.
    const points = LEVELS.slice(1).flatMap((concentration) =>
      [0.999, 1.001].map((factor) => ({
        concentration,
        od: factor * (0.05 + 3 * Math.exp(-((concentration / 80) ** -0.9))),
      })),
    )
    const curve = fitted('5pl-', points)
    expect(curve.converged).toBe(true)
    expect(curve.reason).toMatch(/^The asymmetry G is at its bound, 16: C and G are not identified/)
    expect(estimateOf(curve, 'G')).toStrictEqual({ value: 16, se: null })
    expect(estimateOf(curve, 'C').se).toBeNull()
    const { concentration } = invert(curve, 0.05 + 3 * Math.exp(-1), 2)
    expect((concentration ?? NaN) / 80).toBeCloseTo(1, 1)
  })
})

describe('the 3PL', () => {
  it('holds the lower asymptote, A of a rising curve and D of a falling one', () => {
    for (const [points, name] of [
      [rising, 'A'],
      [falling, 'D'],
    ] as const) {
      const choice = { model: '3pl', weights: 'none', points: 'wells' } as const
      const curve = fitCurve(points, { ...choice, lowerAsymptote: 0.05 })
      expect(estimateOf(curve, name)).toStrictEqual({ value: 0.05, se: null })
      expect(curve.df).toBe(13)
      const held = name === 'A' ? 0 : 3
      expect(curve.covariance[held]).toStrictEqual([0, 0, 0, 0])
      expect(curve).not.toHaveProperty('lowerAsymptote')
    }
  })
})

describe('an OD that a curve has more than once', () => {
  const hooked = [
    [1, 0.1],
    [2, 0.6],
    [4, 1.4],
    [8, 1.9],
    [16, 1.2],
    [32, 0.9],
  ].map(([concentration = 0, od = 0]) => ({ concentration, od }))

  it.each(['point-to-point', 'natural-spline', 'pchip', 'quadratic'] as const)(
    'has no concentration on a %s, and the places are told',
    (id) => {
      const curve = fitted(id, hooked)
      const { concentration, beyond, reason } = invert(curve, 1.3, 1)
      expect(concentration).toBeNull()
      expect(beyond).toBeNull()
      expect(reason).toMatch(/^The curve has this OD at 2 concentrations: /)
    },
  )

  it('is read off where it is only once', () => {
    expect(invert(fitted('pchip', hooked), 0.3, 1).concentration).toBeGreaterThan(1)
  })
})
