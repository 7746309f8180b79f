import type { Curve, WorkingRange } from '../analysis.ts'
import { invert, type Inverse } from '../curve/invert.ts'
import { curveDirection } from '../curve/read-curve.ts'
import { isOd, type WellMark, type WellValue } from '../plate-read.ts'
import type { Concentration, ResultState } from '../result.ts'
import type { FittedPlate } from './fit-standards.ts'

/**
 * A concentration with the inverse prediction it came from, which responses need for their
 * covariance.
 */
export interface Quantified {
  readonly concentration: Concentration
  readonly inWell: number | null
  readonly inverse: Inverse | null
}

/**
 * What is read off the curve: an OD (or why there is none), the wells it is the mean of, and the
 * dilution.
 */
export interface Reading {
  readonly od: WellValue
  readonly wells: number
  readonly dilution: number
}

/**
 * Reads a concentration off the plate's curve, corrected for dilution, with its state and what is
 * certain about it.
 */
export function quantify(plate: FittedPlate, reading: Reading): Quantified {
  const { curve, range } = plate
  if (!isOd(reading.od)) return ofMark(reading.od, plate, reading.dilution)
  if (curve === null) return without('not_fitted', 'The plate has no standards.')
  if (!curve.converged) return without('not_fitted', `The standard curve failed: ${curve.reason}`)
  if (range === null) return without('not_fitted', 'No standard comes back within its limits.')
  const inverse = invert(curve, reading.od, reading.wells)
  if (inverse.beyond !== null) return beyondCurve(inverse.beyond, range, reading)
  return onCurve(inverse, range, reading.dilution)
}

function onCurve(inverse: Inverse, range: WorkingRange, dilution: number): Quantified {
  const inWell = inverse.concentration
  if (inWell === null) return without('not_fitted', inverse.reason)
  const state = stateOf(inWell, range)
  const value = inWell * dilution
  const concentration: Concentration = {
    state,
    value,
    se: scaled(inverse.se, dilution),
    ciLow: scaled(inverse.ciLow, dilution),
    ciHigh: scaled(inverse.ciHigh, dilution),
    ...(state === 'ok' ? { lower: value, upper: value } : boundsOf(state, range, dilution)),
    reason: reasonOf(state, range),
  }
  return { concentration, inWell, inverse }
}

/**
 * The same wells with another point estimate: the error stays in proportion, because both
 * estimates have the same spread to first order.
 */
export function movedTo(from: Quantified, inWell: number, plate: FittedPlate): Quantified {
  const { inverse, inWell: before } = from
  const { value } = from.concentration
  if (inverse === null || plate.range === null || value === null || !before) return from
  const factor = inWell / before
  const moved = {
    ...inverse,
    concentration: inWell,
    se: scaled(inverse.se, factor),
    ciLow: scaled(inverse.ciLow, factor),
    ciHigh: scaled(inverse.ciHigh, factor),
    gradient: inverse.gradient.map((slope) => slope * factor),
  }
  return onCurve(moved, plate.range, value / before)
}

function stateOf(inWell: number, range: WorkingRange): ResultState {
  if (inWell < range.lloq) return 'below_lloq'
  return inWell > range.uloq ? 'above_uloq' : 'ok'
}

function beyondCurve(
  state: 'below_curve' | 'above_curve',
  range: WorkingRange,
  { dilution }: Reading,
): Quantified {
  const concentration = {
    ...NONE,
    state,
    ...boundsOf(state, range, dilution),
    reason: reasonOf(state, range),
  }
  return { concentration, inWell: null, inverse: null }
}

/** Below the range: between nothing and the lower limit. Above it: at least the upper limit. */
function boundsOf(
  state: ResultState,
  range: WorkingRange,
  dilution: number,
): Pick<Concentration, 'lower' | 'upper'> {
  const isBelow = state === 'below_lloq' || state === 'below_curve'
  return isBelow
    ? { lower: 0, upper: range.lloq * dilution }
    : { lower: range.uloq * dilution, upper: null }
}

function reasonOf(state: ResultState, { lloq, uloq }: WorkingRange): string {
  switch (state) {
    case 'below_lloq':
      return `Below the plate's lower limit of quantification, ${lloq} in the well.`
    case 'below_curve':
      return 'The OD lies at or beyond the asymptote at concentration zero.'
    case 'above_uloq':
      return `Above the highest valid standard, ${uloq} in the well: rerun more dilute.`
    case 'above_curve':
      return 'The OD lies at or beyond the asymptote at high concentration: rerun more dilute.'
    case 'ok':
    case 'saturated':
    case 'unread':
    case 'masked':
    case 'not_fitted':
      return ''
  }
}

const MARK_REASONS: Readonly<Record<WellMark, string>> = {
  overflow: 'The reader reported an OD above its range.',
  underflow: 'The reader reported an OD below its range.',
  unread: 'The well has no usable OD: it was not read, or its reference was out of range.',
  masked: 'The well was masked.',
}

function ofMark(mark: WellMark, { curve, range }: FittedPlate, dilution: number): Quantified {
  const reason = MARK_REASONS[mark]
  if (mark === 'masked') return without('masked', reason)
  if (mark !== 'overflow') return without('unread', reason)
  const known = range !== null && isRising(curve)
  const lower = known ? range.uloq * dilution : null
  return {
    concentration: { ...NONE, state: 'saturated', lower, reason },
    inWell: null,
    inverse: null,
  }
}

/**
 * On a falling (competitive) curve a high OD means little analyte, and no lower bound follows from
 * it.
 */
function isRising(curve: Curve | null): boolean {
  return curve !== null && curveDirection(curve) === 1
}

const NONE: Concentration = {
  state: 'not_fitted',
  value: null,
  se: null,
  ciLow: null,
  ciHigh: null,
  lower: null,
  upper: null,
  reason: '',
}

function without(state: ResultState, reason: string): Quantified {
  return { concentration: { ...NONE, state, reason }, inWell: null, inverse: null }
}

function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor
}
