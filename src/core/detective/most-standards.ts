import type { StandardPlaces } from './arrangement.ts'
import { varianceAt, type Noise, type SeenPlate } from './seen-plate.ts'
import { CURVE_COST, standardPeak } from './score-standards.ts'
import { logSumExp } from './support.ts'

/**
 * The most that standards can say for a hypothesis, without drawing a curve through them. Whatever
 * rises cannot be right about two levels that lie the wrong way round: of each such pair one lies
 * at least half the gap between them away from what is expected there.
 */

/**
 * A level, a higher one that reads lower, and half the gap in log OD between their nearest wells.
 */
export interface Crossing {
  readonly lower: StandardPlaces
  readonly higher: StandardPlaces
  readonly half: number
}

/** Levels that lie the wrong way round, two and two, the widest gaps first. */
export function crossingsOf(
  standards: readonly StandardPlaces[],
  seen: SeenPlate,
): readonly Crossing[] {
  const ends = standards.map((standard) => endsOf(standard, seen))
  const crossings: Crossing[] = []
  const free = new Set(standards.keys())
  for (;;) {
    const widest = widestOf(ends, free)
    if (widest === undefined) return crossings
    free.delete(widest.i)
    free.delete(widest.j)
    const [lower, higher] = [standards[widest.i], standards[widest.j]]
    if (lower && higher) crossings.push({ lower, higher, half: widest.gap / 2 })
  }
}

/**
 * The lowest and the highest log OD of a level's wells; an overflowed well may lie anywhere above.
 */
interface Ends {
  readonly low: number
  readonly high: number
  readonly isOpen: boolean
}

function endsOf({ places }: StandardPlaces, { logOds, overflowed }: SeenPlate): Ends {
  let [low, high, isOpen] = [Infinity, -Infinity, false]
  for (const place of places) {
    low = Math.min(low, logOds[place] ?? low)
    high = Math.max(high, logOds[place] ?? high)
    isOpen ||= overflowed.has(place)
  }
  return { low, high, isOpen }
}

/** The widest gap between two levels the wrong way round, of those that are free. */
function widestOf(
  ends: readonly Ends[],
  free: ReadonlySet<number>,
): { readonly i: number; readonly j: number; readonly gap: number } | undefined {
  let widest = { i: -1, j: -1, gap: 0 }
  for (const i of free) {
    for (const j of free) {
      const [lower, higher] = [ends[i], ends[j]]
      if (i >= j || lower === undefined || higher === undefined || higher.isOpen) continue
      const gap = lower.low - higher.high
      if (gap > widest.gap) widest = { i, j, gap }
    }
  }
  return widest.gap > 0 ? widest : undefined
}

/** The most that standards can say at a noise as far as they may all lie where they should. */
export function mostOfStandards(
  standards: readonly StandardPlaces[],
  seen: SeenPlate,
  noise: Noise,
): number {
  if (standards.length === 0) return 0
  let sum = 0
  for (const level of standards) sum += mostOfLevel(level, seen, { noise, deviation: 0 })
  return sum + logSumExp([-CURVE_COST, orderAtMost(standards, seen, noise)]) - Math.LN2
}

/** How much less it is at the least, because of levels that lie the wrong way round. */
export function costOfCrossings(
  crossings: readonly Crossing[],
  seen: SeenPlate,
  noise: Noise,
): number {
  let cost = 0
  for (const { lower, higher, half } of crossings) {
    const costs = [lower, higher].map(
      (level) =>
        mostOfLevel(level, seen, { noise, deviation: 0 }) -
        mostOfLevel(level, seen, { noise, deviation: half }),
    )
    cost += Math.min(...costs)
  }
  return cost
}

function mostOfLevel(
  { places }: StandardPlaces,
  seen: SeenPlate,
  at: { readonly noise: Noise; readonly deviation: number },
): number {
  let sum = 0
  for (const place of places) sum += standardPeak(place, seen, at)
  return sum
}

/** The most that the prior of an order can be: no level is dearer than the rarest among these. */
function orderAtMost(
  standards: readonly StandardPlaces[],
  { ods, background }: SeenPlate,
  noise: Noise,
): number {
  // The variance falls and then rises with the OD, so that over a range it is largest at an end.
  let [lowest, highest] = [Infinity, -Infinity]
  for (const { places } of standards) {
    for (const place of places) {
      lowest = Math.min(lowest, ods[place] ?? 0)
      highest = Math.max(highest, ods[place] ?? 0)
    }
  }
  const variance = Math.max(varianceAt(lowest, noise), varianceAt(highest, noise))
  const dearest = background.highest + 0.5 * Math.log(2 * Math.PI * variance)
  let sum = 0
  for (const [at, { places }] of standards.entries()) {
    sum += dearest + Math.log(at + 1) - 0.5 * Math.log(places.length)
  }
  return sum
}
