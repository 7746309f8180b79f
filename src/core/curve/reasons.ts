import type { CurveParameters, Level } from './curve-model.ts'
import type { SearchEnd } from './levenberg-marquardt.ts'
import type { Weighing } from './weights.ts'

/** The sentences that say why there is no curve, or what weakens one. */

/** Above this, the standards hardly determine one combination of the parameters. */
const CONDITION_WEAK = 1e5
/**
 * An asymptote this many spans away from the standards, or a slope this steep, is on its way to
 * infinity.
 */
const SPANS_AWAY = 100
const STEP_SLOPE = 50

const HOW_IT_ENDED: Readonly<Record<SearchEnd, string>> = {
  settled: 'the best curve leaves some of its parameters open',
  step_limit: 'the search did not settle',
  no_descent: 'the search came to a place that it could not leave',
  not_finite: 'the model has no finite value there',
}

/** Where a search ended that gave no curve. */
export interface DeadEnd {
  readonly end: SearchEnd
  readonly parameters: CurveParameters
  readonly condition: number
}

/** Why a search gave no curve, by what the parameters were doing when it ended. */
export function noOptimumReason(at: DeadEnd, levels: readonly Level[]): string {
  const why = runaway(at.parameters, levels) ?? undetermined(at) ?? HOW_IT_ENDED[at.end]
  return `No finite best curve exists for these standards: ${why}.`
}

function runaway({ A, B, C, D }: CurveParameters, levels: readonly Level[]): string | undefined {
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

function undetermined({ condition }: DeadEnd): string | undefined {
  return condition > CONDITION_WEAK
    ? 'curves of many shapes fit them alike, because too few of them lie on the slope'
    : undefined
}

/** The reason for a fitted curve that no standard lies on the slope of. */
export const STEP_REASON =
  'The best curve is a step between two standards: none lies on its slope, ' +
  'so nothing can be read off it.'

/** What weakens a curve that was fitted: one sentence each, or nothing. */
export function weaknessOf(condition: number, floored: number, weighing: Weighing): string {
  const sentences: string[] = []
  if (condition > CONDITION_WEAK) {
    sentences.push(
      `The parameters are weakly identified (condition number ${condition.toExponential(1)}); ` +
        'concentrations between the standards stand.',
    )
  }
  if (floored > 0) sentences.push(flooredSentence(floored, weighing))
  return sentences.join(' ')
}

function flooredSentence(floored: number, { weights, odFloor }: Weighing): string {
  const points = floored === 1 ? '1 point was' : `${floored} points were`
  const whose = weights === 'irls' ? 'fitted OD' : 'OD'
  return (
    `${points} weighed as if the ${whose} were ${odFloor.toPrecision(3)}, ` +
    'half the smallest positive mean of a standard, because it is lower.'
  )
}
