import { grubbsCritical, grubbsStatistic } from '../stats/grubbs.ts'
import { odSpread, replicatesOf } from './evidence/replicates.ts'
import type { QualityRule } from './rule.ts'

/** From here on Grubbs' test finds a well that is 5 SD off more often than not (0.69 at eight). */
const WELLS_MIN = 8
/** For the plate as a whole: divided among the groups that are tested. */
const ALPHA = 0.05

/**
 * One outlier among eight wells or more. With three wells the largest possible G is 1.1547 and the
 * critical one 1.1543: there is nothing to find, and the CV has to do. Five to seven wells are
 * Dixon's. The well is pointed at and never left out: a person masks it, with a reason.
 */
export const rule: QualityRule = {
  id: 'grubbs-outlier',
  about: 'Among eight replicates or more one is an outlier by Grubbs’ test.',
  check: ({ wells, assay }) => {
    const groups = replicatesOf(wells).filter(({ ods }) => ods.length >= WELLS_MIN)
    return groups.flatMap((group) => {
      const suspect = grubbsStatistic(group.ods)
      const limit = grubbsCritical(group.ods.length, ALPHA / groups.length, 'two')
      if (suspect === null || suspect.statistic <= limit) return []
      if (odSpread(group.ods) <= assay.limits.odDifferenceAlwaysFine) return []
      const [well = '', od = 0] = [group.wells[suspect.index], group.ods[suspect.index]]
      return [
        {
          severity: 'warn' as const,
          message:
            `${well} of ${group.what} has OD ${od.toFixed(3)}, an outlier among ` +
            `${group.ods.length} wells: G ${suspect.statistic.toFixed(3)}, ` +
            `limit ${limit.toFixed(3)}.`,
          hint: 'Look at the well; mask it only with a reason that is not its value.',
          value: suspect.statistic,
          limit,
          wells: [well],
        },
      ]
    })
  },
}
