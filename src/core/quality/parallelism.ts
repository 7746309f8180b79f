import { wellsOfSpecimen } from './evidence/wells-of-specimen.ts'
import type { QualityRule } from './rule.ts'

/**
 * Dilutions of one supernatant that do not give the same concentration once corrected: something in
 * the milk disturbs the assay, and no single dilution can be trusted. ICH M10 allows a CV of 30 %.
 */
export const rule: QualityRule = {
  id: 'parallelism',
  about: 'The dilutions of one supernatant disagree after correction.',
  check: (plate) => {
    const limit = plate.assay.report.parallelismCvMaxPercent
    return plate.specimens
      .filter(({ parallelism }) => (parallelism.cvPercent ?? 0) > limit)
      .map((specimen) => ({
        severity: 'warn' as const,
        message:
          `${specimen.specimen} ${specimen.condition}: dilutions differ by a CV of ` +
          `${(specimen.parallelism.cvPercent ?? 0).toFixed(1)} %, limit ${limit} %.`,
        hint: 'Suspect the matrix or a dilution error; rerun with a dilution series.',
        value: specimen.parallelism.cvPercent,
        limit,
        wells: wellsOfSpecimen(specimen, plate.samples),
      }))
  },
}
