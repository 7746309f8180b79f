import type { LeastSquaresProblem } from '../../../src/core/curve/levenberg-marquardt.ts'
import type { NistModel } from './nist-models.ts'
import { numberOf, referenceRows } from './reference.ts'

/** A NIST data set with its model as the search wants them. */
export function nistProblem(
  name: string,
  model: NistModel,
  parameterCount: number,
): LeastSquaresProblem {
  const rows = referenceRows(`nist/${name}.csv`)
  // Nelson's model is of ln y, with two variables; every other set has one.
  const isNelson = name === 'Nelson'
  const points = rows.map((row) =>
    isNelson ? [numberOf(row, 'x1'), numberOf(row, 'x2')] : [numberOf(row, 'x'), 0],
  )
  return {
    observed: Float64Array.from(rows, (row) => {
      const y = numberOf(row, 'y')
      return isNelson ? Math.log(y) : y
    }),
    parameterCount,
    evaluate: (theta, fitted, jacobian) => {
      const b = [...theta]
      for (const [i, [x = NaN, x2 = NaN]] of points.entries()) {
        const [value, ...derivatives] = model(x, b, x2)
        fitted[i] = value
        for (const [k, derivative] of derivatives.entries()) {
          jacobian[k * points.length + i] = derivative
        }
      }
    },
  }
}
