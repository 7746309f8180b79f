import type { Flag } from '../../analysis.ts'
import type { Well } from '../../well.ts'
import { controlLimits, limitsInWords, standardScore, valueAtScore } from './control-limits.ts'
import { signed } from './control-runs.ts'

/** SDs, or what is as unlikely: three plates in a thousand are flagged without a cause. */
const SCORE_MAX = 3

/**
 * A landmark of today's plate and those of earlier ones, on the scale on which they scatter evenly.
 */
export interface Landmark {
  /** What it is, as the beginning of a sentence. */
  readonly what: string
  readonly today: number | null
  readonly earlier: readonly number[]
  /**
   * Whether ratios count and not differences, as for ODs well above zero and for concentrations.
   */
  readonly isRatio: boolean
  /** A difference that is fine however alike the earlier plates were. */
  readonly alwaysFine: number
  /** Written behind the numbers, with a space before it. */
  readonly unit: string
  readonly hint: string
  readonly wells: readonly Well[]
}

/** A warning when today's landmark is not what earlier plates of this assay and lot had. */
export function againstHistory(landmark: Landmark): readonly Omit<Flag, 'rule'>[] {
  const { what, today, earlier, isRatio, alwaysFine, unit, hint, wells } = landmark
  if (today === null || (isRatio && today <= 0)) return []
  const on = (value: number): number => (isRatio ? Math.log(value) : value)
  const back = (value: number): number => (isRatio ? Math.exp(value) : value)
  const usable = earlier.filter((value) => !isRatio || value > 0).map(on)
  const limits = controlLimits(usable)
  if (limits === null) return []
  const score = standardScore(on(today), limits)
  const difference = Math.abs(today - back(limits.mean))
  if (Math.abs(score) <= SCORE_MAX || difference <= alwaysFine) return []
  const limit = back(valueAtScore(Math.sign(score) * SCORE_MAX, limits))
  const [now, usual, bound] = [today, back(limits.mean), limit].map((one) => one.toPrecision(3))
  return [
    {
      severity: 'warn',
      message:
        `${what} is ${now}${unit}, usually ${usual}${unit}, limit ${bound}${unit} ` +
        `(${signed(score)} SD, ${limitsInWords(limits)} of this assay and lot).`,
      hint,
      value: today,
      limit,
      wells,
    },
  ]
}
