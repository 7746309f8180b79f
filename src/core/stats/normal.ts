/**
 * The standard normal distribution. Near the middle the distribution function is a series of
 * positive terms (Abramowitz & Stegun 26.2.11); in the tails Mills' ratio is a continued fraction
 * (26.2.14), so that a tail of 1e-300 is as exact as one of a half.
 */

const SERIES_BELOW = 2.5
/** Within this distance of the median, quantiles are found from the middle outwards. */
const CENTRE_HALF = 0.25
const TERMS_MAX = 100
const STEPS_MAX = 100
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI)

/** The density at z. */
export function normalDensity(z: number): number {
  return Math.exp(-(z * z) / 2) / ROOT_TWO_PI
}

/** P(Z ≤ z). */
export function normalCdf(z: number): number {
  return normalUpperTail(-z)
}

/** P(Z > z), with full relative accuracy however small it is. */
export function normalUpperTail(z: number): number {
  if (Number.isNaN(z)) throw new RangeError("Expected a number, got 'NaN'.")
  if (z > SERIES_BELOW) return normalDensity(z) * millsRatio(z)
  if (z < -SERIES_BELOW) return 1 - normalUpperTail(-z)
  return 0.5 - normalDensity(z) * oddSeries(z)
}

/** z + z³/3 + z⁵/(3·5) + …, which the density turns into P(0 < Z < z). */
function oddSeries(z: number): number {
  let term = z
  let sum = z
  for (let k = 1; k < TERMS_MAX && Math.abs(term) > Math.abs(sum) * 2 ** -54; k += 1) {
    term *= (z * z) / (2 * k + 1)
    sum += term
  }
  return sum
}

/** (1 - Φ(z)) / φ(z) = 1/(z + 1/(z + 2/(z + 3/(z + …)))), evaluated from its far end. */
function millsRatio(z: number): number {
  if (z === Infinity) return 0
  let tail = z
  // What k levels leave out is about exp(-2z√(2k)) of the whole.
  for (let k = 10 + Math.ceil(250 / (z * z)); k >= 1; k -= 1) tail = z + k / tail
  return 1 / tail
}

/** The z with P(Z ≤ z) = `probability`. Throws RangeError unless it lies between 0 and 1. */
export function normalQuantile(probability: number): number {
  return -normalUpperQuantile(probability)
}

/** The z with P(Z > z) = `tail`, for tails too small to be written as one minus something. */
export function normalUpperQuantile(tail: number): number {
  if (!(tail > 0 && tail < 1)) {
    throw new RangeError(`Expected a probability between 0 and 1, got '${tail}'.`)
  }
  const centre = 0.5 - tail
  if (Math.abs(centre) < CENTRE_HALF) return Math.sign(centre) * fromCentre(Math.abs(centre))
  return tail < 0.5 ? fromTail(tail) : -fromTail(1 - tail)
}

/**
 * The z with P(0 < Z < z) = `share`: concave in z, so Newton's method climbs without overshooting.
 */
function fromCentre(share: number): number {
  let z = share * ROOT_TWO_PI
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const next = z + share / normalDensity(z) - oddSeries(z)
    if (!(next > z)) return z
    z = next
  }
  return z
}

/**
 * The z > 0 beyond which `tail` lies. The logarithm of the tail is concave (Mills' ratio falls), so
 * Newton's method from the right of the root comes down to it without crossing it.
 */
function fromTail(tail: number): number {
  let z = Math.sqrt(-2 * Math.log(tail))
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const upper = normalUpperTail(z)
    const next = z + (Math.log(upper / tail) * upper) / normalDensity(z)
    if (!(next < z)) return z
    z = next
  }
  return z
}
