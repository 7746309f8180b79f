import type { Fitted, Formula, Given, Level, NotFitted, ParameterValues } from './curve-model.ts'
import { fitBySquares, type Squares } from './fit-by-squares.ts'
import { asymptotesOf, type Reading } from './logistic.ts'
import { STEP_REASON } from './reasons.ts'

/** Fitting logistics: where their parameters run to, and when the best one is only a step. */

/**
 * An asymptote this many spans away from the standards, or a slope this steep, is on its way to
 * infinity.
 */
const SPANS_AWAY = 100
const STEP_SLOPE = 50
/**
 * A standard lies on the slope of a curve when it has more than about this share of both
 * asymptotes.
 */
const SLOPE_SHARE_MIN = 1e-6

/** A logistic formula with how it is read. */
export interface Sigmoid {
  readonly formula: Formula
  readonly reading: Reading
}

/** Fits a logistic by weighted least squares. */
export function fitSigmoid(sigmoid: Sigmoid, given: Given): Fitted | NotFitted {
  return fitBySquares(squaresOf(sigmoid), given)
}

/** A logistic as least squares want it. */
export function squaresOf({ formula, reading }: Sigmoid): Squares {
  return {
    formula,
    naming: reading,
    runaway,
    unreadable: (values, levels) =>
      levels.some((level) => isOnSlope(reading, values, level)) ? undefined : STEP_REASON,
  }
}

function isOnSlope(reading: Reading, values: ParameterValues, { concentration }: Level): boolean {
  const [atZero, atInfinity] = asymptotesOf(values)
  const share = (reading.value(values, concentration) - atZero) / (atInfinity - atZero)
  return share * (1 - share) > SLOPE_SHARE_MIN
}

function runaway(values: ParameterValues, levels: readonly Level[]): string | undefined {
  const [A = NaN, B = NaN, C = NaN, D = NaN] = values
  const ods = levels.map(({ od }) => od)
  const spanLimit = SPANS_AWAY * (Math.max(...ods) - Math.min(...ods))
  const concentrations = levels.map(({ concentration }) => concentration)
  const least = Math.min(...concentrations.filter((value) => value > 0))
  if (Math.abs(B) > STEP_SLOPE) {
    return 'the curve turns into a step between two standards, and its slope grows without end'
  }
  const isFarC = C > SPANS_AWAY * Math.max(...concentrations) || C < least / SPANS_AWAY
  if (isFarC || Math.abs(D - A) > spanLimit) {
    return 'an asymptote runs away to infinity, because the standards show no curvature towards it'
  }
  return undefined
}
