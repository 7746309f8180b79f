import type { PointMode } from '../assay.ts'
import type { Level, Standards } from './curve-model.ts'
import { carve } from './matrix.ts'
import { Spares } from './spares.ts'

/** One point of a standard curve: a nominal concentration (0 is the zero standard) and its OD. */
export interface CurvePoint {
  readonly concentration: number
  readonly od: number
}

/** One number a point. */
type Columns = Record<'concentrations' | 'logs' | 'ods', Float64Array>

const spares = new Spares<Columns>()

/** A handful of wells is in order sooner by insertion. */
const INSERTION_MAX = 64

/**
 * Puts the points in order and finds the levels. With `means` one point is left of each level, the
 * mean of its ODs, and every level counts the same however many wells it has. The order makes the
 * result of a fit independent, to the last bit, of the order in which the wells were given.
 */
export function standardsFrom(points: readonly CurvePoint[], mode: PointMode): Standards {
  const wells = inOrder(points)
  const levels = levelsOf(wells)
  const fitted = mode === 'means' ? levels : wells
  const columns = spares.take(fitted.length) ?? newColumns(fitted.length)
  const { concentrations, logs, ods } = columns
  let [before, log] = [NaN, NaN]
  for (let i = 0; i < fitted.length; i += 1) {
    const { concentration = NaN, od = NaN } = fitted[i] ?? {}
    if (concentration !== before) log = Math.log(concentration)
    before = concentration
    concentrations[i] = concentration
    logs[i] = log
    ods[i] = od
  }
  return { concentrations, logs, ods, levels }
}

/** Lets the next fit have the columns of standards that nobody looks at any more. */
export function releaseStandards({ concentrations, logs, ods }: Standards): void {
  spares.giveBack(ods.length, { concentrations, logs, ods })
}

function newColumns(length: number): Columns {
  const take = carve(3 * length)
  return { concentrations: take(length), logs: take(length), ods: take(length) }
}

/** By rising concentration, then by rising OD. */
function inOrder(points: readonly CurvePoint[]): readonly CurvePoint[] {
  const sorted = [...points]
  if (sorted.length > INSERTION_MAX) return sorted.sort(comesBefore)
  for (const [i, point] of points.entries()) {
    let free = i
    for (; free > 0; free -= 1) {
      const left = sorted[free - 1] ?? point
      if (!(comesBefore(point, left) < 0)) break
      sorted[free] = left
    }
    sorted[free] = point
  }
  return sorted
}

function comesBefore(left: CurvePoint, right: CurvePoint): number {
  return left.concentration - right.concentration || left.od - right.od
}

function levelsOf(sorted: readonly CurvePoint[]): readonly Level[] {
  const levels: Level[] = []
  let [first, beyond, count] = [0, 0, 0]
  for (let i = 0; i < sorted.length; i += 1) {
    const { concentration = NaN, od = NaN } = sorted[i] ?? {}
    if (count === 0) first = od
    // By differences from the first, so that wells that agree to the last digit are their mean.
    beyond += od - first
    count += 1
    if (sorted[i + 1]?.concentration === concentration) continue
    levels.push({ concentration, od: first + beyond / count })
    beyond = 0
    count = 0
  }
  return levels
}

/** One sentence when no curve of any model can be sought in these points, otherwise undefined. */
export function unfitReason(
  points: readonly CurvePoint[],
  { levels }: Standards,
): string | undefined {
  const odd = points.find(({ concentration, od }) => {
    return !(concentration >= 0 && concentration < Infinity && Number.isFinite(od))
  })
  if (odd !== undefined) {
    return (
      `A standard of concentration ${odd.concentration} with OD ${odd.od} cannot be used: ` +
      'both must be finite and the concentration not below zero.'
    )
  }
  if (levels.length > 1 && levels.every(({ od }) => od === levels[0]?.od)) {
    return 'All standards have the same mean OD, so there is no curve.'
  }
  return undefined
}

/** One sentence when there are fewer standards than parameters can be estimated from. */
export function tooFewReason(
  { levels, ods }: Standards,
  parameterCount: number,
): string | undefined {
  if (levels.length < parameterCount) {
    const distinct = `${levels.length} distinct standard concentrations`
    return `${distinct} are too few for ${parameterCount} curve parameters.`
  }
  if (ods.length <= parameterCount) {
    return `${ods.length} points leave nothing over to judge ${parameterCount} curve parameters by.`
  }
  return undefined
}
