import { endsOf } from '../history.ts'
import { againstHistory, historyLimits } from './evidence/against-history.ts'
import { CONTROL_LIMITS } from './evidence/control-limits.ts'
import type { QualityRule } from './rule.ts'

const OWN = historyLimits('top-od-history')

/**
 * The top standard tells the colour development of the whole plate, and whether it is the top one.
 */
export const rule: QualityRule = {
  ...OWN,
  shares: [CONTROL_LIMITS],
  about: 'The OD of the highest standard is not what earlier plates of this kit lot had.',
  check: (plate) => {
    const highest = Math.max(...plate.standards.map(({ nominal }) => nominal))
    return againstHistory(
      {
        what: 'The mean OD of the highest standard',
        today: endsOf(plate).topOd,
        earlier: plate.history.topOds,
        isRatio: true,
        alwaysFine: plate.assay.limits.odDifferenceAlwaysFine,
        unit: '',
        hint: 'Check the reconstitution of the standard, the substrate time and the layout.',
        wells: plate.standards
          .filter(({ nominal }) => nominal === highest)
          .flatMap(({ wells }) => wells),
      },
      OWN,
      plate.assay,
    )
  },
}
