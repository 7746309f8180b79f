import type { WellValue } from '../plate-read.ts'
import type { Well } from '../well.ts'
import { arrangementOf } from './arranged.ts'
import type { Arrangement, Places } from './arrangement.ts'
import { hypothesesOf, type Hypothesis, type Suspects } from './hypothesis.ts'
import { agreementOn } from './score-replicates.ts'
import { scoreArrangement, type Score } from './score.ts'
import { inRowMajorOrder, seePlate, type SeenPlate } from './seen-plate.ts'

/** A hypothesis, what it expects, and how well that fits what was seen. */
export interface Judged {
  readonly hypothesis: Hypothesis
  readonly arrangement: Arrangement
  readonly score: Score
}

/** Every hypothesis scored against the ODs. */
export interface Judgement {
  readonly seen: SeenPlate
  readonly declared: Judged
  /** All others, the best first. */
  readonly others: readonly Judged[]
}

/** Scores every hypothesis against the ODs of a plate. */
export function judge(ods: ReadonlyMap<Well, WellValue>, suspects: Suspects): Judgement {
  const seen = seePlate(inRowMajorOrder(ods, suspects.declared.format), suspects.declared.format)
  const agreement = agreementOn(seen)
  const [declared, ...others] = hypothesesOf(suspects).map((hypothesis): Judged => {
    const arrangement = arrangementOf(hypothesis, suspects.standards, seen)
    return { hypothesis, arrangement, score: scoreArrangement(arrangement, seen, { agreement }) }
  })
  if (declared === undefined) throw new RangeError('Expected the declared layout to be judged.')
  return { seen, declared, others: others.toSorted((a, b) => b.score.total - a.score.total) }
}

/** Whether two hypotheses expect the same of every well: then no OD tells them apart. */
export function isSame(one: Judged, other: Judged): boolean {
  // The same expectations give the same score, and comparing that first is cheap.
  if (Math.abs(one.score.total - other.score.total) > 1e-9) return false
  return signatureOf(one.arrangement) === signatureOf(other.arrangement)
}

/** What is expected of the wells, whichever specimens they hold. */
function signatureOf(arrangement: Arrangement): string {
  const { standards, groups, blanks, empties, bare, bareGroups, dilutions } = arrangement
  const byPlace = (a: Places, b: Places): number => (a[0] ?? 0) - (b[0] ?? 0)
  return JSON.stringify({
    standards,
    blanks,
    empties,
    bare,
    groups: groups.toSorted(byPlace),
    bareGroups: bareGroups.toSorted(byPlace),
    dilutions: dilutions.toSorted((a, b) => byPlace(a.less, b.less)),
  })
}
