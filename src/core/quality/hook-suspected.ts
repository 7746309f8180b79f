import { wellsOfSpecimen } from './evidence/wells-of-specimen.ts'
import type { QualityRule } from './rule.ts'

/**
 * So much analyte that it saturates both antibodies gives a low OD and looks like little analyte.
 */
export const rule: QualityRule = {
  id: 'hook-suspected',
  about: 'A less diluted well gave the lower OD, as with a high-dose hook.',
  check: (plate) =>
    plate.specimens
      .filter(({ isHookSuspected }) => isHookSuspected)
      .map((specimen) => ({
        severity: 'warn' as const,
        message:
          `${specimen.specimen} ${specimen.condition}: a less diluted well has a lower OD ` +
          `(dilutions ${specimen.dilutions.join(', ')}).`,
        hint: 'Trust the more diluted wells only after a rerun at still higher dilution.',
        value: null,
        limit: null,
        wells: wellsOfSpecimen(specimen, plate.samples),
      })),
}
