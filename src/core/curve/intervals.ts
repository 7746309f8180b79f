import type { Curve } from '../analysis.ts'
import { studentTQuantile } from '../stats/student-t.ts'
import { CURVE_MODELS } from './curve-models.ts'
import { invert, noiseVarianceOf, quadratic } from './invert.ts'
import { valuesOf } from './read-curve.ts'

/** Limits in the unit of the standards; null where there is no finite one above zero. */
export interface Interval {
  readonly low: number | null
  readonly high: number | null
}

/**
 * Three two-sided intervals for one inverse prediction.
 *
 * - `logWald`, x·exp(∓t·se/x), is what assayd reports: positive and cheap.
 * - `wald`, x ∓ t·se, is what most programs print; its lower limit may be negative.
 * - `inversion` holds every x with |od - f(x)| ≤ t·√(σ²/(w·m) + gᵀVg), around the concentration
 *   itself (Fieller's for a line). Near an asymptote it has no finite upper limit, near zero no
 *   lower one, and that is the truth about such an OD.
 */
export interface Intervals {
  readonly concentration: number
  readonly se: number
  readonly logWald: Interval
  readonly wald: Interval
  readonly inversion: Interval
}

/** An OD that was read, the mean of so many wells. */
export interface ReadOd {
  readonly od: number
  readonly wells: number
  /** Two-sided, a fraction; 0.95 unless given. */
  readonly confidence?: number
}

/**
 * The intervals of an OD's concentration; null when it has none, or the model no errors. Throws
 * RangeError when the OD is not finite or the wells not a positive whole number.
 */
export function intervalsOf(curve: Curve, read: ReadOd): Intervals | null {
  const { od, wells, confidence = 0.95 } = read
  const { concentration, se } = invert(curve, od, wells)
  if (concentration === null || se === null) return null
  const t = studentTQuantile((1 + confidence) / 2, curve.df)
  const spread = Math.exp((t * se) / concentration)
  const gap = gapOf(curve, { ...read, t })
  const first = Math.min(1, se / concentration)
  return {
    concentration,
    se,
    logWald: { low: concentration / spread, high: finite(concentration * spread) },
    wald: { low: concentration - t * se, high: concentration + t * se },
    inversion: {
      low: edge(gap, concentration, -first),
      high: edge(gap, concentration, first),
    },
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** Below zero at ln x while x belongs to the inversion interval. */
function gapOf(curve: Curve, { od, wells, t }: ReadOd & { readonly t: number }) {
  const model = CURVE_MODELS[curve.model]
  const values = valuesOf(curve)
  const noise = noiseVarianceOf(curve, od, wells)
  return (log: number): number => {
    const x = Math.exp(log)
    const ofCurve = quadratic(curve.covariance, model.gradient(values, x))
    return Math.abs(od - model.value(values, x)) - t * Math.sqrt(noise + ofCurve)
  }
}

/** Beyond this many powers of e nothing is a concentration any more. */
const REACH = 60
const STEP_FIRST = 0.125
const STEP_GROWTH = 1.1
const STEP_MAX = 0.1

/** The first place from the concentration on, in steps that begin with `first`, that is outside. */
function edge(gap: (log: number) => number, concentration: number, first: number): number | null {
  const start = Math.log(concentration)
  let step = STEP_FIRST * first
  let inside = start
  for (;;) {
    const next = inside + step
    if (!(Math.abs(next - start) < REACH)) return null
    const beyond = gap(next)
    if (!Number.isFinite(beyond)) return null
    if (beyond >= 0) return Math.exp(bisected(gap, inside, next))
    inside = next
    step = Math.sign(step) * Math.min(STEP_MAX, Math.abs(step) * STEP_GROWTH)
  }
}

function bisected(gap: (log: number) => number, from: number, to: number): number {
  let [inside, outside] = [from, to]
  for (;;) {
    const middle = inside + (outside - inside) / 2
    if (middle === inside || middle === outside) return middle
    if (gap(middle) < 0) inside = middle
    else outside = middle
  }
}
