import type { Response } from '../analysis.ts'
import type { Bounded, Concentration } from '../result.ts'
import type { Substituted, Substitution } from './study.ts'

const DIVISORS: Readonly<Record<Substitution, number>> = { 'lod/2': 2, 'lod/sqrt2': Math.SQRT2 }

/** A response with numbers in the place of concentrations below the range, and which those are. */
export interface SubstitutedResponse {
  readonly response: Response
  readonly substituted: Substituted
}

/**
 * Puts a number in the place of each concentration that is below the range: its own stated upper
 * limit (the plate's LLOQ times the dilution) divided by 2 or √2. Delta, fold and log2 fold follow
 * from those numbers, without a standard error, because nothing measured it. Limits and states stay
 * what they are: they are still all that is certain. What is above the range is never substituted,
 * and then there is no delta either.
 */
export function substitute(response: Response, by: Substitution): SubstitutedResponse {
  const divisor = DIVISORS[by]
  const baseline = numberBelow(response.baseline, divisor)
  const challenge = numberBelow(response.challenge, divisor)
  const substituted = { baseline: baseline !== null, challenge: challenge !== null }
  if (baseline === null && challenge === null) return { response, substituted }
  const from = baseline ?? known(response.baseline)
  const to = challenge ?? known(response.challenge)
  return {
    substituted,
    response: {
      ...response,
      baseline: standingIn(response.baseline, baseline),
      challenge: standingIn(response.challenge, challenge),
      delta: recomputed(response.delta, to - from),
      fold: recomputed(response.fold, to / from),
      log2Fold: recomputed(response.log2Fold, Math.log2(to / from)),
    },
  }
}

/** The number that stands for a concentration below the range; null for all others. */
function numberBelow({ state, upper }: Concentration, divisor: number): number | null {
  const isBelow = state === 'below_lloq' || state === 'below_curve'
  return isBelow && upper !== null && upper > 0 ? upper / divisor : null
}

/** A value counts only inside the range; a number above it is an extrapolation. */
function known({ state, value }: Concentration): number {
  return state === 'ok' && value !== null ? value : Number.NaN
}

function standingIn(concentration: Concentration, value: number | null): Concentration {
  if (value === null) return concentration
  return { ...concentration, value, se: null, ciLow: null, ciHigh: null }
}

function recomputed(bounded: Bounded, value: number): Bounded {
  return { ...bounded, value: Number.isFinite(value) ? value : null, se: null }
}
