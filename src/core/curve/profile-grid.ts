import type { Standards } from './curve-model.ts'
import { at } from './matrix.ts'

/**
 * Where to look for a 4PL when the first start leads nowhere. Given slope B and inflection C, the
 * best asymptotes follow from a straight line (the formula is linear in A and D: separable least
 * squares, Golub & Pereyra, SIAM J. Numer. Anal. 1973, 10:413). So the sum of squares is known on a
 * whole grid of B and C for little more than its exponentials, and only the valleys of the grid are
 * worth a search.
 */

/** Slopes of immunoassays and far beyond, in steps of √2. */
const SLOPES = Array.from({ length: 11 }, (_, i) => 0.25 * Math.SQRT2 ** i)
const INFLECTIONS = 18
/** The inflections go this far beyond the standards, as a factor, on either side. */
const BEYOND_LOWEST = 8
const BEYOND_HIGHEST = 30
/** A slope at which a curve is nearly a step, and how near the deepest valley a step must come. */
const SLOPE_OF_STEP = 20
const STEP_MARGIN = 1.05

/** A level as far as a sum of squares knows it. */
interface Weighed {
  readonly log: number
  readonly weight: number
  readonly od: number
}

interface Valley {
  readonly start: Float64Array
  readonly sum: number
}

/** Starts in θ = (A, B, ln C, D), the deepest valley first. */
export function valleyStarts(
  standards: Standards,
  rootWeights: Float64Array,
): readonly Float64Array[] {
  const levels = weighedLevels(standards, rootWeights)
  const logs = levels.map(({ log }) => log).filter((log) => log > -Infinity)
  const from = Math.min(...logs) - Math.log(BEYOND_LOWEST)
  const to = Math.max(...logs) + Math.log(BEYOND_HIGHEST)
  const inflections = Array.from(
    { length: INFLECTIONS },
    (_, i) => from + ((to - from) * i) / (INFLECTIONS - 1),
  )
  const grid = SLOPES.map((slope) => inflections.map((logC) => bestLine(levels, slope, logC)))
  const valleys = grid.flatMap((row, i) => row.filter((one, j) => isValley(grid, one, [i, j])))
  const deepest = Math.min(...valleys.map(({ sum }) => sum))
  // The grid is too coarse for steps, which may be between any two levels or at any one.
  const steps = [...gapsBetween(logs), ...logs]
    .map((logC) => bestLine(levels, SLOPE_OF_STEP, logC))
    .filter(({ sum }) => sum < STEP_MARGIN * deepest)
  return [...valleys, ...steps]
    .toSorted((left, right) => left.sum - right.sum)
    .map(({ start }) => start)
}

/** The middles between neighbouring levels. */
function gapsBetween(logs: readonly number[]): readonly number[] {
  return logs.slice(1).map((log, i) => (log + (logs[i] ?? log)) / 2)
}

/** Points of one concentration as one, with the sum of their weights. */
function weighedLevels({ logs, ods }: Standards, rootWeights: Float64Array): readonly Weighed[] {
  const levels: Weighed[] = []
  for (let i = 0; i < ods.length; i += 1) {
    const log = at(logs, i)
    const weight = at(rootWeights, i) ** 2
    const last = levels.at(-1)
    const before = last?.log === log ? levels.pop() : undefined
    const total = weight + (before?.weight ?? 0)
    const od = (weight * at(ods, i) + (before?.weight ?? 0) * (before?.od ?? 0)) / total
    levels.push({ log, weight: total, od })
  }
  return levels
}

/** The best asymptotes for a slope and an inflection, and what they leave: OD = D + (A - D)·q. */
function bestLine(levels: readonly Weighed[], slope: number, logC: number): Valley {
  let [total, meanQ, meanOd] = [0, 0, 0]
  const shares = levels.map(({ log, weight, od }) => {
    const q = 1 / (1 + Math.exp(slope * (log - logC)))
    total += weight
    meanQ += weight * q
    meanOd += weight * od
    return q
  })
  meanQ /= total
  meanOd /= total
  let [qq, qy, yy] = [0, 0, 0]
  for (const [i, { weight, od }] of levels.entries()) {
    const q = (shares[i] ?? NaN) - meanQ
    qq += weight * q * q
    qy += weight * q * (od - meanOd)
    yy += weight * (od - meanOd) ** 2
  }
  const span = qy / qq
  const d = meanOd - span * meanQ
  return { start: Float64Array.of(d + span, slope, logC, d), sum: yy - span * qy }
}

const STEPS = [-1, 0, 1]

/** Whether none of the eight neighbours lies lower. */
function isValley(
  grid: readonly (readonly Valley[])[],
  { sum }: Valley,
  [i, j]: readonly [number, number],
): boolean {
  if (!Number.isFinite(sum)) return false
  return STEPS.every((di) =>
    STEPS.every((dj) => !((grid[i + di]?.[j + dj]?.sum ?? Infinity) < sum)),
  )
}
