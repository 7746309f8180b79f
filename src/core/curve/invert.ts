import type { Curve } from '../analysis.ts'
import { studentTQuantile } from '../stats/student-t.ts'
import type { CurveModel, Located, ParameterValues } from './curve-model.ts'
import { CURVE_MODELS } from './curve-models.ts'
import { valuesOf } from './read-curve.ts'
import { weightAt } from './weights.ts'

/**
 * A concentration read off a curve, in the unit of the standards, with what its uncertainty is made
 * of: the wells' own noise and the curve's. Whoever compares two concentrations of one curve needs
 * the parts, because the curve's share is common to both: cov(x₁, x₂) = g₁ᵀVg₂ with g the gradients
 * and V the curve's covariance.
 */
export interface Inverse {
  /** At or beyond which end of the curve the OD lies; null when it lies between them. */
  readonly beyond: null | 'below_curve' | 'above_curve'
  readonly concentration: number | null
  /** Why there is no concentration, in a sentence; empty when there is one. */
  readonly reason: string
  /** Delta method: Var(x) = [noiseVariance + (∂f/∂p)ᵀV(∂f/∂p)] / slope². */
  readonly se: number | null
  /** Limits of the 95 % log-Wald interval x·exp(∓t·se/x); null where no finite one exists. */
  readonly ciLow: number | null
  readonly ciHigh: number | null
  /** dx/d(parameter) in order; empty when there is no concentration or no covariance. */
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
  if (!curve.converged) return without({ reason: `There is no curve. ${curve.reason}` }, 0)
  const model = CURVE_MODELS[curve.model]
  const parameters = valuesOf(curve)
  const noiseVariance = noiseVarianceOf(curve, od, wells)
  const located = model.locate(parameters, od)
  const [concentration] = located.concentrations
  if (concentration === undefined || located.concentrations.length > 1) {
    return without({ beyond: located.beyond, reason: whyNone(model, located) }, noiseVariance)
  }
  return uncertain(curve, { parameters, concentration, noiseVariance })
}

/** The variance of the mean OD of so many wells at an OD, by the noise that the curve found. */
export function noiseVarianceOf(curve: Curve, od: number, wells: number): number {
  const { weights, odFloor, sigma, parameters } = curve
  const { theta } = parameters
  const weighing = { weights, odFloor, ...(theta === undefined ? {} : { theta: theta.value }) }
  const factor = CURVE_MODELS[curve.model].varianceFactor?.(od) ?? 1
  return (factor * sigma ** 2) / (weightAt(od, weighing) * wells)
}

const NEAR_ZERO = {
  asymptotes: 'The OD lies at or beyond the asymptote at concentration zero.',
  standards: 'The OD lies beyond that of the lowest standard, where this curve says nothing.',
  zero: 'The OD lies at or beyond that of concentration zero.',
} as const

const NEAR_INFINITY = {
  asymptotes: 'The OD lies at or beyond the asymptote at high concentration.',
  standards: 'The OD lies beyond that of the highest standard, where this curve says nothing.',
  zero: 'The curve turns before it reaches this OD.',
} as const

function whyNone({ ends }: CurveModel, { beyond, concentrations }: Located): string {
  if (beyond === 'below_curve') return NEAR_ZERO[ends]
  if (beyond === 'above_curve') return NEAR_INFINITY[ends]
  const all = concentrations.map((each) => each.toPrecision(3)).join(', ')
  return `The curve has this OD at ${concentrations.length} concentrations: ${all}.`
}

interface Read {
  readonly parameters: ParameterValues
  readonly concentration: number
  readonly noiseVariance: number
}

function uncertain(curve: Curve, { parameters, concentration, noiseVariance }: Read): Inverse {
  const model = CURVE_MODELS[curve.model]
  const slope = model.slope(parameters, concentration)
  const ofOd = model.gradient(parameters, concentration)
  const read = { beyond: null, reason: '', concentration, noiseVariance, slope }
  const gradient = ofOd.map((byParameter) => -byParameter / slope)
  const se = Math.sqrt(noiseVariance + quadratic(curve.covariance, ofOd)) / Math.abs(slope)
  if (!Number.isFinite(se) || curve.covariance.length === 0) {
    return { ...read, se: null, ciLow: null, ciHigh: null, gradient: [] }
  }
  const spread = Math.exp((studentTQuantile(CONFIDENCE_UPPER, curve.df) * se) / concentration)
  const ciHigh = concentration * spread
  return {
    ...read,
    se,
    ciLow: concentration / spread,
    ciHigh: Number.isFinite(ciHigh) ? ciHigh : null,
    gradient,
  }
}

/** gᵀVg, never below zero however V was rounded. */
export function quadratic(covariance: Curve['covariance'], g: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < covariance.length; i += 1) {
    const row = covariance[i] ?? []
    for (let j = 0; j < row.length; j += 1) sum += (g[i] ?? 0) * (row[j] ?? 0) * (g[j] ?? 0)
  }
  return Math.max(0, sum)
}

interface Absence {
  readonly beyond?: Inverse['beyond']
  readonly reason: string
}

function without({ beyond = null, reason }: Absence, noiseVariance: number): Inverse {
  const none = { concentration: null, se: null, ciLow: null, ciHigh: null }
  return { beyond, reason, ...none, gradient: [], noiseVariance, slope: 0 }
}
