import type { Layout } from '../layout/layout.ts'
import type { WellValue } from '../plate-read.ts'
import type { Well } from '../well.ts'
import { evidenceFor, type Evidence } from './evidence.ts'
import { phraseOf, type Hypothesis, type Suspects } from './hypothesis.ts'
import { isSame, judge, type Judged, type Judgement } from './judge.ts'
import type { ScorePart } from './score.ts'
import { TRANSFORMATIONS } from './transform.ts'

/**
 * From here on another hypothesis fits clearly better: a factor of 150 in probability. Chosen on
 * 32 000 simulated plates that lay right (scripts/detective, seeds 1 and 5, 4000 of each of four
 * layouts), of which ten reached it. The rates that scripts/detective-rates.ts prints are of
 * others.
 */
export const CLEAR_NATS = 5
/** Within this, neither of two hypotheses is better: a factor of seven in probability. */
export const DOUBT_NATS = 2

/** From where on another hypothesis is clearly better, and within which none is, in nats. */
export interface NatLimits {
  readonly clear: number
  readonly doubt: number
}

const USUAL: NatLimits = { clear: CLEAR_NATS, doubt: DOUBT_NATS }

/** How well a hypothesis fits, against the declared layout. */
export interface RelativeScore {
  readonly hypothesis: Hypothesis
  /**
   * In nats (natural logarithms of probability ratios); above zero it fits better than the declared
   * layout.
   */
  readonly nats: number
  /** Where that comes from. */
  readonly parts: Readonly<Record<ScorePart, number>>
}

/** What the ODs say about how the plate lies. */
export interface Detection {
  /** `undecided`: neither the declared layout nor another is clearly better. */
  readonly verdict: 'as-declared' | 'other' | 'undecided'
  /** The best hypothesis: the declared one unless another fits better. */
  readonly best: Hypothesis
  /** Others that the ODs do not tell from the best, the better ones first. */
  readonly alike: readonly Hypothesis[]
  /** Ways to lie in which every well would hold the same as declared: no OD can ever tell. */
  readonly untold: readonly Hypothesis[]
  /**
   * How much better the best other hypothesis fits than the declared one, in nats; usually far
   * below zero.
   */
  readonly margin: number
  readonly sentence: string
  /** Wells that speak for the best other hypothesis; none when the plate lies as declared. */
  readonly evidence: readonly Evidence[]
  readonly scores: readonly RelativeScore[]
}

/**
 * Asks the ODs of a plate whether it lies as its layout says: against its turned, mirrored and
 * shifted self, and against other layouts. Four things speak, each as a probability against wells
 * that follow no plan: standards on a curve and in order, with the zero standard low; replicates
 * that agree; blanks and empty wells near the plate's lowest; more dilute wells that do not read
 * higher. Pure; of rising curves, and of falling ones by `asRising`.
 */
export function detectLayout(
  ods: ReadonlyMap<Well, WellValue>,
  declared: Layout,
  { limits = USUAL, ...suspects }: Omit<Suspects, 'declared'> & { readonly limits?: NatLimits },
): Detection {
  const judgement = judge(ods, { ...suspects, declared })
  const found = outcomeOf(judgement, limits)
  const { verdict, best, alike, untold, rival } = found
  const isInDoubt = rival !== undefined && verdict !== 'as-declared'
  return {
    verdict,
    best: best.hypothesis,
    alike: alike.map(({ hypothesis }) => hypothesis),
    untold: untold.map(({ hypothesis }) => hypothesis),
    margin: found.margin,
    sentence: sentenceOf(found, declared),
    evidence: isInDoubt ? evidenceFor(rival, judgement.declared, judgement.seen) : [],
    scores: judgement.others.map((other) => relativeScore(other, judgement.declared)),
  }
}

interface Outcome extends Pick<Detection, 'verdict' | 'margin'> {
  /** The best of those that the ODs could tell from the declared one. */
  readonly rival: Judged | undefined
  readonly best: Judged
  readonly alike: readonly Judged[]
  readonly untold: readonly Judged[]
}

function outcomeOf({ declared, others }: Judgement, limits: NatLimits): Outcome {
  // Their scores differ by rounding alone, which must not order them.
  const untold = others
    .filter((other) => isSame(other, declared))
    .toSorted((a, b) => ordinalOf(a) - ordinalOf(b))
  const rivals = others.filter((other) => !untold.includes(other))
  const [rival] = rivals
  const margin = rival === undefined ? Number.NEGATIVE_INFINITY : natsOf(rival, declared)
  const best = rival !== undefined && margin > 0 ? rival : declared
  const isAlike = (other: Judged): boolean => other !== best && natsOf(other, best) > -limits.doubt
  const alike = [declared, ...rivals].filter(isAlike)
  return { verdict: verdictOf(margin, limits), margin, rival, best, alike, untold }
}

function ordinalOf({ hypothesis }: Judged): number {
  return TRANSFORMATIONS.indexOf(hypothesis.transformation)
}

function natsOf(one: Judged, other: Judged): number {
  return one.score.total - other.score.total
}

function verdictOf(margin: number, { clear, doubt }: NatLimits): Detection['verdict'] {
  if (margin >= clear) return 'other'
  return margin < -doubt ? 'as-declared' : 'undecided'
}

function relativeScore(one: Judged, declared: Judged): RelativeScore {
  const part = (name: ScorePart): number => one.score.parts[name] - declared.score.parts[name]
  return {
    hypothesis: one.hypothesis,
    nats: natsOf(one, declared),
    parts: {
      standards: part('standards'),
      replicates: part('replicates'),
      low: part('low'),
      dilutions: part('dilutions'),
    },
  }
}

function sentenceOf({ verdict, best, alike, untold }: Outcome, declared: Layout): string {
  const phrases = [best, ...alike].map(({ hypothesis }) => phraseOf(hypothesis, declared))
  const never = untold.map(({ hypothesis }) => phraseOf(hypothesis, declared))
  const blind = never.length === 0 ? '' : ` That ${never.join(' or ')} no OD could tell.`
  if (verdict === 'as-declared') return `The wells fit the layout as declared.${blind}`
  const doubt = alike.length === 0 ? '' : ': the wells cannot tell these apart'
  if (verdict === 'other') return `Looks like ${phrases.join(', or ')}${doubt}.${blind}`
  return `Not sure how the plate lies: perhaps ${phrases.join(', or ')}${doubt}.${blind}`
}
