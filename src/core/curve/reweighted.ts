import { bestOptimum, type Task } from './best-optimum.ts'
import type { Optimum } from './levenberg-marquardt.ts'
import { fillRootWeights, type Weighing } from './weights.ts'

/**
 * Iteratively reweighted least squares: weights from the fitted ODs, one Gauss–Newton step with
 * them, weights anew, until a search that begins with the newest weights has nothing left to do.
 * That place is the fixed point: its curve is the best one under the weights which that curve
 * itself gives.
 *
 * It begins at the best curve under weights from the observed ODs, which is near; where that leads
 * to no fixed point, it begins again at the best unweighted curve.
 */

/**
 * The first weights are only guesses: a tenth of a standard error from their best curve is near
 * enough.
 */
const OFFSET_OF_BEGINNING = 0.1
const REWEIGHINGS_MAX = 250
/**
 * Rounds of one step each, which is fastest; where they circle, whole fits between reweighings
 * settle.
 */
const SINGLE_STEPS_MAX = 50
const STEPS_MAX = 100

/**
 * Where reweighing ends; `end` is `settled` only at the fixed point. The search is left standing
 * there.
 */
export function reweighted(task: Task, weighing: Weighing): Optimum {
  const near = reweightedFrom(task, weighing, true)
  return near.end === 'settled' ? near : reweightedFrom(task, weighing, false)
}

function reweightedFrom(task: Task, weighing: Weighing, isWeighed: boolean): Optimum {
  const { search, standards } = task
  if (isWeighed) fillRootWeights(search.rootWeights, standards.ods, weighing)
  else search.rootWeights.fill(1)
  return fixedPoint(task, bestOptimum(task, OFFSET_OF_BEGINNING), weighing)
}

/** From an optimum at which the search stands. */
export function fixedPoint({ search, toOds }: Task, from: Optimum, weighing: Weighing): Optimum {
  let optimum = from
  for (let round = 0; round < REWEIGHINGS_MAX; round += 1) {
    fillRootWeights(search.rootWeights, toOds(search.fitted), weighing)
    const stepsMax = round < SINGLE_STEPS_MAX ? 1 : STEPS_MAX
    optimum = search.run({ start: optimum.theta, stepsMax, damping: 0 })
    if (optimum.end === 'settled' && optimum.steps === 0) return optimum
    if (optimum.end === 'not_finite' || optimum.end === 'no_descent') return optimum
  }
  return { ...optimum, end: 'step_limit' }
}
