import { dixonRatio, dixonUpperTail } from '../stats/dixon.ts'
import { odSpread, replicatesOf } from './evidence/replicates.ts'
import { limitsOf, type LimitGroup } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

const OWN = {
  id: 'dixon-outlier',
  limits: {
    wellsMin: {
      about: 'the fewest replicates that are tested',
      usual: 5,
      source:
        'own simulation: of wells 8 SD off it finds 13 % among three, 45 % among four, ' +
        'three quarters among five',
      min: 3,
      max: 30,
      isWhole: true,
    },
    wellsMax: {
      about: 'the most replicates that are tested',
      usual: 7,
      source: "own; from eight on Grubbs' test does better",
      min: 3,
      max: 30,
      isWhole: true,
    },
    alpha: {
      about: 'the probability of a false alarm on a plate',
      usual: 0.05,
      source: 'custom; it is divided among the groups that are tested',
      min: 1e-6,
      max: 0.5,
    },
  },
  ascending: ['wellsMin', 'wellsMax'],
} satisfies LimitGroup

/**
 * One outlier among five to seven wells by Dixon's r10, the gap to the next over the range. Fewer
 * wells have no power and are left to the CV; from eight on Grubbs' test does better.
 */
export const rule: QualityRule = {
  ...OWN,
  about: 'Among five to seven replicates one is an outlier by Dixon’s test.',
  check: ({ wells, assay }) => {
    const set = limitsOf(OWN, assay)
    const groups = replicatesOf(wells).filter(
      ({ ods }) => ods.length >= set('wellsMin') && ods.length <= set('wellsMax'),
    )
    const limit = set('alpha') / Math.max(1, groups.length)
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
