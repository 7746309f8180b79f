import type { CurveModel, Fitted, Given, NotFitted } from './curve-model.ts'
import { fitSigmoid } from './fit-sigmoid.ts'
import { fourParameter } from './four-parameter.ts'
import { held } from './held.ts'
import { logisticReading, SIGMOID_PARAMETERS } from './logistic.ts'

/**
 * The 4PL with its lower asymptote held at a given OD: A where the standards rise, D where they
 * fall. The other three are estimated; the held one has no error and takes no part in the
 * covariance, whose row of it is zero.
 */
export const threeParameter: CurveModel = {
  ...logisticReading(SIGMOID_PARAMETERS),
  id: '3pl',
  label: '3PL',
  fit,
}

const [POSITION_OF_A, POSITION_OF_D] = [0, 3]

function fit(given: Given): Fitted | NotFitted {
  const { levels } = given.standards
  const rises = (levels.at(-1)?.od ?? 0) >= (levels[0]?.od ?? 0)
  const coordinate = rises ? POSITION_OF_A : POSITION_OF_D
  const formula = held(fourParameter.formula, { coordinate, value: given.lowerAsymptote })
  return fitSigmoid({ formula, reading: threeParameter }, given)
}
