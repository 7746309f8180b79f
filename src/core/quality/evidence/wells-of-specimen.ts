import type { SampleResult, SpecimenResult } from '../../analysis.ts'
import type { Well } from '../../well.ts'

type Named = Pick<SpecimenResult, 'slot' | 'condition'>

/** A specimen in its condition, every dilution. */
export function samplesOfSpecimen(
  { slot, condition }: Named,
  samples: readonly SampleResult[],
): readonly SampleResult[] {
  return samples
    .filter((sample) => sample.role === 'sample')
    .filter((sample) => sample.slot === slot && sample.condition === condition)
}

/** Every well of a specimen in its condition, over all dilutions. */
export function wellsOfSpecimen(
  specimen: Named,
  samples: readonly SampleResult[],
): readonly Well[] {
  return samplesOfSpecimen(specimen, samples).flatMap(({ wells }) => wells)
}
