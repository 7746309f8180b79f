import type { Arrangement, Places, StandardPlaces } from './arrangement.ts'
import { nearestCurve, odAt, type QuickCurve, type StandardOds } from './curve-shape.ts'
import { risingFit } from './isotonic.ts'
import { logFromOd, varianceAt, type SeenPlate } from './seen-plate.ts'

/** The noise at which curves are drawn; how well they fit is then judged at every noise. */
const DRAWING_NOISE = 0.08
/**
 * Standards are diluted one from another: a curve misses their log ODs by this much even with
 * perfect wells.
 */
export const SHAPE_VARIANCE = 0.05 ** 2

/** An overflowed well says little of where the curve goes on. */
const OVERFLOWED_WEIGHT = 0.02

/** The two ways standards can follow their concentrations; log ODs expected at each level. */
export interface StandardCurves {
  readonly standards: readonly StandardPlaces[]
  readonly seen: SeenPlate
  readonly curve: QuickCurve
  /** On that curve. */
  readonly smooth: Float64Array
  /** In the right order, whatever the shape. */
  readonly rising: Float64Array
}

/** Draws both curves through the standards where a hypothesis has them. */
export function drawCurves(
  { standards }: Pick<Arrangement, 'standards'>,
  seen: SeenPlate,
): StandardCurves {
  const curve = nearestCurve(standardOds(standards, seen))
  const smooth = Float64Array.from(standards, ({ nominal }) => logFromOd(odAt(curve, nominal)))
  const levels = standards.map(({ places }, at) => levelNear(smooth[at] ?? 0, places, seen))
  const rising = risingFit(
    Float64Array.from(levels, ({ log }) => log),
    Float64Array.from(levels, ({ weight }) => weight),
  )
  return { standards, seen, curve, smooth, rising }
}

function standardOds(
  standards: readonly StandardPlaces[],
  { ods, overflowed }: SeenPlate,
): StandardOds {
  const wells = standards.flatMap(({ places }, level) => places.map((place) => ({ level, place })))
  const levels = smoothed(standards.map(({ places }) => meanOd(places, ods)))
  return {
    nominals: Float64Array.from(standards, ({ nominal }) => nominal),
    levels: Int16Array.from(wells, ({ level }) => level),
    ods: Float64Array.from(wells, ({ place }) => ods[place] ?? 0),
    // By what the levels around have: wells with too little in them must not seem the most exact.
    weights: Float64Array.from(
      wells,
      ({ level, place }) =>
        weightOf(levels[level] ?? 0) * (overflowed.has(place) ? OVERFLOWED_WEIGHT : 1),
    ),
  }
}

function meanOd(places: Places, ods: Float64Array): number {
  return places.reduce((sum, place) => sum + (ods[place] ?? 0), 0) / places.length
}

/** Each value replaced by the median of itself and its two neighbours. */
function smoothed(values: readonly number[]): readonly number[] {
  return values.map((value, at) => {
    const [a, b] = [values[at - 1] ?? value, values[at + 1] ?? value]
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), value))
  })
}

function weightOf(od: number): number {
  return 1 / (drawingVariance(od) * Math.exp(2 * logFromOd(od)))
}

function drawingVariance(od: number): number {
  return varianceAt(od, DRAWING_NOISE) + SHAPE_VARIANCE
}

/** The mean log OD of a level's wells, those far off the smooth curve counting less. */
function levelNear(
  expected: number,
  places: Places,
  { logOds, ods }: SeenPlate,
): { readonly log: number; readonly weight: number } {
  let [sum, weights] = [0, 0]
  for (const place of places) {
    const log = logOds[place] ?? 0
    const weight = 1 / (drawingVariance(ods[place] ?? 0) + (log - expected) ** 2)
    sum += weight * log
    weights += weight
  }
  return { log: sum / weights, weight: weights }
}
