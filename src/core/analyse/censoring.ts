import type { Bounded, Concentration } from '../result.ts'

/**
 * Delta, fold and log2 fold when either concentration may only be known as a bound. An unknown
 * upper limit is infinite, an unknown lower limit is zero, because no concentration is negative; a
 * limit that says nothing is null.
 */

/** Challenge minus baseline, in the unit of both. Negative values are kept. */
export function boundedDelta(baseline: Concentration, challenge: Concentration): Bounded {
  const [from, to] = [intervalOf(baseline), intervalOf(challenge)]
  return bounded(
    exact(baseline, challenge, (c0, cs) => cs - c0),
    to.lower - from.upper,
    to.upper - from.lower,
  )
}

/** Challenge over baseline. */
export function boundedFold(baseline: Concentration, challenge: Concentration): Bounded {
  const [from, to] = [intervalOf(baseline), intervalOf(challenge)]
  return bounded(
    exact(baseline, challenge, (c0, cs) => cs / c0),
    to.lower / from.upper,
    to.upper / from.lower,
  )
}

/**
 * The base-2 logarithm of a fold change with its limits; a lower limit of zero says nothing and
 * becomes null.
 */
export function boundedLog2(fold: Bounded): Bounded {
  const log2 = (value: number | null): number => (value === null ? Number.NaN : Math.log2(value))
  return bounded(log2(fold.value), log2(fold.lower), log2(fold.upper))
}

interface Interval {
  readonly lower: number
  readonly upper: number
}

function intervalOf({ state, value, lower, upper }: Concentration): Interval {
  if (state === 'ok' && value !== null) return { lower: value, upper: value }
  return { lower: lower ?? 0, upper: upper ?? Number.POSITIVE_INFINITY }
}

function exact(
  baseline: Concentration,
  challenge: Concentration,
  of: (c0: number, cs: number) => number,
): number {
  const known = baseline.state === 'ok' && challenge.state === 'ok'
  if (!known || baseline.value === null || challenge.value === null) return Number.NaN
  return of(baseline.value, challenge.value)
}

function bounded(value: number, lower: number, upper: number): Bounded {
  return { value: finite(value), se: null, lower: finite(lower), upper: finite(upper) }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
