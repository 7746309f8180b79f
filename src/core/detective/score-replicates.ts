import type { Places } from './arrangement.ts'
import { centre, NOISES, odFromLog, varianceAt, type Noise, type SeenPlate } from './seen-plate.ts'
import { logNormal, withStrays } from './support.ts'

/** What the agreement of the wells of a group says, noise by noise. */
export type Agreement = (places: Places) => readonly number[]

/** Many ways to lie put the same two wells together, which are then compared once. */
export function agreementOn(seen: SeenPlate): Agreement {
  const known = new Map<number, readonly number[]>()
  return (places) => {
    const key = places.length === 2 ? (places[0] ?? 0) * seen.format + (places[1] ?? 0) : -1
    const before = known.get(key)
    if (before !== undefined) return before
    const supports = NOISES.map((noise) => groupSupport(places, seen, noise))
    if (key >= 0) known.set(key, supports)
    return supports
  }
}

/** What all groups say together, noise by noise. */
export function agreementOf(groups: readonly Places[], agreement: Agreement): readonly number[] {
  const sums = NOISES.map(() => 0)
  for (const places of groups) {
    const supports = agreement(places)
    for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + (supports[at] ?? 0)
  }
  return sums
}

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
