import type { Curve } from '../analysis.ts'
import { studentTQuantile } from '../stats/student-t.ts'
import type { CurveModel, CurveParameters } from './curve-model.ts'
import { CURVE_MODELS } from './curve-models.ts'
import { weightAt } from './weights.ts'

/**
 * A concentration read off a curve, in the unit of the standards, with what its uncertainty is made
 * of: the wells' own noise and the curve's. Whoever compares two concentrations of one curve needs
 * the parts, because the curve's share is common to both: cov(x₁, x₂) = g₁ᵀVg₂ with g the gradients
 * and V the curve's covariance.
 */
export interface Inverse {
  /** At or beyond which asymptote the OD lies; null when it lies between them. */
  readonly beyond: null | 'below_curve' | 'above_curve'
  readonly concentration: number | null
  /** Delta method: Var(x) = [noiseVariance + (∂f/∂p)ᵀV(∂f/∂p)] / slope². */
  readonly se: number | null
  /** Limits of the 95 % log-Wald interval x·exp(∓t·se/x); null where no finite one exists. */
  readonly ciLow: number | null
  readonly ciHigh: number | null
  /** dx/dA, dx/dB, dx/dC, dx/dD; empty when there is no concentration. */
  readonly gradient: readonly number[]
  /**
   * The variance of the mean OD of the wells: σ²/(w·m), with the weight the fit would give this OD.
   */
  readonly noiseVariance: number
  /** d(OD)/d(concentration); 0 when there is no concentration. */
  readonly slope: number
}

const CONFIDENCE_UPPER = 0.975

/**
 * The concentration whose OD on the curve is `od`, the mean of `wells` wells. `below_curve` is at
 * or beyond the asymptote at concentration zero, `above_curve` at or beyond the other, whichever
 * way the curve runs. A curve that did not converge gives neither a concentration nor a side.
 * Throws RangeError when `od` is not finite or `wells` not a positive integer.
 */
export function invert(curve: Curve, od: number, wells: number): Inverse {
  if (!Number.isFinite(od)) throw new RangeError(`Expected a finite OD, got '${od}'.`)
  if (!Number.isInteger(wells) || wells < 1) {
    throw new RangeError(`Expected a positive number of wells, got '${wells}'.`)
  }
  if (!curve.converged) return without(null, 0)
  const noiseVariance = curve.sigma ** 2 / (weightAt(curve.weights, od, curve.odFloor) * wells)
  const parameters = valuesOf(curve)
  const beyond = sideOf(parameters, od)
  if (beyond !== null) return without(beyond, noiseVariance)
  const model = CURVE_MODELS[curve.model]
  const concentration = model.inverse(parameters, od)
  // An OD within rounding of an asymptote is at it, for all that double precision can tell.
  if (concentration === 0) return without('below_curve', noiseVariance)
  if (concentration === Infinity) return without('above_curve', noiseVariance)
  return { ...uncertain(curve, model, { concentration, noiseVariance }), beyond: null }
}

/**
 * Which asymptote the OD is at or beyond; checked before any fractional power is taken of a
 * negative number.
 */
function sideOf({ A, D }: CurveParameters, od: number): Inverse['beyond'] {
  const rises = D > A
  if (rises ? od <= A : od >= A) return 'below_curve'
  if (rises ? od >= D : od <= D) return 'above_curve'
  return null
}

type Read = Readonly<Record<'concentration' | 'noiseVariance', number>>

function uncertain(
  curve: Curve,
  model: CurveModel,
  { concentration, noiseVariance }: Read,
): Omit<Inverse, 'beyond'> {
  const parameters = valuesOf(curve)
  const slope = model.slope(parameters, concentration)
  const ofOd = model.gradient(parameters, concentration)
  const gradient = ofOd.map((byParameter) => -byParameter / slope)
  const se = Math.sqrt(noiseVariance + quadratic(curve.covariance, ofOd)) / Math.abs(slope)
  if (!Number.isFinite(se)) {
    const none = { se: null, ciLow: null, ciHigh: null, gradient: [] }
    return { ...none, concentration, noiseVariance, slope }
  }
  const spread = Math.exp((studentTQuantile(CONFIDENCE_UPPER, curve.df) * se) / concentration)
  const ciHigh = concentration * spread
  return {
    concentration,
    se,
    ciLow: concentration / spread,
    ciHigh: Number.isFinite(ciHigh) ? ciHigh : null,
    gradient,
    noiseVariance,
    slope,
  }
}

/** gᵀVg, never below zero however V was rounded. */
function quadratic(covariance: Curve['covariance'], g: readonly number[]): number {
  let sum = 0
  for (const [i, row] of covariance.entries()) {
    for (const [j, entry] of row.entries()) sum += (g[i] ?? 0) * entry * (g[j] ?? 0)
  }
  return Math.max(0, sum)
}

function valuesOf({ parameters: { A, B, C, D } }: Curve): CurveParameters {
  return { A: A.value, B: B.value, C: C.value, D: D.value }
}

function without(beyond: Inverse['beyond'], noiseVariance: number): Inverse {
  const none = { concentration: null, se: null, ciLow: null, ciHigh: null }
  return { beyond, ...none, gradient: [], noiseVariance, slope: 0 }
}
