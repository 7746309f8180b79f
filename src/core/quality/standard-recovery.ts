import type { StandardResult } from '../analysis.ts'
import type { QualityRule } from './rule.ts'

/**
 * ICH M10 (4.2.3): at least 75 % of the standards and at least six levels must come back within
 * limits; the zero standard anchors the curve and carries no criterion. The assay file states the
 * limits.
 */
export const rule: QualityRule = {
  id: 'standard-recovery',
  about: 'Too few standards read off their own curve come back as what they are.',
  check: ({ standards, assay, curve }) => {
    const judged = standards.filter(({ nominal }) => nominal > 0)
    if (curve === null || !curve.converged || judged.length === 0) return []
    const { standardsPassingMinPercent, standardLevelsMin } = assay.limits
    const failing = judged.filter(({ passes }) => !passes)
    const passing = judged.length - failing.length
    const percent = (100 * passing) / judged.length
    if (failing.length === 0) return []
    const accepted = percent >= standardsPassingMinPercent && passing >= standardLevelsMin
    return [
      {
        severity: accepted ? 'warn' : 'block',
        message:
          `${passing} of ${judged.length} standards are within limits` +
          ` (needed: ${standardsPassingMinPercent} % and ${standardLevelsMin} levels); ` +
          `outside: ${failing.map(named).join(', ')}.`,
        hint: accepted
          ? 'The working range ends at the standards that pass.'
          : 'Check the dilution series and the layout; the plate should be run again.',
        value: percent,
        limit: standardsPassingMinPercent,
        wells: failing.flatMap(({ wells }) => wells),
      },
    ]
  },
}

function named({ nominal, recoveryPercent, cvOdPercent }: StandardResult): string {
  const recovery = recoveryPercent === null ? 'no back-fit' : `${recoveryPercent.toFixed(0)} %`
  const cv = cvOdPercent === null ? '' : `, CV ${cvOdPercent.toFixed(1)} %`
  return `${nominal} (${recovery}${cv})`
}
