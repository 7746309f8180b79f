import type { SearchEnd } from './levenberg-marquardt.ts'
import { isReweighted, THETA_MAX, THETA_MIN, type Weighing } from './weights.ts'

/** The sentences that say why there is no curve, or what weakens one. */

/** Above this, the standards hardly determine one combination of the parameters. */
const CONDITION_WEAK = 1e5
const HOW_IT_ENDED: Readonly<Record<SearchEnd, string>> = {
  settled: 'the best curve leaves some of its parameters open',
  step_limit: 'the search did not settle',
  no_descent: 'the search came to a place that it could not leave',
  not_finite: 'the model has no finite value there',
}

/** Where a search ended that gave no curve, and where its parameters were running to. */
export interface DeadEnd {
  readonly end: SearchEnd
  readonly condition: number
  readonly runaway?: string
}

/** Why a search gave no curve, by what the parameters were doing when it ended. */
export function noOptimumReason(at: DeadEnd): string {
  const why = at.runaway ?? undetermined(at) ?? HOW_IT_ENDED[at.end]
  return `No finite best curve exists for these standards: ${why}.`
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

function flooredSentence(floored: number, weighing: Weighing): string {
  const points = floored === 1 ? '1 point was' : `${floored} points were`
  const whose = isReweighted(weighing) ? 'fitted OD' : 'OD'
  return (
    `${points} weighed as if the ${whose} were ${weighing.odFloor.toPrecision(3)}, ` +
    'half the smallest positive mean of a standard, because it is lower.'
  )
}

/** Says that the power of the mean ended at the edge of what is believable, or nothing. */
export function atBoundOf({ theta }: Weighing): string {
  if (theta !== THETA_MIN && theta !== THETA_MAX) return ''
  return `The estimated power of the mean is at its bound, theta = ${theta}.`
}
