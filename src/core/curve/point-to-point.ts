import type { CurveModel } from './curve-model.ts'
import { throughStandards, type Axes, type Knot } from './knots.ts'

/** Straight lines from standard to standard, on linear, semi-logarithmic or logarithmic axes. */

function straightLines(knots: readonly Knot[]): readonly (readonly number[])[] {
  return knots.slice(1).map((next, i) => {
    const { t, v } = knots[i] ?? next
    return [v, (next.v - v) / (next.t - t)]
  })
}

function onAxes(axes: Axes): Omit<CurveModel, 'id' | 'label'> {
  return throughStandards({ axes, polynomialsOf: straightLines })
}

/** OD on x, the zero standard included. */
export const pointToPoint: CurveModel = {
  ...onAxes({ x: 'linear', y: 'linear' }),
  id: 'point-to-point',
  label: 'Point to point',
}

/** OD on ln x: the zero standard takes no part. */
export const pointToPointSemiLog: CurveModel = {
  ...onAxes({ x: 'log', y: 'linear' }),
  id: 'point-to-point-semi-log',
  label: 'Point to point (semi-log)',
}

/** ln OD on ln x: neither the zero standard nor an OD of zero or less takes part. */
export const pointToPointLogLog: CurveModel = {
  ...onAxes({ x: 'log', y: 'log' }),
  id: 'point-to-point-log-log',
  label: 'Point to point (log-log)',
}
