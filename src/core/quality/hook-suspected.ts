import type { SpecimenResult } from '../analysis.ts'
import { curveDirection } from '../curve/read-curve.ts'
import { HOOK, hookOf, type Hook } from './evidence/hook.ts'
import { samplesOfSpecimen, wellsOfSpecimen } from './evidence/wells-of-specimen.ts'
import type { JudgedPlate, QualityRule } from './rule.ts'

/**
 * So much analyte that it saturates both antibodies gives a low OD and looks like little analyte.
 */
export const rule: QualityRule = {
  ...HOOK,
  about: 'A less diluted well gave the lower OD, as with a high-dose hook.',
  check: (plate) =>
    plate.specimens.flatMap((specimen) => {
      const hook = specimen.isHookSuspected ? seen(specimen, plate) : null
      if (hook === null) return []
      return [
        {
          severity: 'warn' as const,
          message:
            `${specimen.specimen} ${specimen.condition}: a less diluted well has an OD that is ` +
            `lower by ${hook.drop.toFixed(3)} (limit ${hook.limit.toFixed(3)}; dilutions ` +
            `${specimen.dilutions.join(', ')}).`,
          hint: 'Trust the more diluted wells only after a rerun at still higher dilution.',
          value: hook.drop,
          limit: hook.limit,
          wells: wellsOfSpecimen(specimen, plate.samples),
        },
      ]
    }),
}

function seen(specimen: SpecimenResult, { curve, samples, assay }: JudgedPlate): Hook | null {
  if (curve === null) return null
  const ods = samplesOfSpecimen(specimen, samples)
    .toSorted((one, other) => one.dilution - other.dilution)
    .map(({ meanOd }) => meanOd)
  return hookOf(ods, curveDirection(curve), assay)
}
