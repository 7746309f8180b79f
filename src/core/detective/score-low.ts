import type { Arrangement, Places } from './arrangement.ts'
import { replicatesScore } from './score-replicates.ts'
import { centre, odFromLog, varianceAt, type Noise, type SeenPlate } from './seen-plate.ts'
import { logLaplace, logNormal, logSumExp, withStrays } from './support.ts'

/**
 * The share of blank or empty wells that hold something after all, and how much that is believed:
 * most often hardly any, but a layout need not mention everything that is on its plates.
 */
const FILLED = [
  { share: 0.05, belief: 0.8 },
  { share: 0.4, belief: 0.15 },
  { share: 0.95, belief: 0.05 },
]
/** The same for a line that a shift leaves bare, where nothing was meant to be. */
const BARE_FILLED_SHARE = 0.05
/** Spread of blanks and empty wells around the plate's floor, in log OD. */
const FLOOR_SCALE = 0.3
/** Wells of one kind differ by this much even on the quietest plate, in log OD. */
const LIKENESS_VARIANCE = 0.05 ** 2
/**
 * What a line holds that a shift leaves bare: nothing, more specimens in the layout's pattern, or
 * anything.
 */
const BARE = { empty: 0.5, goesOn: 0.4, anything: 0.1 }

/** What blanks and empty wells say. */
export function lowScore({ blanks, empties }: Arrangement, seen: SeenPlate, noise: Noise): number {
  return emptiness(blanks, seen, noise) + emptiness(empties, seen, noise)
}

/** What the wells of a bare line say. */
export function bareScore(
  { bare, bareGroups }: Arrangement,
  seen: SeenPlate,
  noise: Noise,
): number {
  if (bare.length === 0) return 0
  const ratios = lowRatios(bare, seen, noise)
  const empty = sum(ratios.map((ratio) => withStrays(ratio, BARE_FILLED_SHARE)))
  const goesOn = replicatesScore(bareGroups, seen, noise)
  return logSumExp([
    Math.log(BARE.empty) + empty,
    Math.log(BARE.goesOn) + goesOn,
    Math.log(BARE.anything),
  ])
}

function emptiness(places: Places, seen: SeenPlate, noise: Noise): number {
  if (places.length === 0) return 0
  const ratios = lowRatios(places, seen, noise)
  return logSumExp(
    FILLED.map(
      ({ share, belief }) =>
        Math.log(belief) + sum(ratios.map((ratio) => withStrays(ratio, share))),
    ),
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** What each of some wells of one kind says for having nothing in it. */
export function lowSupports(places: Places, seen: SeenPlate, noise: Noise): readonly number[] {
  return lowRatios(places, seen, noise).map((ratio) => withStrays(ratio, BARE_FILLED_SHARE))
}

function lowRatios(places: Places, seen: SeenPlate, noise: Noise): readonly number[] {
  if (places.length === 0) return []
  const likeness = likenessOf(places, seen, noise)
  return places.map((place) => lowRatio(place, seen, likeness))
}

/** Where the wells of one kind lie, and how near one another. */
interface Likeness {
  readonly middle: number
  readonly variance: number
}

function likenessOf(places: Places, seen: SeenPlate, noise: Noise): Likeness {
  const middle = centre(places, seen)
  return { middle, variance: varianceAt(odFromLog(middle), noise) + LIKENESS_VARIANCE }
}

/**
 * How much better a well fits nothing being in it than any well: near the floor, or near its like
 * not far above.
 */
function lowRatio(
  place: number,
  { logOds, floor, usual }: SeenPlate,
  { middle, variance }: Likeness,
): number {
  const log = logOds[place] ?? 0
  const nearFloor = logLaplace(log - floor, FLOOR_SCALE)
  const nearLike = logNormal(log - middle, variance) - Math.abs(middle - floor) / FLOOR_SCALE
  const high = Math.max(nearFloor, nearLike)
  const both = high + Math.log1p(Math.exp(Math.min(nearFloor, nearLike) - high))
  return both - Math.LN2 - (usual[place] ?? 0)
}
