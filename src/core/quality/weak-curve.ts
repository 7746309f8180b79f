import { limitsOf, type LimitGroup } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

const OWN = {
  id: 'weak-curve',
  limits: {
    conditionMax: {
      about: 'the highest condition number of the scaled normal matrix',
      usual: 1e5,
      source: 'own; real ELISA standards stay below 1.5e4 in 95 of 100 fits',
      min: 100,
      max: 1e13,
    },
  },
} satisfies LimitGroup

/** A weakly determined curve still interpolates well, but its parameters are not to be quoted. */
export const rule: QualityRule = {
  ...OWN,
  about: 'The standards hardly determine one of the curve parameters, often the upper asymptote.',
  check: ({ curve, standards, assay }) => {
    const limit = limitsOf(OWN, assay)('conditionMax')
    if (curve === null || !curve.converged || curve.condition <= limit) return []
    return [
      {
        severity: 'warn',
        message:
          'The curve parameters are weakly identified: condition number ' +
          `${curve.condition.toExponential(1)}, limit ${limit.toExponential(0)}.`,
        hint:
          'Concentrations between the standards stand; do not quote the asymptotes. ' +
          'A higher top standard would help.',
        value: curve.condition,
        limit,
        wells: standards.flatMap(({ wells }) => wells),
      },
    ]
  },
}
