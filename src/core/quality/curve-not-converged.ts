import type { QualityRule } from './rule.ts'

/** Without a fitted curve the plate has no concentrations at all. */
export const rule: QualityRule = {
  id: 'curve-not-converged',
  about: 'The standard curve could not be fitted, so the plate has no concentrations.',
  check: ({ curve, standards }) => {
    if (curve !== null && curve.converged) return []
    const why = curve === null ? 'the layout has no standard with an OD' : curve.reason
    return [
      {
        severity: 'block',
        message: `The standard curve was not fitted: ${why}`,
        hint: 'Look at the standards: were they pipetted, and is the layout the right one?',
        value: null,
        limit: null,
        wells: standards.flatMap(({ wells }) => wells),
      },
    ]
  },
}
