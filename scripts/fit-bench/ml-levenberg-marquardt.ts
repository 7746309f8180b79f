import { levenbergMarquardt } from 'ml-levenberg-marquardt'

import type { InProcess } from './contenders.ts'
import { startFor } from './jobs.ts'
import type { Job, Parameters } from './jobs.ts'

/**
 * The best known fitter on npm, as a peer: its own weights, which are 1/σ (so 1/y for 1/y²), the
 * start that the other peers get, an analytic Jacobian, and its own damping (0.01, times 11 up, by
 * 9 down). It ends when the sum of squares is below a tolerance and at no other sign; no real curve
 * has a sum of squares known beforehand, so the tolerance is 0 and every fit runs all its
 * iterations: once the 100 of its default, once 30, which are enough for these curves without
 * weights. It gives no covariance, and does not say whether it arrived.
 */
export const ML_LEVENBERG_MARQUARDT: readonly InProcess[] = [100, 30].map((iterations) => ({
  name: `ml-levenberg-marquardt 5.1.0, ${iterations} iterations`,
  fit: (job) => {
    try {
      return fitted(job, iterations)
    } catch (error) {
      // What it throws when a step has led it to values that are not finite.
      if (error instanceof Error && error.message === 'Matrix is not symmetric') return undefined
      throw error
    }
  },
  repeats: 1,
}))

function fitted({ points, weights }: Job, maxIterations: number): Parameters | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = startFor(points)
  const x = points.map(({ concentration }) => Math.log(concentration))
  const y = points.map(({ od }) => od)
  const { parameterValues } = levenbergMarquardt({ x, y }, curve, {
    initialValues: [a, b, Math.log(c), d],
    weights: weights === '1/y2' ? y.map((od) => 1 / od) : 1,
    jacobianFunction: jacobian,
    errorTolerance: 0,
    maxIterations,
  })
  const [A = NaN, B = NaN, logC = NaN, D = NaN] = parameterValues
  const found = [A, B, Math.exp(logC), D]
  return found.every(Number.isFinite) ? found : undefined
}

/** The 4PL in ln x and ln C. */
function curve([a = NaN, b = NaN, logC = NaN, d = NaN]: number[]): (log: number) => number {
  return (log) => d + (a - d) / (1 + Math.exp(b * (log - logC)))
}

function jacobian([a = NaN, b = NaN, logC = NaN, d = NaN]: number[]): (log: number) => number[] {
  return (log) => {
    const u = Math.exp(b * (log - logC))
    const q = 1 / (1 + u)
    const rest = u === Infinity ? 1 : u * q
    const steepness = (a - d) * q * rest
    // At concentration zero, and far out on either plateau, only one asymptote matters.
    const byB = steepness === 0 ? 0 : -steepness * (log - logC)
    return [q, byB, steepness * b, rest]
  }
}
