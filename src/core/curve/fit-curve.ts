import type { Curve } from '../analysis.ts'
import type { CurveChoice } from '../assay.ts'
import type { CurveModel, Standards } from './curve-model.ts'
import { CURVE_MODELS } from './curve-models.ts'
import { estimatesOf } from './estimates.ts'
import { noOptimumReason, STEP_REASON, weaknessOf } from './reasons.ts'
import { seek, type Sought } from './seek.ts'
import { standardsFrom, unfitReason, type CurvePoint } from './standards.ts'
import { flooredCount, odFloorOf } from './weights.ts'

export type { CurvePoint } from './standards.ts'

/**
 * Beyond this the normal matrix is singular to double precision, and its inverse would be noise.
 */
const CONDITION_SINGULAR = 1e13
/**
 * A standard lies on the slope of a curve when it has more than about this share of both
 * asymptotes.
 */
const SLOPE_SHARE_MIN = 1e-6

/**
 * Fits a standard curve. Never throws on ugly data: when there is no curve to be had, `converged`
 * is false, `reason` says why, every number is 0 and the covariance is empty, so that nothing looks
 * estimated.
 *
 * Concentration 0 enters as it is. With `means` each level is one point and counts the same.
 */
export function fitCurve(points: readonly CurvePoint[], choice: CurveChoice): Curve {
  const model = CURVE_MODELS[choice.model]
  const standards = standardsFrom(points, choice.points)
  const odFloor = odFloorOf(standards.levels)
  const without = (reason: string): Curve => notFitted(choice, reason)
  const unfit = unfitReason(points, standards, model.parameterCount)
  if (unfit !== undefined) return without(unfit)
  if (choice.weights !== 'none' && odFloor === 0) {
    return without('No standard has a mean OD above zero, so weights by OD have no meaning.')
  }
  const weighing = { weights: choice.weights, odFloor }
  const sought = seek(model, standards, weighing)
  const dead = deadEndReason(model, standards, sought)
  if (dead !== undefined) return without(dead)
  const estimates = estimatesOf(model, standards, sought)
  if (estimates === null) return without('The best curve has no finite standard errors.')
  const weighed = choice.weights === 'irls' ? sought.search.fitted : standards.ods
  const floored = flooredCount(weighed, weighing)
  const reason = weaknessOf(sought.condition, floored, weighing)
  return { ...choice, converged: true, reason, ...estimates, odFloor }
}

/**
 * One sentence when the search ended nowhere, or in a curve that cannot be read; otherwise
 * undefined.
 */
function deadEndReason(
  model: CurveModel,
  { levels }: Standards,
  { optimum: { end, theta }, condition }: Sought,
): string | undefined {
  const parameters = model.parametersAt(theta)
  if (end !== 'settled' || !(condition < CONDITION_SINGULAR)) {
    return noOptimumReason({ end, parameters, condition }, levels)
  }
  const { A, D } = parameters
  const isOnSlope = levels.some(({ concentration }) => {
    const share = (model.value(parameters, concentration) - A) / (D - A)
    return share * (1 - share) > SLOPE_SHARE_MIN
  })
  return isOnSlope ? undefined : STEP_REASON
}

const NOTHING = { value: 0, se: 0 }

function notFitted(choice: CurveChoice, reason: string): Curve {
  return {
    ...choice,
    converged: false,
    reason,
    parameters: { A: NOTHING, B: NOTHING, C: NOTHING, D: NOTHING },
    covariance: [],
    wrss: 0,
    rss: 0,
    sigma: 0,
    df: 0,
    r2: 0,
    condition: 0,
    odFloor: 0,
  }
}
