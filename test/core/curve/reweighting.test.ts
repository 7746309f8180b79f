import { describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import type { Weights } from '../../../src/core/assay.ts'
import { fitCurve, type CurvePoint } from '../../../src/core/curve/fit-curve.ts'
import { fourOf, relativeError } from './reference.ts'

/** Curves whose weights come from the curve itself. */

const LEVELS = [0, 9.375, 18.75, 37.5, 75, 150, 300, 600]

/** Duplicates on a 4PL, off by -2 to 2 times what `sdOf` says of their OD. */
function noisy(sdOf: (od: number) => number): readonly CurvePoint[] {
  return LEVELS.flatMap((concentration, level) =>
    [0, 1].map((replicate) => {
      const od = 2.6 + (0.1 - 2.6) / (1 + (concentration / 120) ** 1.2)
      return { concentration, od: od + sdOf(od) * ((((2 * level + replicate) * 7) % 5) - 2) }
    }),
  )
}

function fitted(points: readonly CurvePoint[], weights: Weights): Curve {
  return fitCurve(points, { model: '4pl', weights, points: 'wells' })
}

function fourAt([a = 0, b = 0, c = 0, d = 0]: readonly number[], x: number): number {
  return d + (a - d) / (1 + (x / c) ** b)
}

function valuesOf(curve: Curve): readonly number[] {
  const { A, B, C, D } = fourOf(curve)
  return [A.value, B.value, C.value, D.value]
}

/**
 * The largest cosine between the weighted residuals and what a parameter moves, by differences,
 * with the weights held at those of the curve: zero where the curve is the best one under them.
 */
function largestCosine(curve: Curve, points: readonly CurvePoint[]): number {
  const values = valuesOf(curve)
  const weighed = (x: number): number => Math.max(fourAt(values, x), curve.odFloor) ** -1
  const residuals = points.map(({ concentration: x, od }) => weighed(x) * (od - fourAt(values, x)))
  const norm = Math.hypot(...residuals)
  const cosines = values.map((value, k) => {
    const step = 1e-6 * Math.abs(value)
    const moves = points.map(({ concentration: x }) => {
      const up = fourAt(values.with(k, value + step), x)
      return (weighed(x) * (up - fourAt(values.with(k, value - step), x))) / (2 * step)
    })
    const shared = moves.reduce((sum, move, i) => sum + move * (residuals[i] ?? NaN), 0)
    return Math.abs(shared) / (norm * Math.hypot(...moves))
  })
  return Math.max(...cosines)
}

describe('weights from the fitted ODs', () => {
  const SCATTERED = [0, 1, 3, 10, 30, 100, 300]

  it.each([
    // From the weights of the observed ODs these come to nothing; from the plain curve they do.
    [[0.06, 0.034, 0.122, 0.182, 0.264, 1.557, 0.083]],
    [[0.124, 0.115, 0.278, 0.156, 0.525, 0.391, 0.707]],
    [[0.122, 0.001, 0.009, 0.253, 1.167, 1.991, 1.594]],
  ])('end at the fixed point of scattered standards %j', (ods) => {
    const points = ods.map((od, i) => ({ concentration: SCATTERED[i] ?? NaN, od }))
    const curve = fitted(points, 'irls')
    expect(curve.converged).toBe(true)
    expect(largestCosine(curve, points)).toBeLessThan(1e-7)
  })

  it('are not those of the observed ODs', () => {
    const points = noisy((od) => 0.05 * od)
    expect(largestCosine(fitted(points, 'irls'), points)).toBeLessThan(1e-7)
    expect(largestCosine(fitted(points, '1/y2'), points)).toBeGreaterThan(1e-3)
  })
})

describe('an estimated power of the mean', () => {
  it.each([
    // scipy 1.10.1: curve and power by turns, each to 1e-12; then θ, A, B, C, D.
    [0.5, [0.544_383_076, 0.093_948_606_9, 1.172_892_242, 121.534_405_1, 2.614_624_238]],
    [1, [1.048_136_881, 0.098_032_375_1, 1.189_480_096, 119.817_081_2, 2.591_743_598]],
  ])('is near the %d that made the noise', (power, [theta = NaN, ...values]) => {
    const curve = fitted(
      noisy((od) => 0.02 * od ** power),
      'power',
    )
    expect(curve.parameters['theta']?.se).toBeNull()
    expect(curve.parameters['theta']?.value).toBeCloseTo(theta, 6)
    for (const [k, value] of valuesOf(curve).entries()) {
      expect(relativeError(value, values[k] ?? NaN)).toBeLessThan(1e-7)
    }
    expect(curve.reason).toBe('')
  })

  it.each([
    [2, (od: number) => 0.003 * od ** 3],
    [0, (od: number) => 0.01 / od],
  ])('stops at its bound %d, and says so', (bound, sdOf) => {
    const curve = fitted(noisy(sdOf), 'power')
    expect(curve.parameters['theta']).toEqual({ value: bound, se: null })
    expect(curve.reason).toBe(`The estimated power of the mean is at its bound, theta = ${bound}.`)
  })

  it('at zero weighs nothing', () => {
    const points = noisy((od) => 0.01 / od)
    const [free, plain] = [fitted(points, 'power'), fitted(points, 'none')]
    expect(valuesOf(free)).toEqual(valuesOf(plain).map((value) => expect.closeTo(value, 7)))
  })
})
