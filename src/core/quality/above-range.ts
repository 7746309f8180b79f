import type { SpecimenResult } from '../analysis.ts'
import { wellsOfSpecimen } from './evidence/wells-of-specimen.ts'
import type { QualityRule } from './rule.ts'

/**
 * Stimulated milk often exceeds the highest standard; such a specimen needs another dilution, not a
 * guess. One that is in range at another dilution on the plate has it already.
 */
export const rule: QualityRule = {
  id: 'above-range',
  about: 'A specimen is above the highest valid standard and must be rerun more dilute.',
  check: ({ specimens, samples, range, unit }) =>
    specimens.flatMap((specimen) => {
      const { concentration, dilutions, rerunAt } = specimen
      if (rerunAt === null) return []
      return [
        {
          severity: 'warn' as const,
          message: `${named(specimen)}: ${concentration.state}${atLeast(specimen, unit)}.`,
          hint: `Rerun the specimen at 1:${rerunAt}.`,
          // Of a specimen without a number, the least that is certain of it.
          value: concentration.value ?? concentration.lower,
          limit: range === null ? null : range.uloq * Math.max(...dilutions),
          wells: wellsOfSpecimen(specimen, samples),
        },
      ]
    }),
}

function named({ specimen, condition }: SpecimenResult): string {
  return [specimen, condition].filter(Boolean).join(' ')
}

/** What is certain of it; without a working range nothing is. */
function atLeast({ concentration: { lower } }: SpecimenResult, unit: string): string {
  return lower === null ? '' : `, at least ${lower.toPrecision(4)} ${unit}`
}
