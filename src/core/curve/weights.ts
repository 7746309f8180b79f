import type { Weights } from '../assay.ts'
import type { Level } from './curve-model.ts'
import { at } from './matrix.ts'

/**
 * How much a squared residual counts. The noise of a well grows with its OD; a weight of 1/OD takes
 * its variance to grow with the OD, 1/OD² with the square (a constant CV). A weight needs an OD
 * above zero, so ODs below a floor are weighed as if they were the floor: half the smallest
 * positive mean of a standard.
 */

/** The power of the OD that each choice divides by. */
const POWER: Readonly<Record<Weights, 0 | 1 | 2>> = { none: 0, '1/y': 1, '1/y2': 2, irls: 2 }

/**
 * Half the smallest positive level mean, or 0 when no level has one (and no weight by OD has a
 * meaning).
 */
export function odFloorOf(levels: readonly Level[]): number {
  const positive = levels.map(({ od }) => od).filter((od) => od > 0)
  return positive.length === 0 ? 0 : Math.min(...positive) / 2
}

/** The weight of one well at an OD: 1, 1/OD or 1/OD², the OD not taken smaller than the floor. */
export function weightAt(weights: Weights, od: number, odFloor: number): number {
  return Math.max(od, odFloor) ** -POWER[weights]
}

/** How points are weighed: by which rule, and where its floor is. */
export interface Weighing {
  readonly weights: Weights
  readonly odFloor: number
}

/** Fills `roots` with the square roots of the weights at `ods`. */
export function fillRootWeights(
  roots: Float64Array,
  ods: Float64Array,
  { weights, odFloor }: Weighing,
): void {
  const power = POWER[weights]
  for (let i = 0; i < ods.length; i += 1) {
    const od = Math.max(at(ods, i), odFloor)
    if (power === 0) roots[i] = 1
    else roots[i] = power === 1 ? 1 / Math.sqrt(od) : 1 / od
  }
}

/**
 * How many of the ODs that the weights are taken from lie below the floor; none when nothing is
 * weighed.
 */
export function flooredCount(ods: Float64Array, { weights, odFloor }: Weighing): number {
  if (POWER[weights] === 0) return 0
  let floored = 0
  for (let i = 0; i < ods.length; i += 1) if (at(ods, i) < odFloor) floored += 1
  return floored
}
