import type { StandardResult, WorkingRange } from '../analysis.ts'
import type { QualityRule } from './rule.ts'

/**
 * ICH M10 on ligand binding assays (4.2.3): at least 75 % of the standards and at least six levels
 * must come back within limits. Anchors carry no criterion: the zero standard, and standards below
 * the kit's own lower limit, which are there to hold the curve. The lowest and the highest standard
 * are not dropped in silence: when one fails, the range it shortens is part of the message. The
 * assay file states the limits.
 */
export const rule: QualityRule = {
  id: 'standard-recovery',
  about: 'Too few standards read off their own curve come back as what they are.',
  check: ({ standards, assay, curve, range }) => {
    const { standardsPassingMinPercent, standardLevelsMin, kitLloq } = assay.limits
    const judged = standards.filter(({ nominal }) => nominal > 0 && nominal >= (kitLloq ?? 0))
    if (curve === null || !curve.converged) return []
    const failing = judged.filter(({ passes }) => !passes)
    const passing = judged.length - failing.length
    const percent = judged.length === 0 ? 0 : (100 * passing) / judged.length
    const accepted = percent >= standardsPassingMinPercent && passing >= standardLevelsMin
    if (accepted && failing.length === 0) return []
    const outside = failing.length === 0 ? '' : `; outside: ${failing.map(named).join(', ')}`
    return [
      {
        severity: accepted ? 'warn' : 'block',
        message:
          `${passing} of ${judged.length} standards are within limits ` +
          `(needed: ${standardsPassingMinPercent} % and ${standardLevelsMin} levels)${outside}.` +
          shortened(judged, range),
        hint: accepted
          ? 'Results between the limits of the range stand; look at the standards outside.'
          : 'Check the dilution series and the layout; the plate should be run again.',
        value: percent,
        limit: standardsPassingMinPercent,
        wells: (failing.length > 0 ? failing : judged).flatMap(({ wells }) => wells),
      },
    ]
  },
}

function named({ nominal, recoveryPercent, cvOdPercent }: StandardResult): string {
  const recovery = recoveryPercent === null ? 'no back-fit' : `${recoveryPercent.toFixed(0)} %`
  const cv = cvOdPercent === null ? '' : `, CV ${cvOdPercent.toFixed(1)} %`
  return `${nominal} (${recovery}${cv})`
}

/** What is left of the range when an end of it fails. */
function shortened(judged: readonly StandardResult[], range: WorkingRange | null): string {
  const nominals = judged.map(({ nominal }) => nominal)
  const [lowest, highest] = [Math.min(...nominals), Math.max(...nominals)]
  const endFails = judged.some(
    ({ nominal, passes }) => !passes && (nominal === lowest || nominal === highest),
  )
  if (!endFails) return ''
  return range === null
    ? ' The plate quantifies nothing.'
    : ` The plate quantifies only from ${range.lloq} to ${range.uloq}.`
}
