import type { Arrangement } from './arrangement.ts'
import { centre, odFromLog, varianceAt, type Noise, type SeenPlate } from './seen-plate.ts'
import { SHAPE_VARIANCE, type StandardCurves } from './standard-curves.ts'
import { logistic, logNormal, logSumExp, withStrays } from './support.ts'

/** One standard well in this many is a stray. */
const STRAY_SHARE = 0.03
/** What a curve's four free numbers cost, about two nats each. */
export const CURVE_COST = 8
/**
 * A filled well this much below the zero standard, in log OD, speaks against it with so many nats.
 */
const BELOW_ZERO = { least: 0.25, nats: 0.5, strayShare: 0.01 }

/**
 * Log OD above the lowest standard: the highest of a weak curve is still more than a half higher,
 * the second highest more than a quarter.
 */
const RISES = [
  { fromTop: 1, least: 0.5, softness: 0.12 },
  { fromTop: 2, least: 0.25, softness: 0.06 },
]
const FLAT_SHARE = 0.01

/** What the standards say, well by well and together. */
export interface StandardsScore {
  readonly total: number
  /** The log ODs of the curve that fits better. */
  readonly expected: Float64Array
}

/**
 * How well the standards follow their concentrations. Half the belief goes to a smooth curve, half
 * to any rising order.
 */
export function scoreStandards(curves: StandardCurves, noise: Noise): StandardsScore {
  const { standards, smooth, rising } = curves
  if (standards.length === 0) return { total: 0, expected: smooth }
  const asCurve = fitOf(curves, smooth, { noise, extra: SHAPE_VARIANCE }) - CURVE_COST
  const asOrder = fitOf(curves, rising, { noise, extra: 0 }) + orderPrior(curves, noise)
  const total = logSumExp([asCurve, asOrder]) - Math.LN2
  return { total, expected: asCurve > asOrder ? smooth : rising }
}

/** What the ends of the curve say at any noise: the zero standard is low, and there is a rise. */
export function scoreEnds(curves: StandardCurves, arrangement: Arrangement): number {
  return zeroScore(arrangement, curves.seen) + riseScore(curves.rising)
}

function fitOf(
  { standards, seen }: StandardCurves,
  expected: Float64Array,
  options: Pick<Expected, 'noise' | 'extra'>,
): number {
  let sum = 0
  standards.forEach(({ places }, at) => {
    for (const place of places)
      sum += wellSupport(place, seen, { ...options, expected: expected[at] ?? 0 })
  })
  return sum
}

/** What one standard well says of the log OD expected there. */
export function standardSupport(
  place: number,
  seen: SeenPlate,
  { noise, expected }: Pick<Expected, 'noise' | 'expected'>,
): number {
  return wellSupport(place, seen, { noise, expected, extra: SHAPE_VARIANCE })
}

/** The log OD expected at a well, and its variance beyond the noise. */
interface Expected {
  readonly noise: Noise
  readonly expected: number
  readonly extra: number
}

function wellSupport(place: number, seen: SeenPlate, { noise, extra, expected }: Expected): number {
  const above = (seen.logOds[place] ?? 0) - expected
  const deviation = seen.overflowed.has(place) ? Math.max(0, above) : above
  const variance = varianceAt(seen.ods[place] ?? 0, noise) + extra
  return withStrays(logNormal(deviation, variance) - (seen.usual[place] ?? 0), STRAY_SHARE)
}

/** The most a standard well can say at a deviation of log OD, whichever curve is expected there. */
export function standardPeak(
  place: number,
  seen: SeenPlate,
  { noise, deviation }: { readonly noise: Noise; readonly deviation: number },
): number {
  const variance = varianceAt(seen.ods[place] ?? 0, noise)
  const off = (0.5 * deviation * deviation) / (variance + SHAPE_VARIANCE)
  return withStrays(logNormal(0, variance) - off - (seen.usual[place] ?? 0), STRAY_SHARE)
}

/**
 * Levels that may lie anywhere cost what finding each of them by chance would; that they come in
 * the one right order of all possible ones pays some of it back, as far as they differ at all.
 */
function orderPrior({ standards, seen, rising }: StandardCurves, noise: Noise): number {
  let sum = 0
  standards.forEach(({ places }, at) => {
    const log = rising[at] ?? 0
    const variance = varianceAt(odFromLog(log), noise) / places.length
    const near = rising.subarray(0, at).filter((lower) => (log - lower) ** 2 < 4 * variance).length
    sum += seen.background.logDensity(log) + 0.5 * Math.log(2 * Math.PI * variance)
    sum += Math.log((at + 1) / (near + 1))
  })
  return sum
}

/**
 * Nothing with diluent in it reads much lower than the zero standard; what holds none may.
 */
export function zeroScore(arrangement: Arrangement, seen: SeenPlate): number {
  const { standards, blanks, empties, bare } = arrangement
  const [lowest] = standards
  if (lowest === undefined || lowest.nominal > 0) return 0
  const limit = centre(lowest.places, seen) - BELOW_ZERO.least
  const isBelow = (logOd: number | undefined): boolean => (logOd ?? limit) < limit
  let below = 0
  for (const logOd of seen.logOds) below += Number(isBelow(logOd))
  for (const lows of [blanks, empties, bare]) {
    for (const place of lows) below -= Number(isBelow(seen.logOds[place]))
  }
  return withStrays(-BELOW_ZERO.nats * below, BELOW_ZERO.strayShare)
}

/**
 * Standards without a rise follow any order; that they are a plate's standards at all is then hard
 * to believe.
 */
function riseScore(rising: Float64Array): number {
  return RISES.reduce((sum, { fromTop, least, softness }) => {
    if (rising.length <= fromTop) return sum
    const rise = (rising.at(-fromTop) ?? 0) - (rising[0] ?? 0)
    const isRise = logistic((rise - least) / softness)
    return sum + Math.log((1 - FLAT_SHARE) * isRise + FLAT_SHARE)
  }, 0)
}
