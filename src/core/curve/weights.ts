import type { Weights } from '../assay.ts'
import type { Level } from './curve-model.ts'
import { at } from './matrix.ts'

/**
 * How much a squared residual counts. The noise of a well grows with its OD; a weight of 1/OD takes
 * its variance to grow with the OD, 1/OD² with the square (a constant CV), and `power` with a power
 * 2θ that is estimated. A weight needs an OD above zero, so ODs below a floor are weighed as if
 * they were the floor: half the smallest positive mean of a standard.
 */

/** The power of the OD that each choice divides by; of `power`, where its estimate begins. */
const POWER: Readonly<Record<Weights, 0 | 1 | 2>> = {
  none: 0,
  '1/y': 1,
  '1/y2': 2,
  'irls-1/y': 1,
  irls: 2,
  power: 2,
}

/** The weights there are, in the order in which they are offered. */
export const WEIGHT_IDS: readonly Weights[] = ['none', '1/y', '1/y2', 'irls', 'irls-1/y', 'power']

/** The lower bound of θ; beyond it and the other a power says nothing about an ELISA. */
export const THETA_MIN = 0
/** The upper bound of θ. */
export const THETA_MAX = 2

/** How points are weighed: by which rule, and where its floor is. */
export interface Weighing {
  readonly weights: Weights
  readonly odFloor: number
  /** The θ of `power`: the SD of an OD grows with OD^θ. */
  readonly theta?: number
}

/** Whether weights come from the fitted ODs, so that fit and weights must agree in the end. */
export function isReweighted({ weights }: Weighing): boolean {
  return weights === 'irls' || weights === 'irls-1/y' || weights === 'power'
}

/**
 * Half the smallest positive level mean, or 0 when no level has one (and no weight by OD has a
 * meaning).
 */
export function odFloorOf(levels: readonly Level[]): number {
  const positive = levels.map(({ od }) => od).filter((od) => od > 0)
  return positive.length === 0 ? 0 : Math.min(...positive) / 2
}

/** The weight of one well at an OD, the OD not taken smaller than the floor. */
export function weightAt(od: number, weighing: Weighing): number {
  const floored = Math.max(od, weighing.odFloor)
  const power = powerOf(weighing)
  return power === 2 ? 1 / (floored * floored) : floored ** -power
}

function powerOf({ weights, theta }: Weighing): number {
  return theta === undefined ? POWER[weights] : 2 * theta
}

/** Fills `roots` with the square roots of the weights at `ods`. */
export function fillRootWeights(roots: Float64Array, ods: Float64Array, weighing: Weighing): void {
  const { odFloor } = weighing
  const power = powerOf(weighing)
  for (let i = 0; i < ods.length; i += 1) {
    const od = Math.max(at(ods, i), odFloor)
    if (power === 0) roots[i] = 1
    else if (power === 1) roots[i] = 1 / Math.sqrt(od)
    else roots[i] = power === 2 ? 1 / od : od ** (-power / 2)
  }
}

/**
 * How many of the ODs that the weights are taken from lie below the floor; none when nothing is
 * weighed.
 */
export function flooredCount(ods: Float64Array, weighing: Weighing): number {
  if (powerOf(weighing) === 0) return 0
  let floored = 0
  for (let i = 0; i < ods.length; i += 1) if (at(ods, i) < weighing.odFloor) floored += 1
  return floored
}
