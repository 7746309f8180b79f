import { describe, expect, it } from 'vitest'

import { bestOptimum, type Task } from '../../../src/core/curve/best-optimum.ts'
import type { Formula } from '../../../src/core/curve/curve-model.ts'
import { fitCurve } from '../../../src/core/curve/fit-curve.ts'
import { LeastSquaresSearch, type Optimum } from '../../../src/core/curve/levenberg-marquardt.ts'
import { standardsFrom } from '../../../src/core/curve/standards.ts'
import { fourOf, relativeError } from './reference.ts'

/**
 * A wave a·sin(w·x) on 24 points of w = 2: its sum of squares has a valley for every frequency that
 * shares a few crests with it.
 */
const XS = Array.from({ length: 24 }, (_, i) => 0.4 * (i + 1))

interface Scene {
  /** Where the searches start, as frequencies. */
  readonly from: readonly number[]
  readonly noise?: number
  readonly isInside?: (theta: Float64Array) => boolean
  readonly weights?: (i: number) => number
  readonly offsetMax?: number
}

interface Outcome extends Optimum {
  /** How often more starts were asked for. */
  readonly asked: number
  readonly standsAt: number
}

function searched({ from, noise = 0.05, isInside, weights, offsetMax }: Scene): Outcome {
  const ods = XS.map((x, i) => Math.sin(2 * x) + noise * ((i % 3) - 1))
  const points = XS.map((concentration, i) => ({ concentration, od: ods[i] ?? 0 }))
  const standards = standardsFrom(points, 'wells')
  const [first = 0, ...others] = from
  let asked = 0
  const formula: Formula = {
    parameterCount: 2,
    evaluator: () => (theta, fitted, jacobian) => {
      const [a = 0, w = 0] = theta
      for (const [i, x] of XS.entries()) {
        fitted[i] = a * Math.sin(w * x)
        jacobian[i] = Math.sin(w * x)
        jacobian[XS.length + i] = a * x * Math.cos(w * x)
      }
    },
    firstStart: () => Float64Array.of(0.5, first),
    moreStarts: () => {
      asked += 1
      return others.map((w) => Float64Array.of(0.5, w))
    },
    oriented: (theta) => theta,
    parametersAt: (theta) => [...theta],
    estimated: () => [],
    ...(isInside === undefined ? {} : { isInside }),
  }
  const observed = standards.ods
  const evaluate = formula.evaluator(standards)
  const search = new LeastSquaresSearch({ observed, parameterCount: 2, evaluate })
  for (const i of XS.keys()) search.rootWeights[i] = Math.sqrt(weights?.(i) ?? 1)
  const task: Task = { search, formula, standards, observed, toOds: (values) => values }
  const optimum = bestOptimum(task, offsetMax)
  return {
    ...optimum,
    asked,
    standsAt: Math.asin((search.fitted[0] ?? NaN) / (optimum.theta[0] ?? NaN)) / 0.4,
  }
}

describe('the best optimum', () => {
  it('is that of the first start where it explains nearly everything', () => {
    const found = searched({ from: [1.95, 0.3] })
    expect(found.end).toBe('settled')
    expect(found.theta[1]).toBeCloseTo(2, 2)
    expect(found.asked).toBe(0)
  })

  it.each([
    ['second', [0.7, 1.95, 3.1]],
    ['last', [0.7, 3.1, 1.2, 2.05]],
  ])('is the lowest of all where the first explains little: the %s', (_, from) => {
    const found = searched({ from })
    expect(found.end).toBe('settled')
    expect(found.theta[1]).toBeCloseTo(2, 2)
    expect(found.asked).toBe(1)
    expect(found.standsAt).toBeCloseTo(found.theta[1] ?? NaN, 9)
  })

  it('is the first one’s own when that is the lowest, though it is not trusted', () => {
    // Noise of this size leaves more than 5 % of the spread.
    const found = searched({ from: [1.95, 0.7, 3.1], noise: 0.5 })
    expect(found.asked).toBe(1)
    expect(found.theta[1]).toBeCloseTo(2, 1)
    expect(found.standsAt).toBeCloseTo(found.theta[1] ?? NaN, 9)
  })

  it('is trusted by what the weights leave of the spread', () => {
    // The noise is on every third point up and down; those on the wave itself alone count here.
    const light = searched({
      from: [1.95, 0.7],
      noise: 0.5,
      weights: (i) => (i % 3 === 1 ? 1 : 1e-4),
    })
    expect(light.asked).toBe(0)
  })

  it('may be near enough sooner where it is only a beginning, if it is the first one’s', () => {
    const loose = searched({ from: [1.9, 0.7], offsetMax: 0.5 })
    const tight = searched({ from: [1.9, 0.7] })
    expect(loose.steps).toBeLessThan(tight.steps)
    expect(loose.asked).toBe(0)
    const others = searched({ from: [0.7, 1.9], offsetMax: 0.5 })
    expect(others.theta[1]).toBeCloseTo(tight.theta[1] ?? NaN, 9)
  })
})

