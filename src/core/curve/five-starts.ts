import type { Standards } from './curve-model.ts'
import { fourParameter } from './four-parameter.ts'
import { LeastSquaresSearch } from './levenberg-marquardt.ts'
import { evaluatedAt } from './rows.ts'

/**
 * Starts for the 5PL: the unweighted 4PL of the same standards, bent by several G so that the place
 * halfway between the asymptotes and the steepness there stay where they are.
 */

const ASYMMETRIES = [1, 0.4, 2.5, 0.15, 6]
const STEPS_MAX = 60

/** In θ = (A, ln|B|, ln C, D, ln G), for B > 0 or B < 0. */
export function fiveStarts(
  standards: Standards,
  sign: 1 | -1,
  asymmetries: readonly number[] = ASYMMETRIES,
): readonly Float64Array[] {
  const [a = 0, b = 1, logC = 0, d = 0] = symmetric(standards)
  const [first, last] = sign > 0 ? [a, d] : [d, a]
  return asymmetries.map((g) => {
    // (1 + u)^-G is a half at u = 2^(1/G) - 1; its slope there by ln x is G·B·u/(1 + u)/2.
    const u = 2 ** (1 / g) - 1
    const slope = (b * (1 + u)) / (2 * g * u)
    const centre = logC - (sign * Math.log(u)) / slope
    return Float64Array.of(first, Math.log(slope), centre, last, Math.log(g))
  })
}

/** The 4PL with B > 0 as far as a short search gets. */
function symmetric(standards: Standards): Float64Array {
  const { formula } = fourParameter
  const { places, rows } = evaluatedAt(standards)
  const evaluate = formula.evaluator(places)
  const search = new LeastSquaresSearch({
    observed: standards.ods,
    parameterCount: 4,
    evaluate,
    rows,
  })
  const start = formula.firstStart(standards)
  const { theta } = search.run({ start, stepsMax: STEPS_MAX, damping: 1e-3 })
  search.release()
  const found = formula.oriented(theta)
  return found.every(Number.isFinite) && (found[1] ?? 0) > 0 ? found : start
}
