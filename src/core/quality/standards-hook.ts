import { standardOrder } from './evidence/standard-order.ts'
import type { QualityRule } from './rule.ts'

/**
 * So much analyte that it saturates capture and detection antibodies alike lowers the OD again. A
 * curve that goes up and comes down gives two concentrations for one OD, and the fit flattens its
 * top to please both.
 */
export const rule: QualityRule = {
  id: 'standards-hook',
  about: 'The highest standards turn back, as with a high-dose hook.',
  check: ({ standards, assay }) => {
    const { odDifferenceAlwaysFine: limit } = assay.limits
    const { ordered, direction, peak } = standardOrder(standards, assay)
    const extreme = peak === null ? undefined : ordered[peak]
    if (peak === null || extreme === undefined) return []
    const beyond = ordered.slice(peak + 1)
    const listed = beyond.map(({ nominal, meanOd }) => `${nominal} at ${meanOd.toFixed(3)}`)
    const drop = (extreme.meanOd - (beyond.at(-1)?.meanOd ?? 0)) * direction
    return [
      {
        severity: 'block',
        message:
          `Standard ${extreme.nominal} has the extreme mean OD, ${extreme.meanOd.toFixed(3)}; ` +
          `beyond it the curve turns by ${drop.toFixed(3)} (limit ${limit}): ` +
          `${listed.join(', ')}.`,
        hint: 'Check whether the top standards were swapped; if not, mask them and analyse again.',
        value: drop,
        limit,
        wells: beyond.flatMap(({ wells }) => wells),
      },
    ]
  },
}
