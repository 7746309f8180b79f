import { dixonRatio, dixonUpperTail } from '../stats/dixon.ts'
import { odSpread, replicatesOf } from './evidence/replicates.ts'
import type { QualityRule } from './rule.ts'

/**
 * With four wells even one that is 8 SD off is missed more often than found (0.45), with three
 * nearly always (0.13); with five it is found three times in four.
 */
const WELLS_MIN = 5
const WELLS_MAX = 7
/** For the plate as a whole: divided among the groups that are tested. */
const ALPHA = 0.05

/**
 * One outlier among five to seven wells by Dixon's r10, the gap to the next over the range. Fewer
 * wells have no power and are left to the CV; from eight on Grubbs' test does better.
 */
export const rule: QualityRule = {
  id: 'dixon-outlier',
  about: 'Among five to seven replicates one is an outlier by Dixon’s test.',
  check: ({ wells, assay }) => {
    const groups = replicatesOf(wells).filter(
      ({ ods }) => ods.length >= WELLS_MIN && ods.length <= WELLS_MAX,
    )
    const limit = ALPHA / Math.max(1, groups.length)
    return groups.flatMap(({ ods, wells: names, what }) => {
      const suspect = dixonRatio(ods)
      if (suspect === null || odSpread(ods) <= assay.limits.odDifferenceAlwaysFine) return []
      const chance = Math.min(1, 2 * dixonUpperTail(suspect.ratio, ods.length))
      if (chance >= limit) return []
      const [well = '', od = 0] = [names[suspect.index], ods[suspect.index]]
      return [
        {
          severity: 'warn' as const,
          message:
            `${well} of ${what} has OD ${od.toFixed(3)}, an outlier among ${ods.length} wells: ` +
            `r ${suspect.ratio.toFixed(3)}, probability ${chance.toPrecision(2)}, ` +
            `limit ${limit.toPrecision(2)}.`,
          hint: 'Look at the well; mask it only with a reason that is not its value.',
          value: chance,
          limit,
          wells: [well],
        },
      ]
    })
  },
}
