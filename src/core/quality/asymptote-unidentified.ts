import type { QualityRule } from './rule.ts'

/**
 * Real ELISA curves have their inflection at up to twice the top standard and know their upper
 * asymptote to half of the rise or better; beyond these limits it is guessed. They are this
 * project's own, drawn well outside the 22 reference curves.
 */
const TOPS_MAX = 5
const SHARE_OF_RISE_MAX = 1

/**
 * An upper asymptote that no standard comes near. Concentrations between the standards stand all
 * the same; above the top standard the curve is a guess, and its half-way point is none of the
 * analyte's.
 */
export const rule: QualityRule = {
  id: 'asymptote-unidentified',
  about: 'The upper asymptote of the curve lies where no standard shows it.',
  check: ({ curve, standards, unit }) => {
    if (curve === null || !curve.converged) return []
    const { A, C, D } = curve.parameters
    if (A === undefined || C === undefined || D === undefined) return []
    const top = standards.reduce((most, { nominal }) => Math.max(most, nominal), 0)
    const tops = C.value / top
    const se = D.se ?? 0
    const share = se / Math.abs(D.value - A.value)
    if (tops <= TOPS_MAX && share <= SHARE_OF_RISE_MAX) return []
    const isFar = tops > TOPS_MAX
    return [
      {
        severity: 'warn',
        message:
          `The upper asymptote is ${D.value.toPrecision(3)} ± ${se.toPrecision(2)} (SE); ` +
          `the inflection is ${C.value.toPrecision(3)} ${unit}, ${tops.toPrecision(2)} times the ` +
          'top standard.',
        hint: 'Do not quote these parameters and do not extrapolate; a higher standard would help.',
        value: isFar ? tops : share,
        limit: isFar ? TOPS_MAX : SHARE_OF_RISE_MAX,
        wells: [],
      },
    ]
  },
}
