import type { Places } from './arrangement.ts'
import type { Judged } from './judge.ts'
import { lowSupports } from './score-low.ts'
import { groupSupport } from './score-replicates.ts'
import { standardSupport } from './score-standards.ts'
import { centre, odFromLog, type SeenPlate } from './seen-plate.ts'

/** What a hypothesis expects of a well, and how well that fits. */
export interface Expectation {
  /** Wells with the same key are one piece of evidence. */
  readonly key: string
  /** In words, with the OD: `standard 8, OD 0.052`. */
  readonly as: string
  /** In nats against a well that follows no plan. */
  readonly support: number
}

/**
 * What a hypothesis expects, by position on the plate. Wells on their own, of which nothing is
 * expected, have no entry.
 */
export function expectationsOf(judged: Judged, seen: SeenPlate): ReadonlyMap<number, Expectation> {
  const { blanks, empties, bare } = judged.arrangement
  return new Map([
    ...ofGroups(judged, seen),
    ...ofStandards(judged, seen),
    ...ofLows({ places: blanks, name: 'a blank' }, judged, seen),
    ...ofLows({ places: empties, name: 'an empty well' }, judged, seen),
    ...ofLows({ places: bare, name: 'left bare' }, judged, seen),
  ])
}

type Entry = readonly [number, Expectation]

function ofGroups({ arrangement, score }: Judged, seen: SeenPlate): readonly Entry[] {
  return arrangement.groups.flatMap((places, at) => {
    const support = groupSupport(places, seen, score.noise) / places.length
    const as = `replicates, OD ${odText(centre(places, seen))}`
    return places.map((place): Entry => [place, { key: `group ${at}`, as, support }])
  })
}

function ofStandards({ arrangement, score }: Judged, seen: SeenPlate): readonly Entry[] {
  return arrangement.standards.flatMap(({ level, places }, at) => {
    const expected = score.expected[at] ?? 0
    const as = `standard ${level}, OD ${odText(expected)}`
    return places.map((place): Entry => {
      const support = standardSupport(place, seen, { noise: score.noise, expected })
      return [place, { key: `level ${level}`, as, support }]
    })
  })
}

function ofLows(
  { places, name }: { readonly places: Places; readonly name: string },
  { score }: Judged,
  seen: SeenPlate,
): readonly Entry[] {
  const as = `${name}, OD ${odText(seen.floor)}`
  const supports = lowSupports(places, seen, score.noise)
  return supports.map((support, at): Entry => [places[at] ?? 0, { key: name, as, support }])
}

function odText(logOd: number): string {
  return odFromLog(logOd).toFixed(3)
}
