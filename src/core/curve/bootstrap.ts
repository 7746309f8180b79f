import type { Curve } from '../analysis.ts'
import type { CurveChoice } from '../assay.ts'
import { fitCurve, type CurvePoint } from './fit-curve.ts'
import type { Interval } from './intervals.ts'
import { invert, noiseVarianceOf } from './invert.ts'
import { odAt } from './read-curve.ts'

/**
 * A check of the delta method that shares none of its approximations. The residuals of the
 * standards, each over its own SD by the fit's weights and together scaled to variance 1 (the fit
 * took some out of them), are drawn again onto the curve and onto the unknown; the whole is fitted
 * and read off anew (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 9).
 */

/** What is drawn. */
export interface BootstrapChoice {
  /** The unknown: the mean OD of so many wells. */
  readonly od: number
  readonly wells: number
  readonly draws: number
  /** Uniform numbers in [0, 1); a seeded generator makes the result repeatable. */
  readonly random: () => number
  /** Two-sided, a fraction; 0.95 unless given. */
  readonly confidence?: number
}

/** What came of the draws. */
export interface Bootstrap {
  /** Percentiles of the concentration; null where that many draws lay beyond the curve. */
  readonly interval: Interval
  readonly median: number | null
  /** Draws that gave no curve; they are left out. */
  readonly failed: number
  readonly draws: number
}

/**
 * Draws an inverse prediction again and again; null when the standards give no curve with errors.
 * Throws RangeError without at least 40 draws, where a 95 % interval would be its extremes.
 */
export function bootstrapInverse(
  points: readonly CurvePoint[],
  choice: CurveChoice,
  how: BootstrapChoice,
): Bootstrap | null {
  if (!(how.draws >= 40)) throw new RangeError(`Expected 40 draws or more, got '${how.draws}'.`)
  const curve = fitCurve(points, { ...choice, points: 'wells' })
  if (curve.covariance.length === 0) return null
  const pool = standardisedResiduals(points, curve)
  const places: number[] = []
  for (let draw = 0; draw < how.draws; draw += 1) {
    const place = drawnPlace(points, { curve, pool, choice, how })
    if (place !== null) places.push(place)
  }
  const sorted = places.toSorted((left, right) => left - right)
  const tail = (1 - (how.confidence ?? 0.95)) / 2
  return {
    interval: { low: percentile(sorted, tail), high: percentile(sorted, 1 - tail) },
    median: percentile(sorted, 0.5),
    failed: how.draws - places.length,
    draws: how.draws,
  }
}

/** The SD of one well at an OD of the curve. */
function wellSd(curve: Curve, od: number): number {
  return Math.sqrt(noiseVarianceOf(curve, od, 1))
}

function standardisedResiduals(points: readonly CurvePoint[], curve: Curve): readonly number[] {
  const raw = points.map(({ concentration, od }) => {
    const fitted = odAt(curve, concentration)
    return (od - fitted) / wellSd(curve, fitted)
  })
  const centre = raw.reduce((sum, value) => sum + value, 0) / raw.length
  const spread = Math.sqrt(raw.reduce((sum, value) => sum + (value - centre) ** 2, 0) / raw.length)
  return raw.map((value) => (value - centre) / spread)
}

interface Drawing {
  readonly curve: Curve
  readonly pool: readonly number[]
  readonly choice: CurveChoice
  readonly how: BootstrapChoice
}

/** One concentration; 0 below the curve, Infinity above it, null when there is no curve. */
function drawnPlace(points: readonly CurvePoint[], drawing: Drawing): number | null {
  const { curve, pool, choice, how } = drawing
  const drawn = (): number => pool[Math.floor(how.random() * pool.length)] ?? 0
  const again = points.map(({ concentration }) => {
    const fitted = odAt(curve, concentration)
    return { concentration, od: fitted + drawn() * wellSd(curve, fitted) }
  })
  const next = fitCurve(again, { ...choice, points: 'wells' })
  let noise = 0
  for (let well = 0; well < how.wells; well += 1) noise += drawn() / how.wells
  const { concentration, beyond } = invert(next, how.od + noise * wellSd(curve, how.od), 1)
  if (beyond !== null) return beyond === 'below_curve' ? 0 : Infinity
  return concentration
}

/** The value below which a share of a sorted list lies; null when that is beyond the curve. */
function percentile(sorted: readonly number[], share: number): number | null {
  const place = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
  const value = below === above ? below : below + (above - below) * (place - Math.floor(place))
  return value > 0 && value < Infinity ? value : null
}
