import { controlFinding, controlRuns, type ControlRun } from './evidence/control-runs.ts'
import { brokenRules, isRunBeyond } from './evidence/westgard.ts'
import type { QualityRule } from './rule.ts'

/**
 * Twice beyond 2 SD on the same side is a shift and no chance, whether one control does it on two
 * plates in a row or two controls do it on one plate.
 */
export const rule: QualityRule = {
  id: 'westgard-2-2s',
  about: 'Two results of controls in a row lie beyond 2 SD on the same side (Westgard 2_2s).',
  check: (plate) => {
    const runs = controlRuns(plate)
    return runs.flatMap((run) => {
      const before = brokenRules(run.scores).includes('2_2s')
      const beside = runs.some((other) => other !== run && areBothBeyond(run, other))
      if (!before && !beside) return []
      const what = before
        ? 'beyond 2 SD on the same side as the plate before (2_2s)'
        : 'beyond 2 SD on the same side as another control of this plate (2_2s)'
      const hint = 'Suspect the standards or the kit: make the dilution series anew and run again.'
      return [controlFinding(run, plate.unit, { what, severity: 'block', hint, limit: 2 })]
    })
  },
}

function areBothBeyond(one: ControlRun, other: ControlRun): boolean {
  return isRunBeyond([one.score, other.score], 2, 2)
}
