import type { Places } from './arrangement.ts'
import { centre, odFromLog, varianceAt, type Noise, type SeenPlate } from './seen-plate.ts'
import { logNormal, withStrays } from './support.ts'

/** One well in this many disagrees with its replicates for reasons of its own. */
const STRAY_SHARE = 0.04
/** What the agreement within groups says. */
export function replicatesScore(groups: readonly Places[], seen: SeenPlate, noise: Noise): number {
  let sum = 0
  for (const places of groups) sum += groupSupport(places, seen, noise)
  return sum
}

/** How much better the wells of a group agree than wells taken at random. */
export function groupSupport(places: Places, seen: SeenPlate, noise: Noise): number {
  if (places.length > 2) return centredSupport(places, seen, noise)
  const { logOds, ods, usual, background } = seen
  const [first = 0, second = 0] = places
  const deviation = (logOds[first] ?? 0) - (logOds[second] ?? 0)
  const variance = varianceAt(ods[first] ?? 0, noise) + varianceAt(ods[second] ?? 0, noise)
  const together = logNormal(deviation, variance) + background.logDensity(centre(places, seen))
  return withStrays(together - (usual[first] ?? 0) - (usual[second] ?? 0), STRAY_SHARE)
}

/** Each well against the middle of the group, which may lie wherever wells of this plate lie. */
function centredSupport(places: Places, seen: SeenPlate, noise: Noise): number {
  const middle = centre(places, seen)
  const middleVariance = varianceAt(odFromLog(middle), noise) / places.length
  let sum = seen.background.logDensity(middle) + 0.5 * Math.log(2 * Math.PI * middleVariance)
  for (const place of places) {
    const deviation = (seen.logOds[place] ?? 0) - middle
    const density = logNormal(deviation, varianceAt(seen.ods[place] ?? 0, noise))
    sum += withStrays(density - (seen.usual[place] ?? 0), STRAY_SHARE)
  }
  return sum
}
