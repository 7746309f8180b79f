import { CONTROL_LIMITS } from './evidence/control-limits.ts'
import { controlFinding, controlRuns } from './evidence/control-runs.ts'
import { brokenRules, ONE_THREE } from './evidence/westgard.ts'
import { limitsOf } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

/** Three plates in a thousand are this far off by chance: something happened to this one. */
export const rule: QualityRule = {
  ...ONE_THREE,
  shares: [CONTROL_LIMITS],
  about: 'A control is more than 3 SD from its usual value (Westgard 1_3s).',
  check: (plate) => {
    const limit = limitsOf(ONE_THREE, plate.assay)('sdsMax')
    return controlRuns(plate)
      .filter(({ scores }) => brokenRules(scores, plate.assay).includes('1_3s'))
      .map((run) =>
        controlFinding(run, plate.unit, {
          what: `more than ${limit} SD from its usual value (1_3s)`,
          severity: 'block',
          hint: 'Do not release the plate: look for a mistake in it, then run it again.',
          limit,
        }),
      )
  },
}