describe('the best optimum within bounds', () => {
  const below =
    (most: number) =>
    (theta: Float64Array): boolean =>
      (theta[1] ?? 0) < most

  it('is the lowest that settled inside, though a lower one lies outside', () => {
    const all = [0.7, 1.2, 1.95, 3.1]
    const inside = searched({ from: all, isInside: below(1.6) })
    expect(inside.end).toBe('settled')
    expect(inside.theta[1]).toBeLessThan(1.6)
    const each = all.map((w) => searched({ from: [w], isInside: below(9) }))
    const lowest = each.filter(({ theta }) => (theta[1] ?? 0) < 1.6).map(({ wrss }) => wrss)
    expect(inside.wrss).toBeCloseTo(Math.min(...lowest), 12)
    expect(inside.standsAt).toBeCloseTo(inside.theta[1] ?? NaN, 9)
    expect(searched({ from: all, isInside: below(9) }).theta[1]).toBeCloseTo(2, 2)
    expect(searched({ from: all.toReversed(), isInside: below(9) }).theta[1]).toBeCloseTo(2, 2)
  })

  it('is none where nothing settled inside', () => {
    const none = searched({ from: [1.95, 2.05], isInside: below(0.1) })
    expect(none.end).toBe('step_limit')
  })
})

describe('standards that scatter', () => {
  const LEVELS = [0, 1, 3, 10, 30, 100, 300]

  // scipy 1.10.1, least_squares from 120 starts: A, B, C, D, sum of squares.
  it.each([
    [[1.23, 1.12, 0.7, 0.61, -0.25, 0.21, 0.58], [1.22996, 1.58466, 3.31363, 0.229597], 0.44123555],
    [[0.08, 0.62, 0.52, 1.31, 1.42, 1.64, 1.35], [0.156855, 1.1322, 3.80168, 1.53331], 0.1709397],
    [
      [-0.22, -0.28, 0.33, 0.35, 1.32, 1.51, 1.38],
      [-0.192644, 1.39905, 11.4969, 1.51942],
      0.2051782,
    ],
    [
      [-0.01, 0.3, 1.77, 1.87, 1.28, 2.28, 1.86],
      [-0.0099764, 4.66296, 1.40685, 1.82246],
      0.5072925,
    ],
    [
      [1.18, 0.94, 1.33, 0.95, 0.48, 0.39, -0.08],
      [1.17354, 0.936343, 53.5815, -0.265604],
      0.15132486,
    ],
    [
      [1.17, 1.2, 1.43, 1.04, 0.47, -0.54, 0.5],
      [1.22815, 3.35543, 24.9999, -0.0115876],
      0.61836327,
    ],
    [[0.1, 0.75, 0.72, 1.86, 2.08, 1.67, 1.83], [0.417747, 4.00349, 4.13688, 1.86981], 0.29514897],
    [[0, 0.22, 0.62, 0.84, 1.44, 1.79, 1.25], [0.027703, 1.12004, 5.76818, 1.55362], 0.22036285],
    [
      [0.2, -0.17, 0.22, -0.11, 0.07, 0.45, 0.81],
      [0.0373252, 3.01352, 97.7283, 0.836152],
      0.12487077,
    ],
    [
      [0.9, 1.13, 0.53, 0.31, -0.37, -0.34, 0.5],
      [1.01378, 1.96146, 4.08489, -0.0316721],
      0.60064294,
    ],
  ])('%j have the best of their several curves', (ods, values, sum) => {
    const points = ods.map((od, i) => ({ concentration: LEVELS[i] ?? NaN, od }))
    const curve = fitCurve(points, { model: '4pl', weights: 'none', points: 'wells' })
    const { A, B, C, D } = fourOf(curve)
    expect(curve.converged).toBe(true)
    expect(relativeError(curve.wrss, sum)).toBeLessThan(1e-7)
    for (const [k, { value }] of [A, B, C, D].entries()) {
      expect(relativeError(value, values[k] ?? NaN)).toBeLessThan(1e-4)
    }
  })

  it.each([
    [[-0.06, -0.18, 0.91, -0.19, -0.05, 0.19, 0.4]],
    [[0.65, -0.2, -0.08, 0.44, 0.06, 0.86, 0.43]],
  ])('%j have no best curve: a step does better than any', (ods) => {
    const points = ods.map((od, i) => ({ concentration: LEVELS[i] ?? NaN, od }))
    const curve = fitCurve(points, { model: '4pl', weights: 'none', points: 'wells' })
    expect(curve.converged).toBe(false)
    expect(curve.reason).toContain('the curve turns into a step between two standards')
  })
})
