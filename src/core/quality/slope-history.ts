import { shapeOf } from '../history.ts'
import { againstHistory, historyLimits } from './evidence/against-history.ts'
import { CONTROL_LIMITS } from './evidence/control-limits.ts'
import type { QualityRule } from './rule.ts'

const OWN = historyLimits('slope-history')

/** A curve of another steepness is another assay: a wrong conjugate, a wrong dilution factor. */
export const rule: QualityRule = {
  ...OWN,
  shares: [CONTROL_LIMITS],
  about: 'The curve is steeper or flatter than on earlier plates of this kit lot.',
  check: (plate) =>
    againstHistory(
      {
        what: 'The steepness of the curve in the middle of the standards',
        today: shapeOf(plate).slope,
        earlier: plate.history.slopes,
        isRatio: true,
        alwaysFine: 0,
        unit: '',
        hint: 'Check the steps of the dilution series and the conjugate.',
        wells: plate.standards.flatMap(({ wells }) => wells),
      },
      OWN,
      plate.assay,
    ),
}
