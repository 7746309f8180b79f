import { bestOptimum, type Task } from './best-optimum.ts'
import { conditionOf } from './covariance.ts'
import type { Formula, Standards } from './curve-model.ts'
import { LeastSquaresSearch, type Optimum } from './levenberg-marquardt.ts'
import { byPowerOfMean } from './power-of-mean.ts'
import { reweighted } from './reweighted.ts'
import { evaluatedAt } from './rows.ts'
import { fillRootWeights, isReweighted, type Weighing } from './weights.ts'

/**
 * Where the search ended, the search still standing there, and how well the parameters are told
 * apart.
 */
export interface Sought {
  readonly optimum: Optimum
  readonly search: LeastSquaresSearch
  readonly condition: number
  /** The curve's OD at every point. */
  readonly fittedOds: Float64Array
  /** With the θ of `power`, where that was estimated. */
  readonly weighing: Weighing
}

/** What is sought: a formula, and the scale on which it is compared with the ODs. */
export interface Sight {
  readonly formula: Formula
  /** The scale of the residuals; plain ODs unless given. */
  readonly scale?: Scale
}

/** A scale for residuals, and the way back from it. */
export interface Scale {
  readonly from: (ods: Float64Array) => Float64Array
  readonly toOds: (values: Float64Array) => Float64Array
}

/** Searches for the best curve under the weights asked for, and turns it as its formula wants. */
export function seek(sight: Sight, standards: Standards, weighing: Weighing): Sought {
  const { formula, scale } = sight
  const { parameterCount } = formula
  const observed = scale === undefined ? standards.ods : scale.from(standards.ods)
  const { places, rows } = evaluatedAt(standards)
  const evaluate = formula.evaluator(places)
  const search = new LeastSquaresSearch({ observed, parameterCount, evaluate, rows })
  const toOds = scale?.toOds ?? ((values: Float64Array) => values)
  const task = { search, formula, standards, observed, toOds }
  const found = settledUnder(task, weighing)
  let { optimum } = found
  const start = formula.oriented(optimum.theta)
  if (start !== optimum.theta && optimum.end === 'settled') {
    optimum = search.run({ start, stepsMax: 10, damping: 0 })
  }
  if (optimum.end === 'settled' && formula.isInside?.(optimum.theta) === false) {
    optimum = { ...optimum, end: 'step_limit' }
  }
  const [condition, fittedOds] = [conditionOf(search.upper), toOds(search.fitted)]
  return { optimum, search, condition, fittedOds, weighing: found.weighing }
}

function settledUnder(task: Task, weighing: Weighing): Pick<Sought, 'optimum' | 'weighing'> {
  if (weighing.weights === 'power') return byPowerOfMean(task, weighing)
  if (isReweighted(weighing)) return { optimum: reweighted(task, weighing), weighing }
  fillRootWeights(task.search.rootWeights, task.standards.ods, weighing)
  return { optimum: bestOptimum(task), weighing }
}
