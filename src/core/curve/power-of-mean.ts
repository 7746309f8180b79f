import type { Task } from './best-optimum.ts'
import type { Optimum } from './levenberg-marquardt.ts'
import { at } from './matrix.ts'
import { fixedPoint, reweighted } from './reweighted.ts'
import { THETA_MAX, THETA_MIN, type Weighing } from './weights.ts'

/**
 * The variance of an OD as a power of its mean, σ²·ŷ^(2θ), with θ from the data: pseudo-likelihood
 * by turns (Davidian & Giltinan, Nonlinear Models for Repeated Measurement Data, 1995, 2.3). Given
 * the curve, θ maximises the Gaussian likelihood of the residuals; given θ, the curve is the fixed
 * point of its own weights; both again until θ stands still.
 */

const THETA_START = 1
const THETA_RESOLUTION = 1e-10
const ROUNDS_MAX = 200

/** The curve and its θ; not settled when the two circle. */
export function byPowerOfMean(
  task: Task,
  weighing: Weighing,
): { readonly optimum: Optimum; readonly weighing: Weighing } {
  let current = { ...weighing, theta: THETA_START }
  let optimum = reweighted(task, current)
  for (let round = 0; round < ROUNDS_MAX && optimum.end === 'settled'; round += 1) {
    const theta = likeliestTheta(task, weighing.odFloor)
    const moved = Math.abs(theta - current.theta)
    current = { ...weighing, theta }
    optimum = fixedPoint(task, optimum, current)
    if (moved < THETA_RESOLUTION) return { optimum, weighing: current }
  }
  const end = optimum.end === 'settled' ? 'step_limit' : optimum.end
  return { optimum: { ...optimum, end }, weighing: current }
}

/** The θ under which the residuals of the search's curve are likeliest, between its bounds. */
function likeliestTheta({ search, observed, toOds }: Task, odFloor: number): number {
  const logs = toOds(search.fitted).map((od) => Math.log(Math.max(od, odFloor)))
  const centre = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const squares = observed.map((value, i) => (value - at(search.fitted, i)) ** 2)
  // d/dθ of n/2·ln Σ r²ŷ^(-2θ) + θ Σ ln ŷ, over n: rises with θ, so its zero is the minimum.
  const scoreAt = (theta: number): number => {
    let [total, moment] = [0, 0]
    for (const [i, square] of squares.entries()) {
      const part = square * Math.exp(-2 * theta * (at(logs, i) - centre))
      total += part
      moment += part * (at(logs, i) - centre)
    }
    return -moment / total
  }
  return rootOfRising(scoreAt)
}

function rootOfRising(scoreAt: (theta: number) => number): number {
  let [low, high] = [THETA_MIN, THETA_MAX]
  if (!(scoreAt(low) < 0)) return low
  if (!(scoreAt(high) > 0)) return high
  while (high - low > THETA_RESOLUTION / 10) {
    const middle = (low + high) / 2
    if (scoreAt(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
