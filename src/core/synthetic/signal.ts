import type { Assay, ModelId } from '../assay.ts'

/** What shape of a signal a model can follow exactly. */
type Shape = 'sigmoid' | 'line' | 'power' | 'points'

const SHAPE_OF: Readonly<Record<ModelId, Shape>> = {
  '4pl': 'sigmoid',
  '5pl': 'sigmoid',
  '5pl+': 'sigmoid',
  '5pl-': 'sigmoid',
  '3pl': 'sigmoid',
  linear: 'line',
  quadratic: 'line',
  'log-log': 'power',
  'point-to-point': 'points',
  'point-to-point-semi-log': 'points',
  'point-to-point-log-log': 'points',
  'natural-spline': 'points',
  pchip: 'points',
}

const BACKGROUND_OD = 0.05
/** How far the signal goes beside the background, at the highest standard. */
const SPAN_OD = 1.8
/** A share of the golden section: amounts lie evenly however many there are, and no two agree. */
const GOLDEN = 0.618_033_988_749_895
const SLOPE = 1.1
const POWER = 0.9

/**
 * The OD, over the plastic, of a well that holds this amount, in the unit of the standards. The
 * signal is one that the assay's own model can follow, so that its results have one right answer.
 */
export function syntheticOd(assay: Assay, amount: number): number {
  const share = amount / Math.max(...assay.standards)
  const shape = SHAPE_OF[assay.curve.model]
  const signal = SPAN_OD * signalShare(shape, share)
  const isFalling = assay.direction === 'falling'
  return backgroundOd(assay, shape) + (isFalling ? SPAN_OD * fullShare(shape) - signal : signal)
}

/**
 * Amounts where the assay quantifies, by number. Models that only join points are right at the
 * points alone.
 */
export function syntheticAmounts({ standards, curve, limits }: Assay): (number: number) => number {
  const known = standards.filter((each) => each > 0).toSorted((a, b) => a - b)
  const inner = known.length > 3 ? known.slice(1, -1) : known
  if (SHAPE_OF[curve.model] === 'points') {
    const sure = inner.filter((each) => each >= (limits.kitLloq ?? 0))
    return (number) => sure[number % sure.length] ?? inner.at(-1) ?? 0
  }
  const low = Math.max(inner[0] ?? 0, 1.1 * (limits.kitLloq ?? 0))
  const high = inner.at(-1) ?? 0
  return (number) => low * (high / low) ** ((number * GOLDEN) % 1)
}

/** A 4PL from 0 to 2 whose middle is the highest standard, a line, or a power law, at 1 there. */
function signalShare(shape: Shape, share: number): number {
  if (shape === 'line') return share
  if (shape === 'power') return share ** POWER
  return share === 0 ? 0 : 2 - 2 / (1 + share ** SLOPE)
}

/** What a falling signal falls from. */
function fullShare(shape: Shape): number {
  return shape === 'sigmoid' || shape === 'points' ? 2 : 1
}

/** A model that holds its lower asymptote, or has none, allows no other background. */
function backgroundOd({ blank, curve }: Assay, shape: Shape): number {
  const held = curve.model === '3pl' ? (curve.lowerAsymptote ?? 0) : null
  if (blank === 'ignore') return held ?? (shape === 'power' ? 0 : BACKGROUND_OD)
  return BACKGROUND_OD
}
