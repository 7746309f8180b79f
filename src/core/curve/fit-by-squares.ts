import type { Fitted, Given, Level, NotFitted, ParameterValues } from './curve-model.ts'
import { estimatesOf, type Naming } from './estimates.ts'
import { atBoundOf, noOptimumReason, weaknessOf } from './reasons.ts'
import { seek, type Sight, type Sought } from './seek.ts'
import { tooFewReason } from './standards.ts'
import { flooredCount, isReweighted } from './weights.ts'

/**
 * Beyond this the normal matrix is singular to double precision, and its inverse would be noise.
 */
const CONDITION_SINGULAR = 1e13

/** What is fitted by least squares, and what is known about its ways of failing. */
export interface Squares extends Sight {
  readonly naming: Naming
  /** Where the parameters were running to when a search did not settle. */
  readonly runaway?: (values: ParameterValues, levels: readonly Level[]) => string | undefined
  /** Why a best curve cannot be read all the same. */
  readonly unreadable?: (values: ParameterValues, levels: readonly Level[]) => string | undefined
}

/** Fits a formula by weighted least squares, with the covariance of what it estimates. */
export function fitBySquares(squares: Squares, given: Given): Fitted | NotFitted {
  const few = tooFewReason(given.standards, squares.formula.parameterCount)
  if (few !== undefined) return { notFitted: few }
  return fitEvenFew(squares, given)
}

/** The same without asking whether there are enough standards. */
export function fitEvenFew(squares: Squares, given: Given): Fitted | NotFitted {
  const found = seek(squares, given.standards, given.weighing)
  const fit = judged(squares, given, found)
  found.search.release()
  return fit
}

/** What a search came to: a curve with its numbers, or why there is none. */
function judged(squares: Squares, given: Given, sought: Sought): Fitted | NotFitted {
  const { formula, naming } = squares
  const { standards } = given
  const dead = deadEndReason(squares, standards.levels, sought)
  if (dead !== undefined) return { notFitted: dead }
  const estimates = estimatesOf(formula, naming, { standards, sought })
  if (estimates === null) return { notFitted: 'The best curve has no finite standard errors.' }
  return { ...estimates, reason: weakness(given, sought) }
}

function weakness({ standards }: Given, { fittedOds, weighing, condition }: Sought): string {
  const floored = flooredCount(isReweighted(weighing) ? fittedOds : standards.ods, weighing)
  const sentences = [weaknessOf(condition, floored, weighing), atBoundOf(weighing)]
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

/**
 * One sentence when the search ended nowhere, or in a curve that cannot be read; otherwise
 * undefined.
 */
function deadEndReason(
  squares: Squares,
  levels: readonly Level[],
  { optimum: { end, theta }, condition }: Sought,
): string | undefined {
  const values = squares.formula.parametersAt(theta)
  if (end !== 'settled' || !(condition < CONDITION_SINGULAR)) {
    const runaway = squares.runaway?.(values, levels)
    return noOptimumReason({ end, condition, ...(runaway === undefined ? {} : { runaway }) })
  }
  return squares.unreadable?.(values, levels)
}
