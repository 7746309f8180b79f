import type { CurveModel } from './curve-model.ts'
import { cubics } from './cubic.ts'
import { throughStandards, type Knot } from './knots.ts'

/**
 * The natural cubic spline of OD on ln x: twice continuously differentiable, straight at both ends.
 * It may rise and fall between standards that only rise; an OD that it has more than once has no
 * concentration.
 */
export const naturalSpline: CurveModel = {
  ...throughStandards({ axes: { x: 'log', y: 'linear' }, polynomialsOf }),
  id: 'natural-spline',
  label: 'Natural cubic spline',
}

function polynomialsOf(knots: readonly Knot[]): readonly (readonly number[])[] {
  return cubics(knots, slopesOf(knots))
}

/**
 * The slopes at the knots, from continuity of the second derivative: a tridiagonal system, solved
 * by elimination from the first row to the last and back.
 */
function slopesOf(knots: readonly Knot[]): readonly number[] {
  const inverse = knots.slice(1).map(({ t }, i) => 1 / (t - (knots[i]?.t ?? NaN)))
  const rise = knots
    .slice(1)
    .map(({ v }, i) => 3 * (v - (knots[i]?.v ?? NaN)) * (inverse[i] ?? NaN) ** 2)
  const diagonal: number[] = []
  const rhs: number[] = []
  for (const i of knots.keys()) {
    const [before, after] = [inverse[i - 1] ?? 0, inverse[i] ?? 0]
    const factor = i === 0 ? 0 : before / (diagonal[i - 1] ?? NaN)
    diagonal.push(2 * (before + after) - factor * before)
    rhs.push((rise[i - 1] ?? 0) + (rise[i] ?? 0) - factor * (rhs[i - 1] ?? 0))
  }
  const slopes: number[] = []
  for (let i = knots.length - 1; i >= 0; i -= 1) {
    const above = (inverse[i] ?? 0) * (slopes[i + 1] ?? 0)
    slopes[i] = ((rhs[i] ?? NaN) - above) / (diagonal[i] ?? NaN)
  }
  return slopes
}
