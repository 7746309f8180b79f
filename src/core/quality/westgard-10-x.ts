import { CONTROL_LIMITS } from './evidence/control-limits.ts'
import { controlFinding, controlRuns } from './evidence/control-runs.ts'
import { brokenRules, TEN_X } from './evidence/westgard.ts'
import { limitsOf } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

/** Ten plates in a row on one side of the mean happen by chance twice in a thousand. */
export const rule: QualityRule = {
  ...TEN_X,
  shares: [CONTROL_LIMITS],
  about: 'A control lay on the same side of its mean on ten plates in a row (Westgard 10_x).',
  check: (plate) => {
    const runs = limitsOf(TEN_X, plate.assay)('runs')
    return controlRuns(plate)
      .filter(({ scores }) => brokenRules(scores, plate.assay).includes('10_x'))
      .map((run) =>
        controlFinding(run, plate.unit, {
          what: `on the same side of its mean on ${runs} plates in a row (10_x)`,
          severity: 'block',
          hint: 'The assay has drifted: compare kit lot, standards, reader and control aliquots.',
          limit: 0,
        }),
      )
  },
}
