import { standardOrder } from './evidence/standard-order.ts'
import type { QualityRule } from './rule.ts'

/**
 * Standards out of order mean a pipetting mistake, a wrong layout or a hook; any of them falsifies
 * every result. Two neighbours that are closer than the assay calls always fine, in whatever order,
 * are not a mistake but a curve that is flat there, and only warn. A turn at the top alone is left
 * to `standards-hook`.
 */
export const rule: QualityRule = {
  id: 'standards-monotone',
  about: 'The mean ODs of the standards do not follow their concentrations.',
  check: ({ standards, assay }) => {
    const { odDifferenceAlwaysFine } = assay.limits
    const { ordered, direction, peak } = standardOrder(standards, odDifferenceAlwaysFine)
    return ordered.flatMap((standard, index) => {
      const below = ordered[index - 1]
      if (below === undefined || (peak !== null && index > peak)) return []
      const step = (standard.meanOd - below.meanOd) * direction
      if (step > 0) return []
      const isFlat = -step <= odDifferenceAlwaysFine
      return [
        {
          severity: isFlat ? ('warn' as const) : ('block' as const),
          message:
            `Standard ${standard.nominal} has mean OD ${standard.meanOd.toFixed(3)}, out of ` +
            `order with ${below.nominal} at ${below.meanOd.toFixed(3)}; a difference of ` +
            `${odDifferenceAlwaysFine} is harmless.`,
          hint: isFlat
            ? 'The two cannot be told apart: trust no concentration between them.'
            : 'Check the dilution series, and that the plate lay in the reader as laid out.',
          value: standard.meanOd,
          limit: below.meanOd,
          wells: [...below.wells, ...standard.wells],
        },
      ]
    })
  },
}
