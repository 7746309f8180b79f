import type { QualityRule } from './rule.ts'

/**
 * Fits of real ELISA standards stay below 1.5e4 in 95 of 100 cases; above 1e5 a parameter is hardly
 * determined.
 */
const CONDITION_MAX = 1e5

/** A weakly determined curve still interpolates well, but its parameters are not to be quoted. */
export const rule: QualityRule = {
  id: 'weak-curve',
  about: 'The standards hardly determine one of the curve parameters, often the upper asymptote.',
  check: ({ curve }) => {
    if (curve === null || !curve.converged || curve.condition <= CONDITION_MAX) return []
    return [
      {
        severity: 'warn',
        message:
          'The curve parameters are weakly identified: condition number ' +
          `${curve.condition.toExponential(1)}, limit ${CONDITION_MAX.toExponential(0)}.`,
        hint:
          'Concentrations between the standards stand; do not quote the asymptotes. ' +
          'A higher top standard would help.',
        value: curve.condition,
        limit: CONDITION_MAX,
        wells: [],
      },
    ]
  },
}
