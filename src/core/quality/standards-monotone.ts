import { standardOrder, type StandardOrder } from './evidence/standard-order.ts'
import { limitsOf, type LimitGroup } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

const OWN = {
  id: 'standards-monotone',
  limits: {
    agreeingPercentMin: {
      about: 'the fewest pairs of standards in order of a curve of this direction, in percent',
      usual: 50,
      source: 'own; below it more pairs speak for the other direction',
      min: 0,
      max: 100,
    },
  },
} satisfies LimitGroup

/**
 * Standards out of order mean a pipetting mistake, a wrong layout or a hook; any of them falsifies
 * every result. Two neighbours that are closer than the assay calls always fine, in whatever order,
 * are not a mistake but a curve that is flat there, and only warn. A turn at the top alone is left
 * to `standards-hook`. When most pairs run against the direction of the assay, that alone is said.
 */
export const rule: QualityRule = {
  ...OWN,
  about: 'The mean ODs of the standards do not follow their concentrations.',
  check: ({ standards, assay }) => {
    const { odDifferenceAlwaysFine } = assay.limits
    const order = standardOrder(standards, assay)
    const { ordered, direction, peak } = order
    const percentMin = limitsOf(OWN, assay)('agreeingPercentMin')
    if (order.agreeingPercent < percentMin) return [wrongWay(order, percentMin)]
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

function wrongWay(
  { ordered, direction, agreeingPercent }: StandardOrder,
  limit: number,
): ReturnType<QualityRule['check']>[number] {
  const [is, should] = direction === 1 ? ['fall', 'rising'] : ['rise', 'falling']
  return {
    severity: 'block',
    message:
      `The mean ODs of the standards ${is} with the concentration, but the assay is ${should}: ` +
      `${agreeingPercent.toFixed(0)} % of the pairs are in order, needed ${limit} %.`,
    hint: 'Check how the standards lie against the layout, and the direction in the assay file.',
    value: agreeingPercent,
    limit,
    wells: ordered.flatMap(({ wells }) => wells),
  }
}
