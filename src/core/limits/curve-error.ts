import type { Curve } from '../analysis.ts'
import { CURVE_MODELS } from '../curve/curve-models.ts'
import { noiseVarianceOf, quadratic } from '../curve/invert.ts'
import { valuesOf } from '../curve/read-curve.ts'

/** A curve at one concentration: what it says there, and how well it knows it. */
export interface CurveError {
  /** The OD of the curve. */
  readonly od: number
  /**
   * The standard error of the mean OD of the wells about the curve: √(σ²/(w·m) + gᵀVg), their own
   * noise with the weight the fit gives this OD, and the curve's.
   */
  readonly odSe: number
  /** The standard error of a concentration read there, odSe over the slope; infinite at zero. */
  readonly se: number
}

/**
 * The error of a fitted curve at a concentration of zero or more, for the mean of `wells` wells.
 * The noise at an OD below zero is that of the OD as far above it, never below the fit's own floor.
 */
export function curveErrorAt(curve: Curve, concentration: number, wells: number): CurveError {
  const model = CURVE_MODELS[curve.model]
  const parameters = valuesOf(curve)
  const od = model.value(parameters, concentration)
  const noise = noiseVarianceOf(curve, Math.abs(od), wells)
  const ofCurve = quadratic(curve.covariance, model.gradient(parameters, concentration))
  const odSe = Math.sqrt(noise + ofCurve)
  const slope = concentration === 0 ? 0 : model.slope(parameters, concentration)
  return { od, odSe, se: slope === 0 ? Infinity : odSe / Math.abs(slope) }
}
