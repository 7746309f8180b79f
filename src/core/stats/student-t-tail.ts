import { betaTails } from './incomplete-beta.ts'

/**
 * P(T > t) for Student's t with `df` degrees of freedom (any positive number): half of
 * I_x(ν/2, ½) at x = ν/(ν + t²) for t ≥ 0 (Abramowitz & Stegun 26.7.1). Throws RangeError for a t
 * that is no number or degrees of freedom that are not positive and finite.
 */
export function studentTUpperTail(t: number, df: number): number {
  if (Number.isNaN(t)) throw new RangeError("Expected a number, got 'NaN'.")
  if (!(df > 0 && df < Infinity)) {
    throw new RangeError(`Expected positive degrees of freedom, got '${df}'.`)
  }
  if (t === 0) return 0.5
  const ratio = (t * t) / df
  const share = { x: 1 / (1 + ratio), complement: ratio === Infinity ? 1 : ratio / (1 + ratio) }
  const tail = betaTails(share, df / 2, 1 / 2).lower / 2
  return t > 0 ? tail : 1 - tail
}

/** P(T ≤ t) for Student's t with `df` degrees of freedom. */
export function studentTCdf(t: number, df: number): number {
  return studentTUpperTail(-t, df)
}
