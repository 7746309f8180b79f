import { shapeOf } from '../history.ts'
import { againstHistory, historyLimits } from './evidence/against-history.ts'
import { CONTROL_LIMITS } from './evidence/control-limits.ts'
import type { QualityRule } from './rule.ts'

const OWN = historyLimits('midpoint-history')

/**
 * The curve has moved along the concentrations: with every standard one well off on a two-fold
 * series the fit looks as good as ever (R² 0.997 against 0.998) and every result is doubled.
 */
export const rule: QualityRule = {
  ...OWN,
  shares: [CONTROL_LIMITS],
  about: 'The curve lies at other concentrations than on earlier plates of this kit lot.',
  check: (plate) =>
    againstHistory(
      {
        what: 'The concentration half-way up the curve',
        today: shapeOf(plate).midpoint,
        earlier: plate.history.midpoints,
        isRatio: true,
        alwaysFine: 0,
        unit: ` ${plate.unit}`,
        hint: 'Check the lot’s nominal concentrations, and whether the standards lie a well off.',
        wells: plate.standards.flatMap(({ wells }) => wells),
      },
      OWN,
      plate.assay,
    ),
}
