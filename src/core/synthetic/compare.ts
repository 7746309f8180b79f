import type { SyntheticPlate } from './plate.ts'

/** A number of an exported table; null where the cell is empty. */
export interface FoundConcentration {
  readonly specimen: string
  readonly condition: string
  readonly state: string
  readonly concentration: number | null
}

/** A challenge minus its baseline, as exported. */
export interface FoundResponse {
  readonly specimen: string
  readonly organism: string
  readonly delta: number | null
}

/** What the way made of a synthetic plate. */
export interface SyntheticFound {
  readonly concentrations: readonly FoundConcentration[]
  readonly responses: readonly FoundResponse[]
}

/** How found and true numbers agree. */
export interface SyntheticVerdict {
  /** A sentence for each number that is not as it should be; none when all are right. */
  readonly wrong: readonly string[]
  readonly concentrations: number
  readonly responses: number
  /** The greatest difference of a concentration from the truth. */
  readonly worstPercent: number
}

/** Compares every concentration and every response with what really is in the plate. */
export function syntheticVerdict(
  plate: SyntheticPlate,
  found: SyntheticFound,
  tolerancePercent: number,
): SyntheticVerdict {
  const concentrations = concentrationsOf(plate, found, tolerancePercent)
  const expected = expectedResponses(plate)
  const responses = expected.map((each) => wrongResponse(each, found, tolerancePercent))
  // Where a layout has no baseline, its challenges are listed without a response.
  const made = found.responses.filter(({ delta }) => delta !== null)
  const surplus = [
    ...surplusOf('concentrations', found.concentrations.length, plate.truths.length),
    ...surplusOf('responses', made.length, expected.length),
  ]
  const wrongs = [...concentrations.map(({ wrong }) => wrong), ...responses]
  return {
    wrong: [...wrongs.filter((each) => each !== null), ...surplus],
    concentrations: plate.truths.length,
    responses: expected.length,
    worstPercent: Math.max(0, ...concentrations.map(({ percent }) => percent)),
  }
}

interface Compared {
  readonly wrong: string | null
  readonly percent: number
}

function concentrationsOf(
  { truths }: SyntheticPlate,
  found: SyntheticFound,
  tolerancePercent: number,
): readonly Compared[] {
  return truths.map(({ specimen, condition, concentration }) => {
    const is = found.concentrations.find(
      (each) => each.specimen === specimen && each.condition === condition,
    )
    const what = `${specimen} ${condition} has ${shown(concentration)}`
    if (is === undefined) return { wrong: `${what}, and no result.`, percent: 0 }
    const value = is.concentration
    if (is.state !== 'ok' || value === null)
      return { wrong: `${what}, and its result is '${is.state}'.`, percent: 0 }
    const percent = (100 * Math.abs(value - concentration)) / concentration
    const isFar = !(percent <= tolerancePercent)
    const wrong = isFar ? `${what}, found ${shown(value)} (${percent.toFixed(1)} % off).` : null
    return { wrong, percent }
  })
}

interface ExpectedResponse {
  readonly specimen: string
  readonly organism: string
  readonly baseline: number
  readonly challenge: number
}

function expectedResponses({ truths, baselineKind }: SyntheticPlate): readonly ExpectedResponse[] {
  const baselines = new Map(
    truths
      .filter(({ condition }) => condition === baselineKind)
      .map(({ slot, concentration }) => [slot, concentration]),
  )
  return truths.flatMap(({ specimen, slot, condition, concentration }) => {
    const baseline = baselines.get(slot)
    const isChallenge = condition !== 'baseline' && condition !== 'unstimulated'
    if (!isChallenge || baseline === undefined) return []
    return [{ specimen, organism: condition, baseline, challenge: concentration }]
  })
}

/** Both ends of a difference may be off by the tolerance. */
function wrongResponse(
  { specimen, organism, baseline, challenge }: ExpectedResponse,
  { responses }: SyntheticFound,
  tolerancePercent: number,
): string | null {
  const is = responses.find((each) => each.specimen === specimen && each.organism === organism)
  const what = `${specimen} responds to ${organism} by ${shown(challenge - baseline)}`
  if (is === undefined || is.delta === null) return `${what}, and has no such result.`
  const off = Math.abs(is.delta - (challenge - baseline))
  const isFar = !(off <= (tolerancePercent / 100) * (challenge + baseline))
  return isFar ? `${what}, found ${shown(is.delta)}.` : null
}

function surplusOf(what: string, found: number, expected: number): readonly string[] {
  if (found <= expected) return []
  return [`There are ${found} ${what}, and ${expected} were made.`]
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)))
}
