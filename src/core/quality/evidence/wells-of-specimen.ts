import type { SampleResult, SpecimenResult } from '../../analysis.ts'
import type { Well } from '../../well.ts'

/** Every well of a specimen in its condition, over all dilutions. */
export function wellsOfSpecimen(
  { slot, condition }: Pick<SpecimenResult, 'slot' | 'condition'>,
  samples: readonly SampleResult[],
): readonly Well[] {
  return samples
    .filter((sample) => sample.role === 'sample')
    .filter((sample) => sample.slot === slot && sample.condition === condition)
    .flatMap(({ wells }) => wells)
}
