import type { Flag, SampleResult } from '../../analysis.ts'
import { controlLog10, controlName } from '../../history.ts'
import type { JudgedPlate } from '../rule.ts'
import {
  controlLimits,
  limitsInWords,
  standardScore,
  type ControlLimits,
} from './control-limits.ts'

/** A control of today's plate against its earlier runs, on log10 concentration. */
export interface ControlRun {
  readonly name: string
  readonly sample: SampleResult
  readonly limits: ControlLimits
  /** Scores of every run, oldest first, today's last. */
  readonly scores: readonly number[]
  /** Today's score. */
  readonly score: number
}

/** The controls that have a concentration today and enough earlier runs to be judged. */
export function controlRuns({ samples, history, assay }: JudgedPlate): readonly ControlRun[] {
  return samples.flatMap((sample) => {
    const [name, today] = [controlName(sample), controlLog10(sample)]
    const earlier = history.controls.get(name) ?? []
    const limits = controlLimits(earlier, assay)
    if (today === null || limits === null) return []
    const scores = [...earlier, today].map((value) => standardScore(value, limits))
    return [{ name, sample, limits, scores, score: standardScore(today, limits) }]
  })
}

/** What a rule found on one control, with its numbers. */
export function controlFinding(
  run: ControlRun,
  unit: string,
  finding: Pick<Flag, 'severity' | 'hint' | 'limit'> & { readonly what: string },
): Omit<Flag, 'rule'> {
  const { what, severity, hint, limit } = finding
  const value = run.sample.concentration.value ?? 0
  const usual = 10 ** run.limits.mean
  return {
    severity,
    message:
      `Control ${run.name}: ${what}; today ${value.toPrecision(4)} ${unit}, ` +
      `usually ${usual.toPrecision(4)} (${signed(run.score)} SD, ` +
      `limit ${limit ?? 0}; ${limitsInWords(run.limits)}).`,
    hint,
    value: run.score,
    limit,
    wells: run.sample.wells,
  }
}

/** A score as people write it, with its sign. */
export function signed(score: number): string {
  return `${score < 0 ? '−' : '+'}${Math.abs(score).toFixed(2)}`
}
