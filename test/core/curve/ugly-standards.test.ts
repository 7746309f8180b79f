import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import type { CurveChoice } from '../../../src/core/assay.ts'
import { fitCurve, type CurvePoint } from '../../../src/core/curve/fit-curve.ts'
import { invert } from '../../../src/core/curve/invert.ts'
import { fourOf } from './reference.ts'

const LEVELS = [0, 1, 2, 4, 8, 16, 32, 64]

function pointsOf(odAt: (concentration: number, level: number) => number): readonly CurvePoint[] {
  return LEVELS.map((concentration, level) => ({ concentration, od: odAt(concentration, level) }))
}

function logistic(concentration: number): number {
  return 3 + (0.05 - 3) / (1 + (concentration / 20) ** 1.2)
}

function fitted(points: readonly CurvePoint[], choice: Partial<CurveChoice> = {}): Curve {
  return fitCurve(points, { model: '4pl', weights: 'none', points: 'wells', ...choice })
}

/** Nothing on it may look as if it had been estimated. */
function expectNothing(curve: Curve): void {
  const { A, B, C, D } = fourOf(curve)
  const { wrss, rss, sigma, df, r2, condition, odFloor } = curve
  const numbers = [A, B, C, D].flatMap(({ value, se }) => [value, se])
  const others = [wrss, rss, sigma, df, r2, condition, odFloor]
  expect(curve.converged).toBe(false)
  expect([...numbers, ...others].every((number) => number === 0)).toBe(true)
  expect(curve.covariance).toStrictEqual([])
}

const good = pointsOf(logistic)

describe('standards that have no curve', () => {
  it.each([
    ['no points', [], /^0 distinct standard concentrations are too few/],
    ['three levels', good.slice(0, 3), /^3 distinct standard concentrations are too few/],
    ['as many points as parameters', good.slice(0, 4), /^4 points leave nothing over/],
    [
      'one concentration',
      good.map((p) => ({ ...p, concentration: 5 })),
      /^1 distinct standard conc/,
    ],
    ['an OD that is no number', [...good, { concentration: 1, od: NaN }], /with OD NaN cannot be/],
    ['an infinite OD', [...good, { concentration: 1, od: Infinity }], /with OD Infinity cannot/],
    [
      'an infinite concentration',
      [...good, { concentration: Infinity, od: 1 }],
      /both must be fin/,
    ],
    ['a negative concentration', [...good, { concentration: -1, od: 1 }], /not below zero/],
    ['one OD everywhere', pointsOf(() => 0.5), /^All standards have the same mean OD/],
    ['a straight line', pointsOf((x) => 0.1 + 0.02 * x), /an asymptote runs away to infinity/],
    ['a step', pointsOf((x) => (x > 3 ? 1 : 0)), /is a step between two standards/],
    [
      'a noisy step',
      pointsOf((_, i) => [0.01, 0.01, 0, 1.01, 1, 1, 1, 1][i] ?? 0),
      /^No finite best curve exists/,
    ],
    ['noise', pointsOf((_, i) => 0.5 + 0.01 * (i % 3)), /^No finite best curve exists/],
  ])('%s: says why, and shows no numbers', (_, points, reason) => {
    const curve = fitted(points)
    expect(curve.reason).toMatch(reason)
    expectNothing(curve)
    expect(invert(curve, 0.5, 2)).toMatchObject({ beyond: null, concentration: null, slope: 0 })
  })

  it('needs an OD above zero to weigh by', () => {
    const below = good.map((point) => ({ ...point, od: point.od - 5 }))
    for (const weights of ['1/y', '1/y2', 'irls'] as const) {
      const curve = fitted(below, { weights })
      expect(curve.reason).toMatch(/^No standard has a mean OD above zero/)
      expectNothing(curve)
    }
    expect(fitted(below).converged).toBe(true)
  })

  it('is never an exception, whatever the points', () => {
    const numbers = fc.oneof(fc.double(), fc.double({ min: 0, max: 4 }), fc.constant(0))
    const points = fc.array(fc.record({ concentration: numbers, od: numbers }), { maxLength: 12 })
    fc.assert(
      fc.property(points, fc.constantFrom('none', '1/y', '1/y2', 'irls'), (some, weights) => {
        const curve = fitted(some, { weights })
        expect(curve.converged).toBe(curve.covariance.length === 4)
        expect(curve.converged || curve.reason.endsWith('.')).toBe(true)
      }),
    )
  })
})

describe('standards that are ugly and have a curve', () => {
  it('fits points without any noise, and says that nothing is uncertain', () => {
    const curve = fitted(good)
    const { converged, reason } = curve
    const { C } = fourOf(curve)
    expect([converged, reason]).toStrictEqual([true, ''])
    expect(C.value).toBeCloseTo(20, 9)
    expect(C.se).toBeLessThan(1e-12)
  })

  it('weighs an OD that is not above zero as half the smallest positive mean, and says so', () => {
    const points = good.map((p, i) => ({
      ...p,
      od: i === 0 ? -0.004 : p.od - 0.05 + 0.002 * (i % 3),
    }))
    const smallest = points[1]?.od ?? NaN
    const curve = fitted(points, { weights: '1/y2' })
    expect(curve.converged).toBe(true)
    expect(curve.odFloor).toBe(smallest / 2)
    expect(curve.reason).toMatch(/^1 point was weighed as if the OD were/)
  })

  it('settles on standards that are off by no more than a billionth', () => {
    // The sums of squares then show nothing of the last steps.
    for (const size of [1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-14]) {
      for (const place of good.keys()) {
        const points = good.map((p, i) => ({ ...p, od: p.od * (1 + (i === place ? size : 0)) }))
        const curve = fitted(points)
        expect(curve.converged).toBe(true)
        expect(fourOf(curve).C.value).toBeCloseTo(20, 3)
      }
    }
  })

  it('does the same with a fitted OD', () => {
    const points = good.map((p, i) => ({ ...p, od: p.od - 0.05 + (i % 2 === 0 ? -0.004 : 0.004) }))
    const curve = fitted(points, { weights: 'irls' })
    expect(curve.converged).toBe(true)
    expect(curve.reason).toMatch(/^1 point was weighed as if the fitted OD were/)
  })

  it('says that parameters are weakly identified, and keeps the curve', () => {
    const early = good.slice(0, 4)
    const curve = fitted([...early, ...early])
    expect(curve.converged).toBe(true)
    expect(curve.condition).toBeGreaterThan(1e5)
    expect(curve.reason).toMatch(/^The parameters are weakly identified/)
  })

  it('gives every level the same say in means, however many wells it has', () => {
    const noisy = good.map((p, i) => ({ ...p, od: p.od * (1 + 0.02 * ((i % 3) - 1)) }))
    const crowded = [
      ...noisy,
      ...Array.from({ length: 9 }, () => noisy[3] ?? { concentration: 4, od: 0 }),
    ]
    const [plain, means] = [fitted(noisy), fitted(crowded, { points: 'means' })]
    expect(fourOf(means).C.value).toBeCloseTo(fourOf(plain).C.value, 9)
    expect(means.df).toBe(4)
    expect(fourOf(fitted(crowded)).C.value).not.toBeCloseTo(fourOf(plain).C.value, 3)
  })
})
