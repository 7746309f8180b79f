import type { Estimate } from '../analysis.ts'
import { covarianceFrom } from './covariance.ts'
import type { CurveModel, Fitted, Formula, ParameterValues, Standards } from './curve-model.ts'
import { at } from './matrix.ts'
import type { Sought } from './seek.ts'

/** How a formula's fit is read and named. */
export type Naming = Pick<CurveModel, 'parameters'>

/** The numbers of a curve. */
export type Estimates = Omit<Fitted, 'reason'>

/** Everything that is estimated at an optimum, or null when a number of it is not finite. */
export function estimatesOf(
  formula: Formula,
  naming: Naming,
  found: { readonly standards: Standards; readonly sought: Sought },
): Estimates | null {
  const { standards, sought } = found
  const { optimum, search, condition, weighing } = sought
  const n = standards.ods.length
  const df = n - formula.parameterCount
  const sigma = Math.sqrt(optimum.wrss / df)
  const coordinates = formula.estimated(optimum.theta)
  const scales = coordinates.map(([, derivative]) => derivative)
  const covariance = covarianceFrom(search.upper, sigma, scales)
  if (covariance === null || !isFinite(covariance)) return null
  const positions = coordinates.map(([position]) => position)
  const values = formula.parametersAt(optimum.theta)
  const whole = spread(covariance, positions, values.length)
  const parameters = named(naming, values, (k) =>
    positions.includes(k) ? Math.sqrt(whole[k]?.[k] ?? 0) : null,
  )
  if (weighing.theta !== undefined) parameters['theta'] = { value: weighing.theta, se: null }
  const { rss, r2 } = unweightedFit(standards.ods, sought.fittedOds)
  return {
    parameters,
    covariance: whole,
    wrss: optimum.wrss,
    sigma,
    df,
    condition,
    odFloor: weighing.odFloor,
    deviance: devianceOf(optimum.wrss, search.rootWeights),
    rss,
    r2,
  }
}

function isFinite(covariance: readonly (readonly number[])[]): boolean {
  for (const row of covariance) {
    for (const entry of row) if (!Number.isFinite(entry)) return false
  }
  return true
}

/** A covariance of some parameters as one of all, with zeros for those that were held. */
function spread(
  covariance: readonly (readonly number[])[],
  positions: readonly number[],
  count: number,
): readonly (readonly number[])[] {
  if (positions.length === count) return covariance
  const whole = Array.from({ length: count }, () => Array.from({ length: count }, () => 0))
  for (const [i, row] of covariance.entries()) {
    const target = whole[positions[i] ?? -1]
    for (const [j, entry] of row.entries()) if (target) target[positions[j] ?? -1] = entry
  }
  return whole
}

function named(
  { parameters }: Naming,
  values: ParameterValues,
  seAt: (position: number) => number | null,
): Record<string, Estimate> {
  const estimates: Record<string, Estimate> = {}
  for (const [k, { name }] of parameters.entries()) {
    estimates[name] = { value: values[k] ?? NaN, se: seAt(k) }
  }
  return estimates
}

/** −2 ln of the Gaussian likelihood at its best σ, without what all fits have in common. */
function devianceOf(wrss: number, rootWeights: Float64Array): number {
  const n = rootWeights.length
  return n * Math.log(wrss / n) - 2 * sumOfLogs(rootWeights)
}

/** One logarithm of products that neither vanish nor overflow, not one of each value. */
function sumOfLogs(values: Float64Array): number {
  let [sum, product] = [0, 1]
  for (let i = 0; i < values.length; i += 1) {
    const next = product * at(values, i)
    if (next > 1e-200 && next < 1e200) product = next
    else {
      sum += Math.log(product)
      product = at(values, i)
    }
  }
  return sum + Math.log(product)
}

/** The plain residual sum of squares, and the share of the ODs' own that the curve explains. */
export function unweightedFit(ods: Float64Array, fitted: Float64Array): Pick<Fitted, 'rss' | 'r2'> {
  let [centre, rss, total] = [0, 0, 0]
  for (let i = 0; i < ods.length; i += 1) centre += at(ods, i) / ods.length
  for (let i = 0; i < ods.length; i += 1) {
    rss += (at(ods, i) - at(fitted, i)) ** 2
    total += (at(ods, i) - centre) ** 2
  }
  return { rss, r2: 1 - rss / total }
}
