import type { SpecimenResult } from '../analysis.ts'
import { wellsOfSpecimen } from './evidence/wells-of-specimen.ts'
import type { QualityRule } from './rule.ts'

const TOO_HIGH = new Set(['above_uloq', 'above_curve', 'saturated'])

/**
 * Stimulated milk often exceeds the highest standard; such a specimen needs another dilution, not a
 * guess. One that is in range at another dilution on the plate has it already.
 */
export const rule: QualityRule = {
  id: 'above-range',
  about: 'A specimen is above the highest valid standard and must be rerun more dilute.',
  check: ({ specimens, samples, range, unit }) =>
    specimens
      .filter(({ concentration }) => TOO_HIGH.has(concentration.state))
      .map((specimen) => {
        const { concentration, dilutions } = specimen
        const most = Math.max(...dilutions)
        return {
          severity: 'warn' as const,
          message: `${named(specimen)}: ${concentration.state}${atLeast(specimen, unit)}.`,
          hint: `Rerun the specimen at 1:${specimen.rerunAt ?? most * 10}.`,
          value: concentration.value,
          limit: range === null ? null : range.uloq * most,
          wells: wellsOfSpecimen(specimen, samples),
        }
      }),
}

function named({ specimen, condition }: SpecimenResult): string {
  return [specimen, condition].filter(Boolean).join(' ')
}

/** What is certain of it; without a working range nothing is. */
function atLeast({ concentration: { lower } }: SpecimenResult, unit: string): string {
  return lower === null ? '' : `, at least ${lower.toPrecision(4)} ${unit}`
}
