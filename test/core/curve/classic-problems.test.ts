import { describe, expect, it } from 'vitest'

import { LeastSquaresSearch, type Optimum } from '../../../src/core/curve/levenberg-marquardt.ts'
import { relativeError } from './reference.ts'

/**
 * Problems on which least squares has been tried for fifty years, with the minima that are
 * published: Moré, Garbow & Hillstrom, ACM Trans. Math. Softw. 1981, 7:17. What is observed is 1
 * beyond the residual, so that rounding has a size.
 */
interface Problem {
  readonly name: string
  readonly start: readonly number[]
  readonly count: number
  /** One residual and its derivatives. */
  readonly residual: (x: readonly number[], i: number) => readonly [number, readonly number[]]
}

function rosenbrock([x = 0, y = 0]: readonly number[], i: number): [number, number[]] {
  return i === 0 ? [10 * (y - x * x), [-20 * x, 10]] : [1 - x, [-1, 0]]
}

function freudensteinRoth([x = 0, y = 0]: readonly number[], i: number): [number, number[]] {
  return i === 0
    ? [-13 + x + ((5 - y) * y - 2) * y, [1, 10 * y - 3 * y * y - 2]]
    : [-29 + x + ((y + 1) * y - 14) * y, [1, 3 * y * y + 2 * y - 14]]
}

function brownBadlyScaled([x = 0, y = 0]: readonly number[], i: number): [number, number[]] {
  if (i === 0) return [x - 1e6, [1, 0]]
  return i === 1 ? [y - 2e-6, [0, 1]] : [x * y - 2, [y, x]]
}

function helicalValley([x = 0, y = 0, z = 0]: readonly number[], i: number): [number, number[]] {
  const angle = Math.atan(y / x) / (2 * Math.PI) + (x > 0 ? 0 : 0.5)
  const [square, radius] = [x * x + y * y, Math.hypot(x, y)]
  const turn = 100 / (2 * Math.PI * square)
  if (i === 0) return [10 * (z - 10 * angle), [turn * y, -turn * x, 10]]
  return i === 1 ? [10 * (radius - 1), [(10 * x) / radius, (10 * y) / radius, 0]] : [z, [0, 0, 1]]
}

const BARD = [
  0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39,
]

function bard([a = 0, b = 0, c = 0]: readonly number[], i: number): [number, number[]] {
  const [u, v, w] = [i + 1, 15 - i, Math.min(i + 1, 15 - i)]
  const below = v * b + w * c
  return [a + u / below - (BARD[i] ?? NaN), [1, (-u * v) / below ** 2, (-u * w) / below ** 2]]
}

function brownDennis(
  [a = 0, b = 0, c = 0, d = 0]: readonly number[],
  i: number,
): [number, number[]] {
  const t = (i + 1) / 5
  const [p, q] = [a + t * b - Math.exp(t), c + d * Math.sin(t) - Math.cos(t)]
  return [p * p + q * q, [2 * p, 2 * p * t, 2 * q, 2 * q * Math.sin(t)]]
}

function searched({ start, count, residual }: Problem, stepsMax: number): Optimum {
  const search = new LeastSquaresSearch({
    observed: new Float64Array(count).fill(1),
    parameterCount: start.length,
    evaluate: (theta, fitted, jacobian) => {
      for (let i = 0; i < count; i += 1) {
        const [value, gradient] = residual([...theta], i)
        fitted[i] = 1 + value
        for (const [k, slope] of gradient.entries()) jacobian[k * count + i] = slope
      }
    },
  })
  return search.run({ start: Float64Array.from(start), stepsMax, damping: 1e-3 })
}

const PROBLEMS: Readonly<Record<string, Problem>> = Object.fromEntries(
  [
    { name: 'Rosenbrock', start: [-1.2, 1], count: 2, residual: rosenbrock },
    { name: 'Freudenstein & Roth', start: [0.5, -2], count: 2, residual: freudensteinRoth },
    { name: 'Brown, badly scaled', start: [1, 1], count: 3, residual: brownBadlyScaled },
    { name: 'helical valley', start: [-1, 0, 0], count: 3, residual: helicalValley },
    { name: 'Bard', start: [1, 1, 1], count: 15, residual: bard },
    { name: 'Brown & Dennis', start: [25, 5, -5, -1], count: 20, residual: brownDennis },
  ].map((each) => [each.name, each]),
)

function problem(name: string): Problem {
  const found = PROBLEMS[name]
  if (found === undefined) throw new RangeError(`Expected a problem '${name}'.`)
  return found
}

describe('a search', () => {
  it.each([
    ['Rosenbrock', [1, 1], 17],
    ['Brown, badly scaled', [1e6, 2e-6], 12],
    ['helical valley', [1, 0, 0], 11],
  ] as const)('goes to the bottom of %s at %j in no more than %d steps', (name, minimum, steps) => {
    const found = searched(problem(name), steps)
    expect(found.end).toBe('settled')
    expect(found.wrss).toBeLessThan(1e-20)
    for (const [k, value] of minimum.entries()) {
      expect(Math.abs((found.theta[k] ?? NaN) - value)).toBeLessThan(1e-9 * Math.max(value, 1e-3))
    }
  })

  it('finds the least squares of Bard in eight steps', () => {
    const found = searched(problem('Bard'), 8)
    expect(found.end).toBe('settled')
    expect(found.wrss).toBeCloseTo(8.214_877e-3, 9)
    for (const [k, value] of [0.082_41, 1.133_036, 2.343_695].entries()) {
      expect(found.theta[k]).toBeCloseTo(value, 5)
    }
  })

  it.each([
    ['Freudenstein & Roth', 48.984_25],
    ['Brown & Dennis', 85_822.2],
  ] as const)(
    'comes near the large residuals of %s, and does not claim to be there',
    (name, minimum) => {
      const found = searched(problem(name), 60)
      expect(relativeError(found.wrss, minimum)).toBeLessThan(1e-4)
      expect(found.end).toBe('step_limit')
      expect(found.steps).toBe(60)
    },
  )

  it('never takes a step up', () => {
    for (const name of Object.keys(PROBLEMS)) {
      const sums = [0, 1, 2, 3, 4, 5, 6, 8, 10].map((steps) => searched(problem(name), steps).wrss)
      // But for rounding, at the bottom.
      for (const [i, sum] of sums.entries()) {
        expect(sum).toBeLessThanOrEqual((sums[i - 1] ?? Infinity) * (1 + 1e-12))
      }
    }
  })
})
