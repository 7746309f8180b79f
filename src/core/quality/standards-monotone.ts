import type { QualityRule } from './rule.ts'

/**
 * Standards out of order mean a pipetting mistake, a wrong layout or a hook; any of them falsifies
 * every result.
 */
export const rule: QualityRule = {
  id: 'standards-monotone',
  about: 'The mean ODs of the standards do not follow their concentrations.',
  check: ({ standards }) => {
    const ordered = standards
      .filter(({ meanOd }) => meanOd !== null)
      .toSorted((a, b) => a.nominal - b.nominal)
    const ods = ordered.map(({ meanOd }) => meanOd ?? 0)
    const direction = Math.sign((ods.at(-1) ?? 0) - (ods[0] ?? 0))
    const against = ordered.filter(
      (_, index) => index > 0 && ((ods[index] ?? 0) - (ods[index - 1] ?? 0)) * direction <= 0,
    )
    return against.map((standard) => ({
      severity: 'block' as const,
      message:
        `Standard ${standard.nominal} has mean OD ${(standard.meanOd ?? 0).toFixed(3)}, ` +
        'out of order with the standard below it.',
      hint: 'Check the dilution series and whether the plate lay in the reader as the layout says.',
      value: standard.meanOd,
      limit: null,
      wells: standard.wells,
    }))
  },
}
