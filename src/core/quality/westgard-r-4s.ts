import { CONTROL_LIMITS } from './evidence/control-limits.ts'
import { controlFinding, controlRuns } from './evidence/control-runs.ts'
import { R_FOUR } from './evidence/westgard.ts'
import { limitsOf } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

/** Controls of one plate that are thrown to either side share no shift: the plate is imprecise. */
export const rule: QualityRule = {
  ...R_FOUR,
  shares: [CONTROL_LIMITS],
  about: 'On one plate a control is above +2 SD and another below −2 SD (Westgard R_4s).',
  check: (plate) => {
    const runs = controlRuns(plate)
    const limit = limitsOf(R_FOUR, plate.assay)('sdsMax')
    const high = runs.filter(({ score }) => score > limit)
    const low = runs.filter(({ score }) => score < -limit)
    if (high.length === 0 || low.length === 0) return []
    return [...high, ...low].map((run) =>
      controlFinding(run, plate.unit, {
        what: `beyond ${limit} SD while another control is so on the other side (R_4s)`,
        severity: 'block',
        hint: 'Suspect pipetting or washing: look at the replicates, then run the plate again.',
        limit,
      }),
    )
  },
}
