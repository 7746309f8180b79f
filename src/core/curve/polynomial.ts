import type { Formula } from './curve-model.ts'
import { at } from './matrix.ts'
import type { Places } from './rows.ts'

/** What a polynomial is in. */
interface Variable {
  readonly of: keyof Places
  readonly standards: Places
}

/**
 * A polynomial in one variable as a formula: the search needs one step from anywhere. Coordinates
 * are those of powers of x over `unit`, so that no unit of concentration is favoured.
 */
export function polynomial(degree: number, { of, standards }: Variable): Formula {
  const unit = standards[of].reduce((most, x) => Math.max(most, Math.abs(x)), 0) || 1
  const count = degree + 1
  const start = (): Float64Array => new Float64Array(count)
  return {
    parameterCount: count,
    evaluator: (places) => (theta, fitted, jacobian) => {
      const xs = places[of]
      const n = xs.length
      for (let i = 0; i < n; i += 1) {
        let [power, sum] = [1, 0]
        for (let k = 0; k < count; k += 1) {
          sum += at(theta, k) * power
          jacobian[k * n + i] = power
          power *= at(xs, i) / unit
        }
        fitted[i] = sum
      }
    },
    firstStart: start,
    moreStarts: () => [],
    oriented: (theta) => theta,
    parametersAt: (theta) => [...theta].map((value, k) => value / unit ** k),
    estimated: (theta) => [...theta].map((_, k) => [k, unit ** -k]),
  }
}
