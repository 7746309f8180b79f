import { CONTROL_LIMITS } from './evidence/control-limits.ts'
import { controlFinding, controlRuns } from './evidence/control-runs.ts'
import { brokenRules, isRunBeyond, TWO_TWO } from './evidence/westgard.ts'
import { limitsOf } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

/**
 * Twice beyond 2 SD on the same side is a shift and no chance, whether one control does it on two
 * plates in a row or two controls do it on one plate.
 */
export const rule: QualityRule = {
  ...TWO_TWO,
  shares: [CONTROL_LIMITS],
  about: 'Two results of controls in a row lie beyond 2 SD on the same side (Westgard 2_2s).',
  check: (plate) => {
    const runs = controlRuns(plate)
    const limit = limitsOf(TWO_TWO, plate.assay)('sdsMax')
    return runs.flatMap((run) => {
      const before = brokenRules(run.scores, plate.assay).includes('2_2s')
      const beside = runs.some(
        (other) => other !== run && isRunBeyond([run.score, other.score], 2, limit),
      )
      if (!before && !beside) return []
      const what = before
        ? `beyond ${limit} SD on the same side as the plate before (2_2s)`
        : `beyond ${limit} SD on the same side as another control of this plate (2_2s)`
      const hint = 'Suspect the standards or the kit: make the dilution series anew and run again.'
      return [controlFinding(run, plate.unit, { what, severity: 'block', hint, limit })]
    })
  },
}
