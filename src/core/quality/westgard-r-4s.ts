import { controlFinding, controlRuns } from './evidence/control-runs.ts'
import type { QualityRule } from './rule.ts'

/** Controls of one plate that are thrown to either side share no shift: the plate is imprecise. */
export const rule: QualityRule = {
  id: 'westgard-r-4s',
  about: 'On one plate a control is above +2 SD and another below −2 SD (Westgard R_4s).',
  check: (plate) => {
    const runs = controlRuns(plate)
    const high = runs.filter(({ score }) => score > 2)
    const low = runs.filter(({ score }) => score < -2)
    if (high.length === 0 || low.length === 0) return []
    return [...high, ...low].map((run) =>
      controlFinding(run, plate.unit, {
        what: 'beyond 2 SD while another control is beyond 2 SD on the other side (R_4s)',
        severity: 'block',
        hint: 'Suspect pipetting or washing: look at the replicates, then run the plate again.',
        limit: 2,
      }),
    )
  },
}
