import { controlFinding, controlRuns } from './evidence/control-runs.ts'
import { brokenRules } from './evidence/westgard.ts'
import type { QualityRule } from './rule.ts'

/** Three plates in a thousand are this far off by chance: something happened to this one. */
export const rule: QualityRule = {
  id: 'westgard-1-3s',
  about: 'A control is more than 3 SD from its usual value (Westgard 1_3s).',
  check: (plate) =>
    controlRuns(plate)
      .filter(({ scores }) => brokenRules(scores).includes('1_3s'))
      .map((run) =>
        controlFinding(run, plate.unit, {
          what: 'more than 3 SD from its usual value (1_3s)',
          severity: 'block',
          hint: 'Do not release the plate: look for a mistake in it, then run it again.',
          limit: 3,
        }),
      ),
}
