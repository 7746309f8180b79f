import type { DilutionPlaces, Places } from './arrangement.ts'
import { odAt, type QuickCurve } from './curve-shape.ts'
import {
  centre,
  logFromOd,
  odFromLog,
  varianceAt,
  type Noise,
  type SeenPlate,
} from './seen-plate.ts'
import type { StandardCurves } from './standard-curves.ts'
import { logistic, logNormal } from './support.ts'

/**
 * How a diluted supernatant behaves: as the curve foretells, at least not higher, or (hook effect,
 * mistakes) anyhow.
 */
const WAYS = { foretold: 0.6, lower: 0.35, anyhow: 0.05 }
/** Diluted milk misses what the curve foretells by this much, in log OD. */
const FORETOLD_VARIANCE = 0.15 ** 2
/**
 * How far above the lowest standard a supernatant must read before its dilution changes anything,
 * in log OD.
 */
const DILUTABLE = { least: 0.2, softness: 0.05 }
/** An OD tells a concentration when it is this much below the highest standard, in log OD. */
const READABLE_BELOW_TOP = 0.15

/** What the dilutions of one supernatant say about one another. */
export function dilutionsScore(
  dilutions: readonly DilutionPlaces[],
  curves: StandardCurves,
  noise: Noise,
): number {
  let sum = 0
  for (const one of dilutions) sum += dilutionSupport(one, curves, noise)
  return sum
}

/** The most that dilutions can say, wherever the curve foretells them. */
export function mostOfDilutions(
  dilutions: readonly DilutionPlaces[],
  seen: SeenPlate,
  noise: Noise,
): number {
  let sum = 0
  for (const { less, more } of dilutions) {
    const low = centre(more, seen)
    const variance = meanVariance(less, seen, noise) + meanVariance(more, seen, noise)
    const density = logNormal(0, variance + FORETOLD_VARIANCE)
    const ratio = Math.exp(density - seen.background.logDensity(low))
    const lower = 1 / Math.max(0.05, seen.background.below(centre(less, seen)))
    // Says, from 0 to 1, lies between 1 and this; off the curve more belief goes to lower.
    const asForetold = WAYS.foretold * ratio + WAYS.lower * lower
    sum += Math.log(Math.max(1, asForetold, (1 - WAYS.anyhow) * lower) + WAYS.anyhow)
  }
  return sum
}

function dilutionSupport(
  { less, more, factor }: DilutionPlaces,
  { curve, seen, smooth }: StandardCurves,
  noise: Noise,
): number {
  const [high, low] = [centre(less, seen), centre(more, seen)]
  const readable = (smooth.at(-1) ?? Number.POSITIVE_INFINITY) - READABLE_BELOW_TOP
  const isOver = (places: Places): boolean => places.some((place) => seen.overflowed.has(place))
  // On the plateau, and above the reader's range, wells are alike whatever the dilution.
  if (isOver(more) || (low > readable && high > readable)) return 0
  const variance = meanVariance(less, seen, noise) + meanVariance(more, seen, noise)
  const above = high - (smooth[0] ?? seen.floor)
  const says = logistic((above - DILUTABLE.least) / DILUTABLE.softness)
  // The logistic with this factor is within a hundredth of the normal distribution.
  const isLower = logistic((1.702 * (high - low)) / Math.sqrt(variance))
  const lower = isLower / Math.max(0.05, seen.background.below(high))
  const anyhow = WAYS.anyhow * says + 1 - says
  const isReadable = high <= readable && !isOver(less)
  const expected = isReadable ? foretold(curve, odFromLog(high), factor) : undefined
  if (expected === undefined) return Math.log((1 - WAYS.anyhow) * says * lower + anyhow)
  const density = logNormal(low - expected, variance + FORETOLD_VARIANCE)
  const ratio = Math.exp(density - seen.background.logDensity(low))
  return Math.log(says * (WAYS.foretold * ratio + WAYS.lower * lower) + anyhow)
}

function meanVariance(places: Places, seen: SeenPlate, noise: Noise): number {
  return varianceAt(odFromLog(centre(places, seen)), noise) / places.length
}

/** The log OD of a dilution, from the OD before it; undefined off the curve. */
function foretold(curve: QuickCurve, od: number, factor: number): number | undefined {
  const share = (od - curve.foot) / curve.height
  if (!(share > 0 && share < 1)) return undefined
  const concentration = curve.centre * (share / (1 - share)) ** (1 / curve.power)
  return logFromOd(odAt(curve, concentration / factor))
}
