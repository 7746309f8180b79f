/**
 * Quantiles of Student's t distribution.
 *
 * The upper tail is half the regularised incomplete beta function, P(T > t) = ½ I_x(ν/2, ½) with
 * x = ν/(ν + t²) (Abramowitz & Stegun 26.7.1), evaluated by its continued fraction (DLMF 8.17.22).
 * The tail is convex for t > 0, so Newton's method from 0 climbs to the quantile without
 * overshooting.
 */

const STEPS_MAX = 200
const TERMS_MAX = 5000
const TINY = 1e-300

/**
 * The t with P(T ≤ t) = `probability` for `df` degrees of freedom (any positive number, not only
 * integers). Throws RangeError when no such t exists.
 */
export function studentTQuantile(probability: number, df: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`Expected a probability between 0 and 1, got '${probability}'.`)
  }
  if (!(df > 0 && df < Infinity)) {
    throw new RangeError(`Expected positive degrees of freedom, got '${df}'.`)
  }
  if (probability < 0.5) return -upperQuantile(probability, df)
  return upperQuantile(1 - probability, df)
}

/** The t ≥ 0 beyond which the probability `tail` (at most ½) lies. */
function upperQuantile(tail: number, df: number): number {
  const scale = gammaRatio(df / 2) / Math.sqrt(df * Math.PI)
  let t = 0
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const density = scale * Math.exp(-((df + 1) / 2) * Math.log1p((t * t) / df))
    const next = t + (upperTail(t, df) - tail) / density
    if (!(next > t)) return t
    t = next
  }
  return t
}

/** P(T > t) for t ≥ 0. */
function upperTail(t: number, df: number): number {
  const [a, b] = [df / 2, 1 / 2]
  const x = df / (df + t * t)
  const complement = (t * t) / (df + t * t)
  // x^a (1-x)^b / B(a, b), with B(a, ½) = √π Γ(a)/Γ(a+½).
  const power = Math.exp(-a * Math.log1p((t * t) / df)) * Math.sqrt(complement)
  const front = (power * gammaRatio(a)) / Math.sqrt(Math.PI)
  // The fraction converges fast only on one side of the mean of the beta distribution (DLMF
  // 8.17.22).
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / (2 * a)
  return (1 - (front * betaFraction(complement, b, a)) / b) / 2
}

/** The continued fraction of I_x(a, b) by the modified Lentz method. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= TERMS_MAX; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    value *= d * c
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < 2 ** -52) return value
  }
  return value
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}

/**
 * Γ(a + ½) / Γ(a). The asymptotic series in 1/a (DLMF 5.11.13) where it is exact to a double, and
 * the recurrence Γ(a+½)/Γ(a) = a/(a+½) · Γ(a+3/2)/Γ(a+1) down to small a: no logarithms of large
 * gammas cancel.
 */
function gammaRatio(a: number): number {
  let factor = 1
  let shifted = a
  while (shifted < 50) {
    factor *= shifted / (shifted + 0.5)
    shifted += 1
  }
  const z = 1 / shifted
  const series =
    1 + z * (-1 / 8 + z * (1 / 128 + z * (5 / 1024 + z * (-21 / 32_768 + z * (-399 / 262_144)))))
  return factor * Math.sqrt(shifted) * series
}
