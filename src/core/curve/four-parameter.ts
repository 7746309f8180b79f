import type { CurveModel, Formula } from './curve-model.ts'
import { logisticReading, SIGMOID_PARAMETERS } from './logistic.ts'
import { at } from './matrix.ts'
import { fitSigmoid } from './fit-sigmoid.ts'
import { valleyStarts } from './profile-grid.ts'
import { firstLogisticStart } from './start-values.ts'

const formula: Formula = {
  parameterCount: 4,
  evaluator:
    ({ logs }) =>
    (theta, fitted, jacobian) =>
      evaluate(theta, logs, { fitted, jacobian }),
  firstStart: firstLogisticStart,
  moreStarts: valleyStarts,
  oriented: (theta) => {
    const [a = 0, b = 0, logC = 0, d = 0] = theta
    return b >= 0 ? theta : Float64Array.of(d, -b, logC, a)
  },
  parametersAt: ([a = 0, b = 0, logC = 0, d = 0]) => [a, b, Math.exp(logC), d],
  estimated: ([, , logC = 0]) => [
    [0, 1],
    [1, 1],
    [2, Math.exp(logC)],
    [3, 1],
  ],
}

const reading = logisticReading(SIGMOID_PARAMETERS)

/**
 * The four-parameter logistic, OD = D + (A - D) / (1 + (x/C)^B).
 *
 * With q = 1/(1 + (x/C)^B) it is A·q + D·(1 - q): the share q of the response at zero and the share
 * 1 - q of the response at infinity. The fit searches in θ = (A, B, ln C, D), so C stays positive
 * and concentrations of 1e-6 or 1e6 look alike. (A, B, C, D) and (D, -B, C, A) are one curve; B > 0
 * is the one that is reported.
 */
export const fourParameter: CurveModel & { readonly formula: Formula } = {
  ...reading,
  id: '4pl',
  label: '4PL',
  formula,
  fit: (given) => fitSigmoid({ formula, reading }, given),
}

interface Filled {
  readonly fitted: Float64Array
  readonly jacobian: Float64Array
}

/** `logs` are ln x of every point, -Infinity at concentration zero. */
function evaluate(theta: Float64Array, logs: Float64Array, { fitted, jacobian }: Filled): void {
  const a = at(theta, 0)
  const b = at(theta, 1)
  const logC = at(theta, 2)
  const d = at(theta, 3)
  const n = logs.length
  for (let i = 0; i < n; i += 1) {
    const distance = at(logs, i) - logC
    const u = Math.exp(b * distance)
    const q = 1 / (1 + u)
    const rest = u === Infinity ? 1 : u * q
    const steepness = (a - d) * q * rest
    fitted[i] = a * q + d * rest
    jacobian[i] = q
    // At concentration zero, and far out on either plateau, nothing but one asymptote matters.
    jacobian[n + i] = steepness === 0 ? 0 : -steepness * distance
    jacobian[2 * n + i] = steepness * b
    jacobian[3 * n + i] = rest
  }
}
