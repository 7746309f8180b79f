import type { Curve } from '../analysis.ts'
import type { CurveChoice } from '../assay.ts'
import type { CurveModel, Fitted, NotFitted, Standards } from './curve-model.ts'
import { CURVE_MODELS } from './curve-models.ts'
import { releaseStandards, standardsFrom, unfitReason, type CurvePoint } from './standards.ts'
import { odFloorOf } from './weights.ts'

export type { CurvePoint } from './standards.ts'

/**
 * Fits a standard curve. Never throws on ugly data: when there is no curve to be had, `converged`
 * is false, `reason` says why, every number is 0 and the covariance is empty, so that nothing looks
 * estimated.
 *
 * Concentration 0 enters as it is. With `means` each level is one point and counts the same.
 */
export function fitCurve(points: readonly CurvePoint[], choice: CurveChoice): Curve {
  const { model, weights, points: mode } = choice
  const fit = fitOrReason(points, choice)
  if ('notFitted' in fit) return notFitted({ model, weights, points: mode }, fit.notFitted)
  return {
    model,
    weights,
    points: mode,
    converged: true,
    reason: fit.reason,
    parameters: fit.parameters,
    covariance: fit.covariance,
    wrss: fit.wrss,
    rss: fit.rss,
    sigma: fit.sigma,
    df: fit.df,
    r2: fit.r2,
    condition: fit.condition,
    odFloor: fit.odFloor,
  }
}

/** The same with what compares it to other fits of the same points. */
export function fitOrReason(
  points: readonly CurvePoint[],
  choice: CurveChoice,
): Fitted | NotFitted {
  const standards = standardsFrom(points, choice.points)
  const fit = fitOf(points, standards, choice)
  releaseStandards(standards)
  return fit
}

function fitOf(
  points: readonly CurvePoint[],
  standards: Standards,
  choice: CurveChoice,
): Fitted | NotFitted {
  const odFloor = odFloorOf(standards.levels)
  const unfit = unfitReason(points, standards)
  if (unfit !== undefined) return { notFitted: unfit }
  if (choice.weights !== 'none' && odFloor === 0) {
    return { notFitted: 'No standard has a mean OD above zero, so weights by OD have no meaning.' }
  }
  const weighing = { weights: choice.weights, odFloor }
  const { lowerAsymptote = 0 } = choice
  return CURVE_MODELS[choice.model].fit({ standards, weighing, lowerAsymptote })
}

function notFitted(choice: CurveChoice, reason: string): Curve {
  return {
    ...choice,
    converged: false,
    reason,
    parameters: noParameters(CURVE_MODELS[choice.model]),
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

const NOTHING = { value: 0, se: 0 }

function noParameters({ parameters }: CurveModel): Curve['parameters'] {
  return Object.fromEntries(parameters.map(({ name }) => [name, NOTHING]))
}
