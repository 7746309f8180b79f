import type { Formula, Standards } from './curve-model.ts'
import type { LeastSquaresSearch, Optimum } from './levenberg-marquardt.ts'
import { at } from './matrix.ts'

/**
 * Finds the least sum of squares for fixed weights. One start is enough when it ends in an optimum
 * that can be trusted to be the only one: settled, and explaining nearly all of the spread of the
 * standards, which leaves no room for a second, better curve of another shape. Otherwise every
 * start of the model's grid is searched and the lowest sum of squares wins, whether or not it
 * settled: when a search that runs away to infinity gets below every finite optimum, then the best
 * curve is not finite, and a finite one must not be passed off as the best.
 */

/**
 * Enough for any start on ordinary standards; the best of many that did not settle is followed
 * further.
 */
const STEPS_MAX = 200
const STEPS_MAX_OF_BEST = 2000
const DAMPING_START = 1e-3
/** The part of the weighted sum of squares about the mean that a trusted optimum explains. */
const EXPLAINED_TRUSTED = 0.95
/**
 * A settled search wins over an unsettled one that is lower by less than this part: they are at the
 * same place.
 */
const TIE = 1e-9

/** A search over standards with the formula it fits to them. */
export interface Task {
  readonly search: LeastSquaresSearch
  readonly formula: Formula
  readonly standards: Standards
  /** The ODs on the scale of the residuals, and the way back to ODs. */
  readonly observed: Float64Array
  readonly toOds: (values: Float64Array) => Float64Array
}

/**
 * The best optimum, settled or not; the search is left standing there. `offsetMax` may be loose
 * when the optimum is only where something else begins; it does not loosen the comparison of
 * several starts.
 */
export function bestOptimum(
  { search, formula, standards, observed }: Task,
  offsetMax?: number,
): Optimum {
  if (formula.isInside !== undefined)
    return bestInside({ search, formula, standards }, formula.isInside)
  const start = formula.firstStart(standards)
  const options = { stepsMax: STEPS_MAX, damping: DAMPING_START }
  const first = search.run({ ...options, start, ...(offsetMax === undefined ? {} : { offsetMax }) })
  if (isTrusted(first, spreadOf(search.rootWeights, observed))) return first
  const best = [start, ...formula.moreStarts(standards, search.rootWeights)]
    .map((from) => search.run({ ...options, start: from }))
    .reduce((least, next) => (isBetter(next, least) ? next : least))
  const stepsMax = best.end === 'settled' ? 0 : STEPS_MAX_OF_BEST
  return search.run({ ...options, start: best.theta, stepsMax })
}

/** The lowest place that settled within bounds; where none did, the end of the first search. */
function bestInside(
  { search, formula, standards }: Pick<Task, 'search' | 'formula' | 'standards'>,
  isInside: (theta: Float64Array) => boolean,
): Optimum {
  const starts = [
    formula.firstStart(standards),
    ...formula.moreStarts(standards, search.rootWeights),
  ]
  const [first, ...others] = starts.map((start) => {
    const found = search.run({ start, stepsMax: STEPS_MAX, damping: DAMPING_START })
    const isLost = found.end === 'settled' && !isInside(found.theta)
    return isLost ? { ...found, end: 'step_limit' as const } : found
  })
  if (first === undefined) throw new RangeError('Expected a start.')
  const best = others.reduce((least, next) => (isSettledBelow(next, least) ? next : least), first)
  const end = search.run({ start: best.theta, stepsMax: 0, damping: 0 })
  return best.end === 'settled' ? end : best
}

function isSettledBelow(next: Optimum, least: Optimum): boolean {
  if (next.end !== 'settled') return false
  return least.end !== 'settled' || next.wrss < least.wrss
}

function isTrusted(optimum: Optimum, spread: number): boolean {
  return optimum.end === 'settled' && optimum.wrss <= (1 - EXPLAINED_TRUSTED) * spread
}

/**
 * The weighted sum of squares about the weighted mean: what a curve without a slope would leave.
 */
function spreadOf(rootWeights: Float64Array, ods: Float64Array): number {
  let [weights, sum, squares] = [0, 0, 0]
  for (let i = 0; i < ods.length; i += 1) {
    const weight = at(rootWeights, i) ** 2
    weights += weight
    sum += weight * at(ods, i)
  }
  for (let i = 0; i < ods.length; i += 1) {
    squares += (at(rootWeights, i) * (at(ods, i) - sum / weights)) ** 2
  }
  return squares
}

function isBetter(next: Optimum, best: Optimum): boolean {
  if (!Number.isFinite(next.wrss)) return false
  if (!Number.isFinite(best.wrss)) return true
  const [nextSettled, bestSettled] = [next.end === 'settled', best.end === 'settled']
  if (nextSettled && !bestSettled) return next.wrss <= best.wrss * (1 + TIE)
  if (bestSettled && !nextSettled) return next.wrss < best.wrss * (1 - TIE)
  return next.wrss < best.wrss
}
