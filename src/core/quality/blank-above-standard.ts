import { isOd } from '../plate-read.ts'
import { mean } from '../stats/moments.ts'
import { standardOrder } from './evidence/standard-order.ts'
import type { QualityRule } from './rule.ts'

/**
 * A blank that reads as high as a standard with analyte in it: contaminated, or not the blank. It
 * is one of the few signs of standards that lie one row off, which the fit itself does not show.
 */
export const rule: QualityRule = {
  id: 'blank-above-standard',
  about: 'The blank wells read at or above the lowest standard that holds analyte.',
  check: ({ wells, standards, assay }) => {
    const { ordered, direction } = standardOrder(standards, assay.limits.odDifferenceAlwaysFine)
    const lowest = ordered.find(({ nominal }) => nominal > 0)
    const blanks = wells.filter(({ role, od }) => role === 'blank' && isOd(od))
    const blankOd = mean(blanks.flatMap(({ od }) => (isOd(od) ? [od] : [])))
    // In a competitive assay the blank holds no tracer or no antibody and is low by nature.
    if (lowest === undefined || blankOd === null || direction < 0) return []
    if (blankOd < lowest.meanOd) return []
    return [
      {
        severity: 'block',
        message:
          `The blank has mean OD ${blankOd.toFixed(3)}, the lowest standard (${lowest.nominal}) ` +
          `${lowest.meanOd.toFixed(3)}.`,
        hint: 'Check for contamination, and whether the standards lie where the layout says.',
        value: blankOd,
        limit: lowest.meanOd,
        wells: [...blanks.map(({ well }) => well), ...lowest.wells],
      },
    ]
  },
}
