import { describe, expect, it } from 'vitest'

import { covarianceFrom } from '../../../src/core/curve/covariance.ts'
import {
  LeastSquaresSearch,
  type LeastSquaresProblem,
} from '../../../src/core/curve/levenberg-marquardt.ts'
import { NIST_MODELS } from './nist-models.ts'
import { nistProblem } from './nist-problem.ts'
import { hasReference, nistSet, relativeError, WITHOUT_REFERENCE } from './reference.ts'

/** Its residuals are rounding alone, and their sum of squares no more than that. */
const EXACT = 'Lanczos1'
const cases = Object.entries(NIST_MODELS)
  .filter(([name]) => name !== EXACT)
  .flatMap(([name, model]) => [1, 2].map((start) => ({ name, model, start })))
/** From these far starts the way down is longer than a search is given. */
const TOO_FAR = new Set(['MGH10 from 1', 'MGH17 from 1'])
const isNear = ({ name, start }: { readonly name: string; readonly start: number }): boolean =>
  !TOO_FAR.has(`${name} from ${start}`)

describe.skipIf(!hasReference)(`NIST's certified regressions${WITHOUT_REFERENCE}`, () => {
  it.each(cases.filter(isNear))('$name from start $start: parameters and SD to 9 digits', (one) => {
    const { parameters, rss } = nistSet(one.name)
    const problem = nistProblem(one.name, one.model, parameters.length)
    const search = new LeastSquaresSearch(problem)
    const start = Float64Array.from(parameters, ({ starts }) => starts[one.start - 1] ?? NaN)
    const { end, theta, wrss } = search.run({ start, stepsMax: 2000, damping: 1e-3 })
    expect(end).toBe('settled')
    expect(relativeError(wrss, rss)).toBeLessThan(1e-9)
    const unit = parameters.map(() => 1)
    const sigma = Math.sqrt(wrss / (problem.observed.length - parameters.length))
    const covariance = covarianceFrom(search.upper, sigma, unit)
    for (const [k, { certified, sd }] of parameters.entries()) {
      expect(relativeError(theta[k], certified)).toBeLessThan(1e-9)
      expect(relativeError(Math.sqrt(covariance?.[k]?.[k] ?? NaN), sd)).toBeLessThan(1e-8)
    }
  })

  it.each(cases.filter((one) => !isNear(one)))(
    '$name from start $start: does not claim to have arrived',
    ({ name, model }) => {
      const { parameters } = nistSet(name)
      const search = new LeastSquaresSearch(nistProblem(name, model, parameters.length))
      const start = Float64Array.from(parameters, ({ starts }) => starts[0] ?? NaN)
      expect(search.run({ start, stepsMax: 2000, damping: 1e-3 }).end).toBe('step_limit')
    },
  )
})

/** y = a·exp(b·x) through three points that it cannot all meet. */
const exponential: LeastSquaresProblem = {
  observed: Float64Array.of(1, 3, 7),
  parameterCount: 2,
  evaluate: ([a = 0, b = 0], fitted, jacobian) => {
    for (const x of [0, 1, 2]) {
      const e = Math.exp(b * x)
      fitted[x] = a * e
      jacobian[x] = e
      jacobian[3 + x] = a * x * e
    }
  },
}

describe('the search', () => {
  it('ends where the gradient of the sum of squares is zero', () => {
    const search = new LeastSquaresSearch(exponential)
    const start = Float64Array.of(1, 1)
    const { end, theta } = search.run({ start, stepsMax: 50, damping: 1e-3 })
    const [fitted, jacobian] = [new Float64Array(3), new Float64Array(6)]
    exponential.evaluate(theta, fitted, jacobian)
    const gradient = [0, 3].map((column) =>
      [1, 3, 7].reduce(
        (sum, y, i) => sum + (y - (fitted[i] ?? 0)) * (jacobian[column + i] ?? 0),
        0,
      ),
    )
    expect(end).toBe('settled')
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-8)
  })

  it('counts a point of weight four like four points', () => {
    const weighed = new LeastSquaresSearch(exponential)
    weighed.rootWeights.set([1, 1, 2])
    const repeated = new LeastSquaresSearch({
      ...exponential,
      observed: Float64Array.of(1, 3, 7, 7, 7, 7),
      evaluate: ([a = 0, b = 0], fitted, jacobian) => {
        for (const [i, x] of [0, 1, 2, 2, 2, 2].entries()) {
          const e = Math.exp(b * x)
          fitted[i] = a * e
          jacobian[i] = e
          jacobian[6 + i] = a * x * e
        }
      },
    })
    const options = { start: Float64Array.of(1, 1), stepsMax: 50, damping: 1e-3 }
    const [one, other] = [weighed.run(options), repeated.run(options)]
    expect(relativeError(one.theta[1], other.theta[1] ?? NaN)).toBeLessThan(1e-9)
    expect(relativeError(one.wrss, other.wrss)).toBeLessThan(1e-9)
  })

  it('says so when it may take no step, and when the start has no value', () => {
    const search = new LeastSquaresSearch(exponential)
    const start = Float64Array.of(1, 1)
    expect(search.run({ start, stepsMax: 0, damping: 0 }).end).toBe('step_limit')
    const beyond = Float64Array.of(1, 1000)
    expect(search.run({ start: beyond, stepsMax: 9, damping: 0 }).end).toBe('not_finite')
  })

  it('leaves parameters alone that change nothing', () => {
    const search = new LeastSquaresSearch({
      observed: Float64Array.of(1, 2, 4),
      parameterCount: 2,
      evaluate: ([a = 0], fitted, jacobian) => {
        fitted.fill(a)
        jacobian.fill(1, 0, 3)
        jacobian.fill(0, 3)
      },
    })
    const { theta } = search.run({ start: Float64Array.of(0, 5), stepsMax: 50, damping: 1e-3 })
    expect(theta[0]).toBeCloseTo(7 / 3, 9)
    expect(theta[1]).toBeCloseTo(5, 9)
  })
})
