import type { WellValue } from '../plate-read.ts'
import { arrangementOf } from './arranged.ts'
import type { Arrangement } from './arrangement.ts'
import { hypothesesOf, type Suspects } from './hypothesis.ts'
import { costOfCrossings, crossingsOf, mostOfStandards } from './most-standards.ts'
import { mostOfDilutions } from './score-dilutions.ts'
import { bareScore, lowScore } from './score-low.ts'
import { agreementOf, agreementOn, type Agreement } from './score-replicates.ts'
import { zeroScore } from './score-standards.ts'
import { overNoises, scoreArrangement } from './score.ts'
import { NOISES, seePlate, type SeenPlate } from './seen-plate.ts'
import { drawCurves } from './standard-curves.ts'

/**
 * Whether any other way to lie fits better than the declared one by so many nats: the same answer
 * as by scoring all of them, but most are dismissed by the most they could score, for which no
 * curve has to be drawn. ODs are in row-major order.
 */
export function looksOtherwise(
  ods: readonly WellValue[],
  suspects: Suspects,
  nats: number,
): boolean {
  const seen = seePlate(ods, suspects.declared.format)
  const [declared, ...others] = hypothesesOf(suspects).map((hypothesis) =>
    arrangementOf(hypothesis, suspects.standards, seen),
  )
  if (declared === undefined) throw new RangeError('Expected the declared layout to be judged.')
  const agreement = agreementOn(seen)
  const curves = drawCurves(declared, seen)
  const enough = scoreArrangement(declared, seen, { agreement, curves }).total + nats
  const scoreOf = (other: Arrangement): number =>
    hasSameStandards(other, declared)
      ? scoreArrangement(other, seen, { agreement, curves }).total
      : scoreArrangement(other, seen, { agreement }).total
  return others.some((other) => {
    const most = mostAtNoises(other, seen, agreement)
    if (overNoises(most, other) < enough) return false
    return overNoises(lessCrossings(most, other, seen), other) >= enough && scoreOf(other) >= enough
  })
}

/** Another layout may well have its standards where the declared one has them. */
function hasSameStandards({ standards }: Arrangement, declared: Arrangement): boolean {
  return (
    standards.length === declared.standards.length &&
    standards.every(({ nominal, places }, at) => {
      const other = declared.standards[at]
      if (other?.nominal !== nominal || other.places.length !== places.length) return false
      return places.every((place, i) => place === other.places[i])
    })
  )
}

/** No score of this arrangement is higher. */
export function mostOf(arrangement: Arrangement, seen: SeenPlate): number {
  const most = mostAtNoises(arrangement, seen, agreementOn(seen))
  return overNoises(lessCrossings(most, arrangement, seen), arrangement)
}

/** The most at each noise, if the standards were all in order. */
function mostAtNoises(
  arrangement: Arrangement,
  seen: SeenPlate,
  agreement: Agreement,
): readonly number[] {
  const { standards, groups, dilutions } = arrangement
  const zero = zeroScore(arrangement, seen)
  const totals = NOISES.map((noise) => {
    const low = lowScore(arrangement, seen, noise) + bareScore(arrangement, seen, noise)
    return mostOfStandards(standards, seen, noise) + mostOfDilutions(dilutions, seen, noise) + low
  })
  const agreed = agreementOf(groups, agreement)
  return totals.map((total, at) => total + zero + (agreed[at] ?? 0))
}

function lessCrossings(
  most: readonly number[],
  { standards }: Arrangement,
  seen: SeenPlate,
): readonly number[] {
  const crossings = crossingsOf(standards, seen)
  return most.map((one, at) => one - costOfCrossings(crossings, seen, NOISES[at] ?? NaN))
}
