import { CONTROL_LIMITS } from './evidence/control-limits.ts'
import { controlFinding, controlRuns } from './evidence/control-runs.ts'
import { brokenRules, FOUR_ONE } from './evidence/westgard.ts'
import { limitsOf } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

/** Four plates in a row off to one side: too small a shift to see on one plate, and no chance. */
export const rule: QualityRule = {
  ...FOUR_ONE,
  shares: [CONTROL_LIMITS],
  about: 'A control was beyond 1 SD on the same side on four plates in a row (Westgard 4_1s).',
  check: (plate) => {
    const set = limitsOf(FOUR_ONE, plate.assay)
    return controlRuns(plate)
      .filter(({ scores }) => brokenRules(scores, plate.assay).includes('4_1s'))
      .map((run) =>
        controlFinding(run, plate.unit, {
          what:
            `beyond ${set('sdsMax')} SD on the same side on ` +
            `${set('runs')} plates in a row (4_1s)`,
          severity: 'block',
          hint: 'Something has shifted: compare kit lot, standards, reader and control aliquots.',
          limit: set('sdsMax'),
        }),
      )
  },
}
