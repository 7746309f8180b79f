import { normalCdf, normalDensity } from './normal.ts'

/**
 * Dixon's r10 for one outlier among a few normal values: the gap between the suspect and its
 * neighbour over the range (Dixon 1951).
 *
 * The probabilities are integrated, not tabled. The largest value x stands at least a share r of
 * the range v above the next exactly when the other n - 2 lie between x - v and x - rv, so
 * P(R ≥ r) = n(n-1) ∫∫ φ(x) φ(x-v) [Φ(x-rv) - Φ(x-v)]ⁿ⁻² dx dv.
 */

/** The suspect, and the gap to its neighbour over the range. */
export interface Gap {
  readonly index: number
  readonly ratio: number
}

/** Beyond this many SDs nothing is left of the integrand; equal steps are exact on such curves. */
const REACH = 8.5
const STEP = 0.25
const NOTHING = 1e-30
/** The range is stepped through on its logarithm, in which the integrand vanishes at both ends. */
const RANGE_LOG_MIN = -16
const RANGE_LOG_MAX = 3
const RANGE_LOG_STEP = 0.125

/**
 * The larger of the two gaps at the ends; null of fewer than three values or when all are alike.
 */
export function dixonRatio(values: readonly number[]): Gap | null {
  const order = [...values.keys()].sort((l, r) => (values[l] ?? 0) - (values[r] ?? 0))
  const at = (place: number): number => values[order.at(place) ?? 0] ?? Number.NaN
  const range = at(-1) - at(0)
  if (values.length < 3 || !(range > 0)) return null
  const [low, high] = [(at(1) - at(0)) / range, (at(-1) - at(-2)) / range]
  return high >= low
    ? { index: order.at(-1) ?? 0, ratio: high }
    : { index: order[0] ?? 0, ratio: low }
}

/**
 * P(R ≥ ratio) for a suspect whose side was named beforehand. Twice as much for either side, as
 * long as the ratio is above a half: then both ends cannot stand apart at once.
 */
export function dixonUpperTail(ratio: number, count: number): number {
  if (!(Number.isInteger(count) && count >= 3)) {
    throw new RangeError(`Expected three values or more, got '${count}'.`)
  }
  if (!(ratio >= 0 && ratio <= 1)) {
    throw new RangeError(`Expected a ratio between 0 and 1, got '${ratio}'.`)
  }
  let sum = 0
  for (let log = RANGE_LOG_MIN; log <= RANGE_LOG_MAX; log += RANGE_LOG_STEP) {
    const range = Math.exp(log)
    sum += range * throughRange(range, ratio, count)
  }
  return count * (count - 1) * RANGE_LOG_STEP * STEP * sum
}

/** The inner integral, over the largest value. */
function throughRange(range: number, ratio: number, count: number): number {
  let sum = 0
  for (let x = -REACH; x <= REACH + range; x += STEP) {
    const both = normalDensity(x) * normalDensity(x - range)
    if (both < NOTHING) continue
    const between = normalCdf(x - ratio * range) - normalCdf(x - range)
    sum += both * between ** (count - 2)
  }
  return sum
}
