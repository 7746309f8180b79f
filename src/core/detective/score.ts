import type { Arrangement } from './arrangement.ts'
import { dilutionsScore } from './score-dilutions.ts'
import { bareScore, lowScore } from './score-low.ts'
import { replicatesScore } from './score-replicates.ts'
import { scoreEnds, scoreStandards } from './score-standards.ts'
import { NOISES, type Noise, type SeenPlate } from './seen-plate.ts'
import { drawCurves } from './standard-curves.ts'
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

/** Scores what a hypothesis expects against what was seen. */
export function scoreArrangement(arrangement: Arrangement, seen: SeenPlate): Score {
  const curves = drawCurves(arrangement, seen)
  const ends = scoreEnds(curves, arrangement)
  const scored = NOISES.map((noise) => {
    const standards = scoreStandards(curves, noise)
    const parts = {
      standards: standards.total + ends,
      replicates: replicatesScore(arrangement.groups, seen, noise),
      low: lowScore(arrangement, seen, noise) + bareScore(arrangement, seen, noise),
      dilutions: dilutionsScore(arrangement.dilutions, curves, noise),
    }
    const total = parts.standards + parts.replicates + parts.low + parts.dilutions
    return { total, noise, parts, expected: standards.expected }
  })
  const best = scored.reduce((a, b) => (b.total > a.total ? b : a))
  const total = logSumExp(scored.map((one) => one.total)) - Math.log(NOISES.length)
  return { ...best, total: total - (arrangement.lostCount > 0 ? LOSS_COST : 0) }
}
