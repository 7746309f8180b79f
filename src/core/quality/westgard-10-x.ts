import { controlFinding, controlRuns } from './evidence/control-runs.ts'
import { brokenRules } from './evidence/westgard.ts'
import type { QualityRule } from './rule.ts'

/** Ten plates in a row on one side of the mean happen by chance twice in a thousand. */
export const rule: QualityRule = {
  id: 'westgard-10-x',
  about: 'A control lay on the same side of its mean on ten plates in a row (Westgard 10_x).',
  check: (plate) =>
    controlRuns(plate)
      .filter(({ scores }) => brokenRules(scores).includes('10_x'))
      .map((run) =>
        controlFinding(run, plate.unit, {
          what: 'on the same side of its mean on ten plates in a row (10_x)',
          severity: 'block',
          hint: 'The assay has drifted: compare kit lot, standards, reader and control aliquots.',
          limit: 0,
        }),
      ),
}
