import type { Level, Standards } from './curve-model.ts'

/**
 * Starts for logistic curves in θ = (A, B, ln C, D). Everything is measured on the data's own
 * scale, ODs by their span and concentrations by their logarithms, so that no unit of either is
 * favoured.
 */

/**
 * How far beyond the outermost level means, in parts of the span, the first start puts the
 * asymptotes.
 */
const MARGIN_AT_ZERO = 0.02
const MARGIN_AT_INFINITY = 0.3

/**
 * Asymptotes a little outside the level means, then slope and inflection from a straight line
 * through the logits: ln((OD - A)/(D - OD)) = B·(ln x - ln C). Levels count by the square of the
 * logit's own derivative, because near an asymptote a small change of OD is a large change of its
 * logit.
 */
export function firstLogisticStart({ levels }: Standards): Float64Array {
  const { a, last, span } = endsOf(levels)
  const d = last + MARGIN_AT_INFINITY * span
  const line = logitLine(levels, a, d)
  if (line !== null && line.slope > 0) {
    return Float64Array.of(a, line.slope, line.centre - line.height / line.slope, d)
  }
  return Float64Array.of(a, 1, meanLog(levels), d)
}

interface Ends {
  /** The asymptote at concentration zero. */
  readonly a: number
  /** The extreme level mean on the side of high concentrations. */
  readonly last: number
  /** The range of the level means, negative where the curve falls. */
  readonly span: number
}

function endsOf(levels: readonly Level[]): Ends {
  const ods = levels.map(({ od }) => od)
  const [low, high] = [Math.min(...ods), Math.max(...ods)]
  const rises = (ods.at(-1) ?? 0) >= (ods[0] ?? 0)
  const [first, last] = rises ? [low, high] : [high, low]
  const span = last - first
  return { a: first - MARGIN_AT_ZERO * span, last, span }
}

function meanLog(levels: readonly Level[]): number {
  const logs = levels.filter(({ concentration }) => concentration > 0)
  return logs.reduce((sum, { concentration }) => sum + Math.log(concentration), 0) / logs.length
}

interface Line {
  readonly slope: number
  /** The weighted means through which the line goes. */
  readonly centre: number
  readonly height: number
}

/**
 * The weighted regression of the logits on ln x, or null when fewer than two levels can take part.
 */
function logitLine(levels: readonly Level[], a: number, d: number): Line | null {
  const dots = levels
    .filter(({ concentration }) => concentration > 0)
    .map(({ concentration, od }) => {
      const share = (od - a) / (d - a)
      const weight = (share * (1 - share)) ** 2
      return { x: Math.log(concentration), y: Math.log(share / (1 - share)), weight }
    })
  const total = dots.reduce((sum, { weight }) => sum + weight, 0)
  const centre = dots.reduce((sum, { x, weight }) => sum + weight * x, 0) / total
  const height = dots.reduce((sum, { y, weight }) => sum + weight * y, 0) / total
  const spread = dots.reduce((sum, { x, weight }) => sum + weight * (x - centre) ** 2, 0)
  const shared = dots.reduce(
    (sum, { x, y, weight }) => sum + weight * (x - centre) * (y - height),
    0,
  )
  return spread > 0 ? { slope: shared / spread, centre, height } : null
}
