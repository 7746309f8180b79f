import type { Response } from '../../analysis.ts'
import type { Bounded } from '../../result.ts'
import type { AdjustedResponse, PlateAdjustment } from '../study.ts'

/**
 * A response on the scale of the reference plate: concentrations, their errors and their limits
 * times the plate's factor, and so the difference. Both sides are of one plate, so that the fold is
 * what it was, and so is whether the specimen responds. The error of the factor itself is not in
 * these errors: it is common to all rows of the plate, and stands in `by`.
 */
export function adjustResponse(response: Response, by: PlateAdjustment): AdjustedResponse {
  const { baseline, challenge, delta } = response
  return {
    by,
    baseline: scaled(baseline, by.factor),
    challenge: scaled(challenge, by.factor),
    delta: scaled(delta, by.factor),
  }
}

function scaled({ value, se, lower, upper }: Bounded, factor: number): Bounded {
  const times = (number: number | null) => (number === null ? null : number * factor)
  return { value: times(value), se: times(se), lower: times(lower), upper: times(upper) }
}
