import { studentTUpperTail } from './student-t-tail.ts'

/**
 * Quantiles of Student's t distribution.
 *
 * The upper tail is convex for t > 0, so Newton's method from 0 climbs to the quantile without
 * overshooting.
 */

const STEPS_MAX = 200

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
  if (probability < 0.5) return -knownQuantile(probability, df)
  return knownQuantile(1 - probability, df)
}

/** A quantile that was asked for. */
interface Known {
  readonly tail: number
  readonly df: number
  readonly t: number
}

/** How many are remembered: a plate asks for two, once a well. */
const KNOWN_MAX = 8

/** The newest first. */
let known: readonly Known[] = []

function knownQuantile(tail: number, df: number): number {
  for (const one of known) if (one.tail === tail && one.df === df) return one.t
  const t = upperQuantile(tail, df)
  known = [{ tail, df, t }, ...known.slice(0, KNOWN_MAX - 1)]
  return t
}

/** The t ≥ 0 beyond which the probability `tail` (at most ½) lies. */
function upperQuantile(tail: number, df: number): number {
  const scale = gammaRatio(df / 2) / Math.sqrt(df * Math.PI)
  let t = 0
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const density = scale * Math.exp(-((df + 1) / 2) * Math.log1p((t * t) / df))
    const next = t + (studentTUpperTail(t, df) - tail) / density
    if (!(next > t)) return t
    t = next
  }
  return t
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
