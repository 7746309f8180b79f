/**
 * The logarithm of the gamma function, and what Stirling's formula misses of it.
 *
 * Above 10 Stirling's series (DLMF 5.11.1) is exact to a double after ten terms; below, the
 * recurrence Γ(x + 1) = x·Γ(x) climbs there. Around 1 and 2, where ln Γ is zero and a difference of
 * large numbers would lose its digits, the Taylor series about 2 is taken instead (DLMF 5.7.3).
 */

/** B₂ₖ / (2k(2k - 1)): the coefficients of x^(1-2k) in Stirling's series. */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360_360,
  1 / 156,
  -3617 / 122_400,
  43_867 / 244_188,
  -174_611 / 125_400,
]
const STIRLING_FROM = 10
const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2

/** Euler's constant (DLMF 5.2.3). */
const EULER_GAMMA = 0.577_215_664_901_532_9
const TAYLOR_TERMS = 40

/** ln Γ(x) for x > 0. Throws RangeError elsewhere. */
export function logGamma(x: number): number {
  requirePositive(x)
  if (x >= 0.5 && x < 1.5) return logGammaNearTwo(x - 1) - Math.log1p(x - 1)
  if (x >= 1.5 && x < 2.5) return logGammaNearTwo(x - 2)
  if (x < 0.5) return logGammaNearTwo(x) - Math.log(x) - Math.log1p(x)
  let factor = 1
  let shifted = x
  for (; shifted < STIRLING_FROM; shifted += 1) factor *= shifted
  return stirling(shifted) + series(shifted) - Math.log(factor)
}

/**
 * ln Γ(x) - [(x - ½) ln x - x + ½ ln 2π], the small part of ln Γ that is left when the large ones
 * are cancelled on paper. For x > 0; throws RangeError elsewhere.
 */
export function stirlingError(x: number): number {
  requirePositive(x)
  return x >= STIRLING_FROM ? series(x) : logGamma(x) - stirling(x)
}

function stirling(x: number): number {
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI
}

function series(x: number): number {
  const square = 1 / (x * x)
  return STIRLING.reduceRight((sum, coefficient) => sum * square + coefficient, 0) / x
}

/** ln Γ(2 + z) = (1 - γ) z + Σ (-1)ᵏ (ζ(k) - 1) zᵏ / k for |z| ≤ ½, where 4⁻ᵏ bounds the terms. */
function logGammaNearTwo(z: number): number {
  let sum = 0
  for (let k = TAYLOR_TERMS; k >= 2; k -= 1) {
    sum = -z * (sum + (ZETA_LESS_ONE[k] ?? 0) / k)
  }
  return z * (1 - EULER_GAMMA) - z * sum
}

/** ζ(k) - 1 by Euler's and Maclaurin's summation from twenty on (DLMF 25.2.9). */
const ZETA_LESS_ONE = Array.from({ length: TAYLOR_TERMS + 1 }, (_, k) =>
  k < 2 ? 0 : zetaLessOne(k),
)

function zetaLessOne(k: number): number {
  const from = 20
  let sum = 0
  for (let n = from - 1; n >= 2; n -= 1) sum += n ** -k
  const [a, b, c, d] = [k, k + 1, k + 2, k + 3]
  const corrections =
    1 / 2 +
    a / (12 * from) -
    (a * b * c) / (720 * from ** 3) +
    (a * b * c * d * (k + 4)) / (30_240 * from ** 5) -
    (a * b * c * d * (k + 4) * (k + 5) * (k + 6)) / (1_209_600 * from ** 7)
  return sum + from ** (1 - k) / (k - 1) + corrections * from ** -k
}

function requirePositive(x: number): void {
  if (!(x > 0 && x < Infinity)) throw new RangeError(`Expected a positive number, got '${x}'.`)
}
