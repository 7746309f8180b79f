import { stirlingError } from './log-gamma.ts'

/**
 * The regularised incomplete beta function, from which the t, F and binomial distributions follow.
 * Its continued fraction (DLMF 8.17.22) converges fast below the mean of the beta distribution and
 * gives whichever tail lies there without a subtraction, so a small tail keeps all its digits.
 */

const TERMS_MAX = 10_000
const TINY = 1e-300

/** Both tails: `lower` is I_x(a, b) = P(X ≤ x), `upper` is 1 - I_x(a, b). */
export interface BetaTails {
  readonly lower: number
  readonly upper: number
}

/** A place between 0 and 1 with its distance from 1, which the caller knows better than `1 - x`. */
export interface Share {
  readonly x: number
  readonly complement: number
}

/**
 * The tails of the beta distribution with shapes a and b. Throws RangeError unless both are
 * positive and finite, and x and its complement lie between 0 and 1.
 */
export function betaTails({ x, complement }: Share, a: number, b: number): BetaTails {
  if (!(a > 0 && b > 0 && a < Infinity && b < Infinity)) {
    throw new RangeError(`Expected positive shapes, got '${a}' and '${b}'.`)
  }
  if (!(x >= 0 && complement >= 0 && Math.abs(x + complement - 1) < 1e-9)) {
    throw new RangeError(`Expected a place between 0 and 1, got '${x}' and '${complement}'.`)
  }
  if (x === 0) return { lower: 0, upper: 1 }
  if (complement === 0) return { lower: 1, upper: 0 }
  const front = betaFront({ x, complement }, a, b)
  if (x < (a + 1) / (a + b + 2)) {
    const lower = (front * fraction(x, a, b)) / a
    return { lower, upper: 1 - lower }
  }
  const upper = (front * fraction(complement, b, a)) / b
  return { lower: 1 - upper, upper }
}

/**
 * xᵃ(1-x)ᵇ / B(a, b). With Stirling's formula for the three gammas the large powers cancel on
 * paper: what is left is √(ab/(2π(a+b))) (x/x₀)ᵃ ((1-x)/(1-x₀))ᵇ, x₀ = a/(a+b), times the small
 * errors of the formula.
 */
export function betaFront({ x, complement }: Share, a: number, b: number): number {
  const n = a + b
  const distance = x * b - complement * a
  const powers =
    a * logRatio(x, distance / a, n / a) + b * logRatio(complement, -distance / b, n / b)
  const errors = stirlingError(n) - stirlingError(a) - stirlingError(b)
  return Math.sqrt((a / n) * (b / (2 * Math.PI))) * Math.exp(powers + errors)
}

/** ln(x·scale), where x·scale = 1 + excess; near 1 the excess carries the digits. */
function logRatio(x: number, excess: number, scale: number): number {
  return Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(x * scale)
}

/** The continued fraction by the modified Lentz method. */
function fraction(x: number, a: number, b: number): number {
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
