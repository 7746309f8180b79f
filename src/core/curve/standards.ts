import type { PointMode } from '../assay.ts'
import { mean } from '../stats/moments.ts'
import type { Level, Standards } from './curve-model.ts'
import { carve } from './matrix.ts'

/** One point of a standard curve: a nominal concentration (0 is the zero standard) and its OD. */
export interface CurvePoint {
  readonly concentration: number
  readonly od: number
}

/**
 * Puts the points in order and finds the levels. With `means` one point is left of each level, the
 * mean of its ODs, and every level counts the same however many wells it has. The order makes the
 * result of a fit independent, to the last bit, of the order in which the wells were given.
 */
export function standardsFrom(points: readonly CurvePoint[], mode: PointMode): Standards {
  const wells = [...points].sort((l, r) => l.concentration - r.concentration || l.od - r.od)
  const levels = levelsOf(wells)
  const fitted = mode === 'means' ? levels : wells
  const take = carve(3 * fitted.length)
  const [concentrations, logs, ods] = [
    take(fitted.length),
    take(fitted.length),
    take(fitted.length),
  ]
  for (const [i, { concentration, od }] of fitted.entries()) {
    concentrations[i] = concentration
    logs[i] = Math.log(concentration)
    ods[i] = od
  }
  return { concentrations, logs, ods, levels }
}

function levelsOf(sorted: readonly CurvePoint[]): readonly Level[] {
  const levels: Level[] = []
  let ods: number[] = []
  for (const [i, { concentration, od }] of sorted.entries()) {
    ods.push(od)
    if (sorted[i + 1]?.concentration === concentration) continue
    levels.push({ concentration, od: mean(ods) ?? od })
    ods = []
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
