import type { StandardResult, WellResult } from '../analysis.ts'
import { isOd } from '../plate-read.ts'
import { odSpread } from './evidence/replicates.ts'
import type { QualityRule } from './rule.ts'

/**
 * Standards whose wells disagree bend the curve for every specimen. Kit practice and ICH M10 allow
 * them a CV of 25 % at most; near the blank, where a CV explodes, a small difference is always
 * fine.
 */
export const rule: QualityRule = {
  id: 'standard-cv',
  about: 'The wells of one standard differ more than the assay allows.',
  check: ({ standards, wells, assay }) => {
    const { standardCvMaxPercent: limit, odDifferenceAlwaysFine } = assay.limits
    return standards
      .filter((standard) => (standard.cvOdPercent ?? 0) > limit)
      .filter((standard) => spreadOf(standard, wells) > odDifferenceAlwaysFine)
      .map((standard) => ({
        severity: 'warn' as const,
        message:
          `Standard ${standard.nominal}: CV of the ODs ` +
          `${(standard.cvOdPercent ?? 0).toFixed(1)} %, limit ${limit} %.`,
        hint: 'Look for a bubble or a missed pipetting; mask a well only with a reason.',
        value: standard.cvOdPercent,
        limit,
        wells: standard.wells,
      }))
  },
}

function spreadOf(standard: StandardResult, wells: readonly WellResult[]): number {
  const ods = wells.flatMap(({ well, od }) =>
    standard.wells.includes(well) && isOd(od) ? [od] : [],
  )
  return odSpread(ods)
}
