import { endsOf } from '../history.ts'
import { againstHistory, historyLimits } from './evidence/against-history.ts'
import { CONTROL_LIMITS } from './evidence/control-limits.ts'
import type { QualityRule } from './rule.ts'

const OWN = historyLimits('zero-od-history')

/** A high zero standard means poor washing or contamination; a low one, a missing step. */
export const rule: QualityRule = {
  ...OWN,
  shares: [CONTROL_LIMITS],
  about: 'The OD of the zero standard is not what earlier plates of this kit lot had.',
  check: (plate) =>
    againstHistory(
      {
        what: 'The mean OD of the zero standard',
        today: endsOf(plate).zeroOd,
        earlier: plate.history.zeroOds,
        isRatio: false,
        alwaysFine: plate.assay.limits.odDifferenceAlwaysFine,
        unit: '',
        hint: 'Check washing, substrate and incubation times before trusting low concentrations.',
        wells: plate.standards.filter(({ nominal }) => nominal === 0).flatMap(({ wells }) => wells),
      },
      OWN,
      plate.assay,
    ),
}
