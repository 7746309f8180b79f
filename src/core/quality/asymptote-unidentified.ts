import { limitsOf, type LimitGroup } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

/**
 * Real ELISA curves have their inflection at up to twice the top standard and know their upper
 * asymptote to half of the rise or better; far beyond that it is guessed.
 */
const OWN = {
  id: 'asymptote-unidentified',
  limits: {
    topsMax: {
      about: 'how many times the top standard the inflection may lie at',
      usual: 5,
      source: 'own; of the 22 reference curves none has more than 2',
      min: 1,
      max: 1e6,
    },
    shareOfRiseMax: {
      about: 'the standard error of the upper asymptote over the rise of the curve',
      usual: 1,
      source: 'own; of the 22 reference curves none has more than 0.5',
      min: 0.01,
      max: 1e6,
    },
  },
} satisfies LimitGroup

/**
 * An upper asymptote that no standard comes near. Concentrations between the standards stand all
 * the same; above the top standard the curve is a guess, and its half-way point is none of the
 * analyte's.
 */
export const rule: QualityRule = {
  ...OWN,
  about: 'The upper asymptote of the curve lies where no standard shows it.',
  check: ({ curve, standards, unit, assay }) => {
    if (curve === null || !curve.converged) return []
    const { A, C, D } = curve.parameters
    if (A === undefined || C === undefined || D === undefined) return []
    const limit = limitsOf(OWN, assay)
    const top = standards.reduce((most, { nominal }) => Math.max(most, nominal), 0)
    const tops = C.value / top
    const se = D.se ?? 0
    const share = se / Math.abs(D.value - A.value)
    if (tops <= limit('topsMax') && share <= limit('shareOfRiseMax')) return []
    const isFar = tops > limit('topsMax')
    return [
      {
        severity: 'warn',
        message:
          `The upper asymptote is ${D.value.toPrecision(3)} ± ${se.toPrecision(2)} (SE, ` +
          `${share.toPrecision(2)} of the rise, limit ${limit('shareOfRiseMax')}); the ` +
          `inflection is ${C.value.toPrecision(3)} ${unit}, ${tops.toPrecision(2)} times the ` +
          `top standard, limit ${limit('topsMax')}.`,
        hint: 'Do not quote these parameters and do not extrapolate; a higher standard would help.',
        value: isFar ? tops : share,
        limit: isFar ? limit('topsMax') : limit('shareOfRiseMax'),
        wells: standards.flatMap(({ nominal, wells }) => (nominal === top ? wells : [])),
      },
    ]
  },
}
