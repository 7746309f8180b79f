import { bestOptimum } from './best-optimum.ts'
import { conditionOf } from './covariance.ts'
import type { CurveModel, Standards } from './curve-model.ts'
import { LeastSquaresSearch, type Optimum } from './levenberg-marquardt.ts'
import { reweighted } from './reweighted.ts'
import { fillRootWeights, type Weighing } from './weights.ts'

/**
 * Where the search ended, the search still standing there, and how well the parameters are told
 * apart.
 */
export interface Sought {
  readonly optimum: Optimum
  readonly search: LeastSquaresSearch
  readonly condition: number
}

/** Searches for the best curve under the weights asked for, and turns it so that B > 0. */
export function seek(model: CurveModel, standards: Standards, weighing: Weighing): Sought {
  const { parameterCount } = model
  const evaluate = model.evaluator(standards)
  const search = new LeastSquaresSearch({ observed: standards.ods, parameterCount, evaluate })
  const task = { search, model, standards }
  let optimum: Optimum
  if (weighing.weights === 'irls') {
    optimum = reweighted(task, weighing.odFloor)
  } else {
    fillRootWeights(search.rootWeights, standards.ods, weighing)
    optimum = bestOptimum(task)
  }
  const start = model.oriented(optimum.theta)
  if (start !== optimum.theta && optimum.end === 'settled') {
    optimum = search.run({ start, stepsMax: 10, damping: 0 })
  }
  return { optimum, search, condition: conditionOf(search.upper) }
}
