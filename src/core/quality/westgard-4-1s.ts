import { controlFinding, controlRuns } from './evidence/control-runs.ts'
import { brokenRules } from './evidence/westgard.ts'
import type { QualityRule } from './rule.ts'

/** Four plates in a row off to one side: too small a shift to see on one plate, and no chance. */
export const rule: QualityRule = {
  id: 'westgard-4-1s',
  about: 'A control was beyond 1 SD on the same side on four plates in a row (Westgard 4_1s).',
  check: (plate) =>
    controlRuns(plate)
      .filter(({ scores }) => brokenRules(scores).includes('4_1s'))
      .map((run) =>
        controlFinding(run, plate.unit, {
          what: 'beyond 1 SD on the same side on four plates in a row (4_1s)',
          severity: 'block',
          hint: 'Something has shifted: compare kit lot, standards, reader and control aliquots.',
          limit: 1,
        }),
      ),
}
