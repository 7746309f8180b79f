import type { Flag } from '../../analysis.ts'
import type { Well } from '../../well.ts'
import { limitsOf, type Limit, type LimitGroup, type QualityOf } from '../limits/limit.ts'
import { controlLimits, limitsInWords, standardScore, valueAtScore } from './control-limits.ts'
import { signed } from './control-runs.ts'

const SDS_MAX: Limit = {
  about: 'how many SDs a plate may lie from earlier plates of its lot, or what is as unlikely',
  usual: 3,
  source: 'custom; three plates in a thousand are flagged without a cause',
  min: 1,
  max: 10,
}

/** The limit of a rule that compares a landmark with earlier plates. */
export function historyLimits(id: string): LimitGroup<'sdsMax'> {
  return { id, limits: { sdsMax: SDS_MAX } }
}

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
export function againstHistory(
  landmark: Landmark,
  group: LimitGroup<'sdsMax'>,
  assay: QualityOf,
): readonly Omit<Flag, 'rule'>[] {
  const { what, today, earlier, isRatio, alwaysFine, unit, hint, wells } = landmark
  if (today === null || (isRatio && today <= 0)) return []
  const on = (value: number): number => (isRatio ? Math.log(value) : value)
  const back = (value: number): number => (isRatio ? Math.exp(value) : value)
  const usable = earlier.filter((value) => !isRatio || value > 0).map(on)
  const limits = controlLimits(usable, assay)
  if (limits === null) return []
  const scoreMax = limitsOf(group, assay)('sdsMax')
  const score = standardScore(on(today), limits)
  const difference = Math.abs(today - back(limits.mean))
  if (Math.abs(score) <= scoreMax || difference <= alwaysFine) return []
  const limit = back(valueAtScore(Math.sign(score) * scoreMax, limits))
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
