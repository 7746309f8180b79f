import type { Arrangement } from './arrangement.ts'
import { dilutionsScore } from './score-dilutions.ts'
import { bareScore, lowScore } from './score-low.ts'
import { agreementOf, agreementOn, type Agreement } from './score-replicates.ts'
import { scoreEnds, scoreStandards } from './score-standards.ts'
import { NOISES, type Noise, type SeenPlate } from './seen-plate.ts'
import { drawCurves, type StandardCurves } from './standard-curves.ts'
import { logSumExp } from './support.ts'

/**
 * Nothing is pipetted beyond a plate: a shift that loses filled wells is a layout written wrongly,
 * which is rarer.
 */
const LOSS_COST = 3

/** What speaks for a hypothesis, in nats against wells that follow no plan at all. */
export interface Score {
  /** Over all noises. */
  readonly total: number
  /** The noise at which the hypothesis fits best, and the parts there. */
  readonly noise: Noise
  readonly parts: Readonly<Record<ScorePart, number>>
  /** Log ODs expected at the standards. */
  readonly expected: Float64Array
}

/** What a score is made of; `low` are blanks, empty wells and lines that a shift leaves bare. */
export type ScorePart = 'standards' | 'replicates' | 'low' | 'dilutions'

/** What may be known of a plate already: it is the same for several hypotheses. */
export interface Known {
  /** The curves through the hypothesis's standards. */
  readonly curves?: StandardCurves
  readonly agreement?: Agreement
}

/** Scores what a hypothesis expects against what was seen. */
export function scoreArrangement(
  arrangement: Arrangement,
  seen: SeenPlate,
  known: Known = {},
): Score {
  const { curves = drawCurves(arrangement, seen), agreement = agreementOn(seen) } = known
  const agreed = agreementOf(arrangement.groups, agreement)
  const ends = scoreEnds(curves, arrangement)
  const scored = NOISES.map((noise, at) => {
    const standards = scoreStandards(curves, noise)
    const parts = {
      standards: standards.total + ends,
      replicates: agreed[at] ?? 0,
      low: lowScore(arrangement, seen, noise) + bareScore(arrangement, seen, noise),
      dilutions: dilutionsScore(arrangement.dilutions, curves, noise),
    }
    const total = parts.standards + parts.replicates + parts.low + parts.dilutions
    return { total, noise, parts, expected: standards.expected }
  })
  const best = scored.reduce((a, b) => (b.total > a.total ? b : a))
  const totals = scored.map((one) => one.total)
  return { ...best, total: overNoises(totals, arrangement) }
}

/** The score whatever the noise is, from those at each, less what a loss costs. */
export function overNoises(totals: readonly number[], { lostCount }: Arrangement): number {
  const total = logSumExp(totals) - Math.log(NOISES.length)
  return total - (lostCount > 0 ? LOSS_COST : 0)
}
