import type { Curve } from '../analysis.ts'
import { studentTQuantile } from '../stats/student-t.ts'
import { CURVE_MODELS } from './curve-models.ts'
import { noiseVarianceOf, quadratic } from './invert.ts'
import { valuesOf } from './read-curve.ts'

/** The curve at one concentration, with the limits of where it may lie. */
export interface BandPoint {
  readonly concentration: number
  readonly od: number
  /** Limits of the curve itself, f ∓ t·√(gᵀVg). */
  readonly low: number
  readonly high: number
  /** Limits of the mean OD of the wells, which have noise of their own. */
  readonly predictionLow: number
  readonly predictionHigh: number
}

/** Over which concentrations, and how sure. */
export interface BandChoice {
  /** In the unit of the standards, above zero. */
  readonly from: number
  readonly to: number
  readonly points: number
  /** Wells of which an OD is the mean. */
  readonly wells: number
  /** Two-sided, a fraction; 0.95 unless given. */
  readonly confidence?: number
}

/**
 * The pointwise confidence band of a curve in equal steps of ln concentration, ODs throughout.
 * Empty for a curve that did not converge or has no errors. Throws RangeError unless
 * 0 < from < to < ∞ and there are two points or more.
 */
export function confidenceBand(curve: Curve, choice: BandChoice): readonly BandPoint[] {
  const { from, to, points, wells, confidence = 0.95 } = choice
  if (!(from > 0 && to > from && to < Infinity)) {
    throw new RangeError(`Expected positive rising concentrations, got '${from}' to '${to}'.`)
  }
  if (!(Number.isInteger(points) && points >= 2)) {
    throw new RangeError(`Expected two points or more, got '${points}'.`)
  }
  if (curve.covariance.length === 0) return []
  const t = studentTQuantile((1 + confidence) / 2, curve.df)
  return Array.from({ length: points }, (_, i) => {
    const isEnd = i === points - 1
    const concentration = isEnd ? to : from * (to / from) ** (i / (points - 1))
    return bandPoint(curve, { concentration, t, wells })
  })
}

type Place = Readonly<Record<'concentration' | 't' | 'wells', number>>

function bandPoint(curve: Curve, { concentration, t, wells }: Place): BandPoint {
  const model = CURVE_MODELS[curve.model]
  const values = valuesOf(curve)
  const od = model.value(values, concentration)
  const ofCurve = quadratic(curve.covariance, model.gradient(values, concentration))
  const half = t * Math.sqrt(ofCurve)
  const wide = t * Math.sqrt(ofCurve + noiseVarianceOf(curve, od, wells))
  return {
    concentration,
    od,
    low: od - half,
    high: od + half,
    predictionLow: od - wide,
    predictionHigh: od + wide,
  }
}
