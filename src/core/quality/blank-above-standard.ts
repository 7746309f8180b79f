import { isOd } from '../plate-read.ts'
import { mean } from '../stats/moments.ts'
import { standardOrder } from './evidence/standard-order.ts'
import { limitsOf, type LimitGroup } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

const OWN = {
  id: 'blank-above-standard',
  limits: {
    percentOfLowestMax: {
      about:
        'the mean OD of the blank from which it is too high, in percent of the lowest standard',
      usual: 100,
      source: 'own; at 100 % the blank cannot be told from a standard',
      min: 1,
      max: 1000,
    },
  },
} satisfies LimitGroup

/**
 * A blank that reads as high as a standard with analyte in it: contaminated, or not the blank. It
 * is one of the few signs of standards that lie one row off, which the fit itself does not show.
 */
export const rule: QualityRule = {
  ...OWN,
  about: 'The blank wells read at or above the lowest standard that holds analyte.',
  check: ({ wells, standards, assay }) => {
    const { ordered } = standardOrder(standards, assay)
    const lowest = ordered.find(({ nominal }) => nominal > 0)
    const blanks = wells.filter(({ role, od }) => role === 'blank' && isOd(od))
    const blankOd = mean(blanks.flatMap(({ od }) => (isOd(od) ? [od] : [])))
    // In a competitive assay the blank holds no tracer or no antibody and is low by nature.
    if (lowest === undefined || blankOd === null) return []
    if (assay.direction === 'falling') return []
    const percent = limitsOf(OWN, assay)('percentOfLowestMax')
    const limit = (percent / 100) * lowest.meanOd
    if (blankOd < limit) return []
    return [
      {
        severity: 'block',
        message:
          `The blank has mean OD ${blankOd.toFixed(3)}, the lowest standard (${lowest.nominal}) ` +
          `${lowest.meanOd.toFixed(3)}; the limit is ${percent} % of that.`,
        hint: 'Check for contamination, and whether the standards lie where the layout says.',
        value: blankOd,
        limit,
        wells: [...blanks.map(({ well }) => well), ...lowest.wells],
      },
    ]
  },
}
