import type { QualityOf } from '../limits/limit.ts'
import { controlLimits, standardScore, valueAtScore, type ControlLimits } from './control-limits.ts'
import { brokenRules, type WestgardRule } from './westgard.ts'

/** One run of a control on its chart. */
export interface ChartPoint {
  readonly log10: number
  readonly concentration: number
  /** SDs from the mean; null while the limits do not exist. */
  readonly score: number | null
  /** The rules that this run broke against the runs before it, by the limits of today. */
  readonly broken: readonly WestgardRule[]
}

/** A horizontal line of the chart. */
export interface ChartLine {
  readonly score: number
  readonly log10: number
  readonly concentration: number
}

/** A Levey–Jennings chart as data: runs in order, and the lines of −3 to +3 SD. */
export interface LeveyJennings {
  readonly limits: ControlLimits | null
  /** Empty while there are no limits. */
  readonly lines: readonly ChartLine[]
  readonly points: readonly ChartPoint[]
}

const LINES = [-3, -2, -1, 0, 1, 2, 3]

/**
 * The chart of one control's runs (base-10 logarithms of its concentration), oldest first, by the
 * limits of an assay; the usual ones where none is given.
 */
export function leveyJennings(log10s: readonly number[], assay: QualityOf = {}): LeveyJennings {
  const limits = controlLimits(log10s, assay)
  if (limits === null) {
    const points = log10s.map((log10) => ({ ...both(log10), score: null, broken: [] }))
    return { limits, lines: [], points }
  }
  const scores = log10s.map((log10) => standardScore(log10, limits))
  return {
    limits,
    lines: LINES.map((score) => ({ score, ...both(valueAtScore(score, limits)) })),
    points: log10s.map((log10, index) => ({
      ...both(log10),
      score: scores[index] ?? null,
      broken: brokenRules(scores.slice(0, index + 1), assay),
    })),
  }
}

function both(log10: number): Pick<ChartPoint, 'log10' | 'concentration'> {
  return { log10, concentration: 10 ** log10 }
}
