import type { Curve } from '../analysis.ts'
import type { CurveChoice } from '../assay.ts'
import { covarianceFrom } from './covariance.ts'
import type { CurveModel, Standards } from './curve-model.ts'
import { at } from './matrix.ts'
import type { Sought } from './seek.ts'

/** The numbers of a curve. */
export type Estimates = Omit<Curve, keyof CurveChoice | 'converged' | 'reason' | 'odFloor'>

/** Everything that is estimated at an optimum, or null when a number of it is not finite. */
export function estimatesOf(
  model: CurveModel,
  { ods }: Standards,
  { optimum, search, condition }: Sought,
): Estimates | null {
  const df = ods.length - model.parameterCount
  const { theta, wrss } = optimum
  const sigma = Math.sqrt(wrss / df)
  const covariance = covarianceFrom(search.upper, sigma, model.jacobianOfParameters(theta))
  if (covariance === null || covariance.some((row) => !row.every(Number.isFinite))) return null
  const value = model.parametersAt(theta)
  const se = (k: number): number => Math.sqrt(covariance[k]?.[k] ?? 0)
  const parameters = {
    A: { value: value.A, se: se(0) },
    B: { value: value.B, se: se(1) },
    C: { value: value.C, se: se(2) },
    D: { value: value.D, se: se(3) },
  }
  return {
    parameters,
    covariance,
    wrss,
    sigma,
    df,
    condition,
    ...unweightedFit(ods, search.fitted),
  }
}

/** The plain residual sum of squares, and the share of the ODs' own that the curve explains. */
function unweightedFit(ods: Float64Array, fitted: Float64Array): Pick<Curve, 'rss' | 'r2'> {
  const centre = ods.reduce((sum, od) => sum + od, 0) / ods.length
  const rss = ods.reduce((sum, od, i) => sum + (od - at(fitted, i)) ** 2, 0)
  return { rss, r2: 1 - rss / ods.reduce((sum, od) => sum + (od - centre) ** 2, 0) }
}
