import { CONTROL_LIMITS } from './evidence/control-limits.ts'
import { controlFinding, controlRuns } from './evidence/control-runs.ts'
import { brokenRules, ONE_TWO } from './evidence/westgard.ts'
import { limitsOf } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

/** One run in twenty is this far off by chance alone: a reason to look, not to reject. */
export const rule: QualityRule = {
  ...ONE_TWO,
  shares: [CONTROL_LIMITS],
  about: 'A control is more than 2 SD from its usual value (Westgard 1_2s, a warning).',
  check: (plate) => {
    const limit = limitsOf(ONE_TWO, plate.assay)('sdsMax')
    return controlRuns(plate)
      .filter(({ scores }) => brokenRules(scores, plate.assay).includes('1_2s'))
      .map((run) =>
        controlFinding(run, plate.unit, {
          what: `more than ${limit} SD from its usual value (1_2s)`,
          severity: 'warn',
          hint: 'Look at the control’s wells and at the other controls; watch the next plate.',
          limit,
        }),
      )
  },
}
