import type { Curve } from '../analysis.ts'
import { CURVE_MODELS } from '../curve/curve-models.ts'
import { curveDirection, odAtZero, valuesOf } from '../curve/read-curve.ts'
import { studentTQuantile } from '../stats/student-t.ts'
import { evenly, firstCrossing } from './crossing.ts'
import { curveErrorAt } from './curve-error.ts'

/**
 * What a fitted curve can tell from nothing, as the R package calibFit defines it (its vignette
 * RDL_MDC). The limits of the curve at x are f(x) ∓ t·√(σ²/(w·m) + gᵀVg). The minimum detectable
 * concentration (MDC) is where the curve itself leaves the limits of zero; the reliable detection
 * limit (RDL) is where even the near limit of the curve has left them. On a falling curve, "above"
 * reads "below" throughout.
 */
export interface DetectionLimits {
  /** Quantile of Student's t behind the limits, two-sided. */
  readonly t: number
  /** The limit at concentration zero towards the curve, an OD. */
  readonly odLimitOfZero: number
  /** In the well, in the assay's unit; null when the curve never gets there. */
  readonly mdc: number | null
  readonly rdl: number | null
}

/** How an unknown is measured, and how sure the limits are meant to be. */
export interface DetectionChoice {
  /** Wells of which an unknown's OD is the mean. */
  readonly wells: number
  /** Two-sided confidence of the limits, a fraction such as 0.95. */
  readonly confidence: number
}

/** The reliable detection limit is looked for over this many powers of e above the other. */
const REACH = 30
const PLACES = 300

/**
 * MDC and RDL of a curve that converged; null of one that did not, or that has no errors or no
 * zero. Throws RangeError when `wells`
 * is no positive whole number or the confidence no fraction.
 */
export function detectionLimits(
  curve: Curve,
  { wells, confidence }: DetectionChoice,
): DetectionLimits | null {
  requireWells(wells)
  if (curve.covariance.length === 0 || !Number.isFinite(odAtZero(curve))) return null
  const t = studentTQuantile((1 + confidence) / 2, curve.df)
  const zero = curveErrorAt(curve, 0, wells)
  const direction = curveDirection(curve)
  const odLimitOfZero = zero.od + direction * t * zero.odSe
  const [mdc] = CURVE_MODELS[curve.model].locate(valuesOf(curve), odLimitOfZero).concentrations
  if (mdc === undefined) return { t, odLimitOfZero, mdc: null, rdl: null }
  const clearance = (log: number): number => {
    const { od, odSe } = curveErrorAt(curve, Math.exp(log), wells)
    return (od - odLimitOfZero) * direction - t * odSe
  }
  const from = Math.log(mdc)
  const log = firstCrossing(clearance, evenly(from, from + REACH, PLACES))
  return { t, odLimitOfZero, mdc, rdl: log === null ? null : Math.exp(log) }
}

/** Throws RangeError unless `wells` is a positive whole number. */
export function requireWells(wells: number): void {
  if (!Number.isInteger(wells) || wells < 1) {
    throw new RangeError(`Expected a positive number of wells, got '${wells}'.`)
  }
}
