import type { Curve } from '../core/analysis.ts'
import type { CurvePoint } from '../core/curve/fit-curve.ts'
import { invert } from '../core/curve/invert.ts'
import type { ResultState } from '../core/result.ts'
import type { Unknown } from './fit-input.ts'

/**
 * An unknown with what the curve makes of it; numbers are null when there are none, and the state
 * says why.
 */
export interface FittedUnknown extends Unknown {
  readonly concentration: number | null
  readonly se: number | null
  readonly ciLow: number | null
  readonly ciHigh: number | null
  readonly state: ResultState
  readonly reason: string
}

/** A fitted curve with the unknowns read off it. */
export interface FitResult {
  readonly curve: Curve
  readonly standards: readonly CurvePoint[]
  readonly unknowns: readonly FittedUnknown[]
}

/** Reads one unknown off the curve; its range is that of the standards above zero. */
export function readOff(
  curve: Curve,
  standards: readonly CurvePoint[],
  unknown: Unknown,
): FittedUnknown {
  const without = { ...unknown, concentration: null, se: null, ciLow: null, ciHigh: null }
  if (!curve.converged) {
    return { ...without, state: 'not_fitted', reason: `There is no curve. ${curve.reason}` }
  }
  const inverse = invert(curve, unknown.od, unknown.wells)
  const { beyond, concentration, se, ciLow, ciHigh, reason } = inverse
  if (concentration === null) return { ...without, state: beyond ?? 'not_fitted', reason }
  return { ...unknown, concentration, se, ciLow, ciHigh, ...placeOf(concentration, standards) }
}

/**
 * Where a concentration lies against the standards: between the lowest one above zero and the
 * highest.
 */
function placeOf(
  concentration: number,
  standards: readonly CurvePoint[],
): Pick<FittedUnknown, 'state' | 'reason'> {
  const nominal = standards.map((standard) => standard.concentration)
  const lloq = Math.min(...nominal.filter((value) => value > 0))
  const uloq = Math.max(...nominal)
  if (concentration < lloq) {
    return { state: 'below_lloq', reason: `Below the lowest standard above zero, ${lloq}.` }
  }
  if (concentration > uloq) {
    return { state: 'above_uloq', reason: `Above the highest standard, ${uloq}: extrapolated.` }
  }
  return { state: 'ok', reason: '' }
}
