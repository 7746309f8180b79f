import type { StandardResult, WellResult } from '../analysis.ts'
import type { Well } from '../well.ts'
import type { QualityRule } from './rule.ts'

/**
 * Without a fitted curve the plate has no concentrations at all. What is counted is the curve: none
 * of the one that is needed.
 */
export const rule: QualityRule = {
  id: 'curve-not-converged',
  about: 'The standard curve could not be fitted, so the plate has no concentrations.',
  check: ({ curve, standards, wells }) => {
    if (curve !== null && curve.converged) return []
    const why = curve === null ? 'the layout has no standard with an OD' : curve.reason
    return [
      {
        severity: 'block',
        message: `The standard curve was not fitted: ${why}`,
        hint: 'Look at the standards: were they pipetted, and is the layout the right one?',
        value: 0,
        limit: 1,
        wells: wellsOf(standards, wells),
      },
    ]
  },
}

/** The standards' wells; on a plate without standards all that hold something. */
function wellsOf(
  standards: readonly StandardResult[],
  wells: readonly WellResult[],
): readonly Well[] {
  const ofStandards = standards.flatMap((standard) => standard.wells)
  if (ofStandards.length > 0) return ofStandards
  return wells.flatMap(({ role, well }) => (role === 'empty' ? [] : [well]))
}
