import { controlFinding, controlRuns } from './evidence/control-runs.ts'
import { brokenRules } from './evidence/westgard.ts'
import type { QualityRule } from './rule.ts'

/** One run in twenty is this far off by chance alone: a reason to look, not to reject. */
export const rule: QualityRule = {
  id: 'westgard-1-2s',
  about: 'A control is more than 2 SD from its usual value (Westgard 1_2s, a warning).',
  check: (plate) =>
    controlRuns(plate)
      .filter(({ scores }) => brokenRules(scores).includes('1_2s'))
      .map((run) =>
        controlFinding(run, plate.unit, {
          what: 'more than 2 SD from its usual value (1_2s)',
          severity: 'warn',
          hint: 'Look at the control’s wells and at the other controls; watch the next plate.',
          limit: 2,
        }),
      ),
}
