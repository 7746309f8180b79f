import type { Curve } from '../analysis.ts'
import { evenly, firstCrossing } from './crossing.ts'
import { curveErrorAt } from './curve-error.ts'
import { requireWells } from './detection.ts'

/**
 * How exactly a fitted curve can be read: the CV of a concentration, calibration and wells
 * together, against the concentration. It is large near zero and near the upper asymptote; where it
 * crosses a limit (20 % by custom) lie the curve's own limits of quantification.
 */

/** One point of a precision profile: concentration in the well, and the CV of one read there. */
export interface ProfilePoint {
  readonly concentration: number
  readonly od: number
  readonly cvPercent: number
}

/** The concentrations of a profile, spaced evenly by their logarithms. */
export interface ProfileChoice {
  readonly wells: number
  readonly from: number
  readonly to: number
  readonly points: number
}

/**
 * A precision profile for a plot; empty of a curve that did not converge. A CV too large to be
 * written is Infinity. Throws RangeError when the concentrations are not positive and rising, or
 * there are fewer than two points.
 */
export function precisionProfile(
  curve: Curve,
  { wells, from, to, points }: ProfileChoice,
): readonly ProfilePoint[] {
  requireWells(wells)
  if (!(from > 0 && to > from && to < Infinity)) {
    throw new RangeError(`Expected positive rising concentrations, got '${from}' to '${to}'.`)
  }
  if (!(Number.isInteger(points) && points >= 2)) {
    throw new RangeError(`Expected two points or more, got '${points}'.`)
  }
  if (!curve.converged) return []
  return evenly(Math.log(from), Math.log(to), points).map((log, index) => {
    const inner = index > 0 && index < points - 1
    const end = index === 0 ? from : to
    const concentration = inner ? Math.exp(log) : end
    const { od, se } = curveErrorAt(curve, concentration, wells)
    return { concentration, od, cvPercent: (100 * se) / concentration }
  })
}

/** Where a curve can be read with a CV of at most a limit; null when it nowhere can. */
export interface QuantificationLimits {
  readonly lloq: number
  readonly uloq: number
}

/** How an unknown is measured, and the largest CV that is still called exact. */
export interface QuantificationChoice {
  readonly wells: number
  readonly cvMaxPercent: number
}

/** Powers of e about the inflection within which limits are looked for, and how closely. */
const REACH = 40
const PLACES = 2001

/**
 * The lowest and the highest concentration in the well whose CV is within the limit. They follow
 * from the fitted curve alone and may lie outside the standards, where nothing proves the curve: a
 * plate's working range never goes by them alone.
 */
export function quantificationLimits(
  curve: Curve,
  { wells, cvMaxPercent }: QuantificationChoice,
): QuantificationLimits | null {
  requireWells(wells)
  if (!(cvMaxPercent > 0)) {
    throw new RangeError(`Expected a CV limit above zero, got '${cvMaxPercent}'.`)
  }
  if (curve.covariance.length === 0) return null
  const margin = (log: number): number => {
    const concentration = Math.exp(log)
    const { se } = curveErrorAt(curve, concentration, wells)
    const cv = (100 * se) / concentration
    return Number.isFinite(cv) ? cvMaxPercent - cv : -Infinity
  }
  const centre = Math.log(curve.parameters['C']?.value ?? 1)
  const rising = evenly(centre - REACH, centre + REACH, PLACES)
  const low = firstCrossing(margin, rising)
  const high = firstCrossing(
    (negative) => margin(-negative),
    rising.map((log) => -log).toReversed(),
  )
  return low === null || high === null ? null : { lloq: Math.exp(low), uloq: Math.exp(-high) }
}
