import type { CurveModel } from './curve-model.ts'
import { cubics } from './cubic.ts'
import { throughStandards, type Knot } from './knots.ts'

/**
 * The monotone piecewise cubic of OD on ln x (Fritsch & Butland, SIAM J. Sci. Stat. Comput. 1984,
 * 5:300; ends by the three-point formula of Moler, Numerical Computing with MATLAB, 3.6): where the
 * standards rise it rises, so an OD has one concentration.
 */
export const pchip: CurveModel = {
  ...throughStandards({ axes: { x: 'log', y: 'linear' }, polynomialsOf }),
  id: 'pchip',
  label: 'Monotone cubic (PCHIP)',
}

interface Step {
  readonly width: number
  readonly secant: number
}

function polynomialsOf(knots: readonly Knot[]): readonly (readonly number[])[] {
  const steps = knots.slice(1).map((right, i) => {
    const left = knots[i] ?? right
    const width = right.t - left.t
    return { width, secant: (right.v - left.v) / width }
  })
  return cubics(
    knots,
    knots.map((_, i) => slopeAt(steps, i)),
  )
}

function slopeAt(steps: readonly Step[], i: number): number {
  const [before, after] = [steps[i - 1], steps[i]]
  if (before !== undefined && after !== undefined) return between(before, after)
  const end = before ?? after
  const neighbour = before === undefined ? steps[1] : steps[i - 2]
  if (end === undefined) return 0
  return neighbour === undefined ? end.secant : atEnd(end, neighbour)
}

/** A weighted harmonic mean of both secants, or flat at a turning point. */
function between(before: Step, after: Step): number {
  if (before.secant * after.secant <= 0) return 0
  const [w1, w2] = [2 * after.width + before.width, after.width + 2 * before.width]
  return (w1 + w2) / (w1 / before.secant + w2 / after.secant)
}

function atEnd(end: Step, next: Step): number {
  const slope =
    ((2 * end.width + next.width) * end.secant - end.width * next.secant) / (end.width + next.width)
  if (slope * end.secant <= 0) return 0
  if (end.secant * next.secant <= 0 && Math.abs(slope) > 3 * Math.abs(end.secant)) {
    return 3 * end.secant
  }
  return slope
}
