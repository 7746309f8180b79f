import type { Curve, Response } from '../analysis.ts'
import type { Layout } from '../layout/layout.ts'
import type { Bounded, Concentration, ResponseState } from '../result.ts'
import { boundedDelta, boundedFold, boundedLog2 } from './censoring.ts'
import type { QuantifiedSample } from './samples.ts'

/**
 * Each specimen's response to each challenge organism of the layout, against the baseline kind the
 * layout declares. Both concentrations come from one curve, so their errors are not independent:
 * the covariance (∂x₁/∂θ)' V (∂x₂/∂θ) is taken off.
 */
export function responsesOf(
  samples: readonly QuantifiedSample[],
  layout: Layout,
  curve: Curve | null,
): readonly Response[] {
  const specimens = samples.filter(({ result }) => result.role === 'sample')
  const slots = [...new Set(specimens.map(({ result }) => result.slot))]
  return slots.flatMap((slot) => {
    const own = specimens.filter(({ result }) => result.slot === slot)
    const ofCondition = (condition: string): readonly QuantifiedSample[] =>
      own.filter(({ result }) => result.condition === condition)
    const baseline = reportable(ofCondition(layout.baselineKind))
    const organisms = [...new Set(own.map(({ result }) => result.condition))].filter(isOrganism)
    return organisms.flatMap((organism) => {
      const challenge = reportable(ofCondition(organism))
      return challenge === undefined ? [] : [responseOf({ challenge, baseline, layout, curve })]
    })
  })
}

function isOrganism(condition: string): boolean {
  return condition !== 'baseline' && condition !== 'unstimulated'
}

/**
 * Of several dilutions the least diluted one in range; when none is, the one that says most: the
 * most diluted when all are too high, otherwise the least diluted.
 */
function reportable(dilutions: readonly QuantifiedSample[]): QuantifiedSample | undefined {
  const byDilution = dilutions.toSorted((a, b) => a.result.dilution - b.result.dilution)
  const inRange = byDilution.find(({ result }) => result.concentration.state === 'ok')
  if (inRange !== undefined) return inRange
  const tooHigh = byDilution.filter(({ result }) => side(result.concentration) === 'above')
  return tooHigh.length === byDilution.length ? tooHigh.at(-1) : byDilution[0]
}

interface Pair {
  readonly challenge: QuantifiedSample
  readonly baseline: QuantifiedSample | undefined
  readonly layout: Layout
  readonly curve: Curve | null
}

function responseOf({ challenge, baseline, layout, curve }: Pair): Response {
  const { slot, specimen, mother, visit, date, condition, dilution } = challenge.result
  const reached = challenge.result.concentration
  const from = baseline?.result.concentration ?? NO_BASELINE
  const state = stateOf(from, reached)
  const errors =
    state === 'ok' && baseline !== undefined && curve !== null
      ? errorsOf(baseline, challenge, curve)
      : { delta: null, log2: null }
  const fold = boundedFold(from, reached)
  return {
    slot: slot ?? 0,
    specimen,
    mother,
    visit,
    date,
    organism: condition,
    baselineKind: layout.baselineKind,
    baseline: from,
    challenge: reached,
    baselineDilution: baseline?.result.dilution ?? 1,
    challengeDilution: dilution,
    delta: { ...boundedDelta(from, reached), se: errors.delta },
    fold: { ...fold, se: foldError(fold, errors.log2) },
    log2Fold: { ...boundedLog2(fold), se: errors.log2 },
    state,
    reason:
      state === 'ok' ? '' : `${layout.baselineKind}: ${from.state}, ${condition}: ${reached.state}`,
  }
}

const NO_BASELINE: Concentration = {
  state: 'unread',
  value: null,
  se: null,
  ciLow: null,
  ciHigh: null,
  lower: null,
  upper: null,
  reason: 'The layout has no well of this specimen for the baseline.',
}

type Side = 'known' | 'below' | 'above' | 'unknown'

function side({ state }: Concentration): Side {
  switch (state) {
    case 'ok':
      return 'known'
    case 'below_lloq':
    case 'below_curve':
      return 'below'
    case 'above_uloq':
    case 'above_curve':
    case 'saturated':
      return 'above'
    case 'unread':
    case 'masked':
    case 'not_fitted':
      return 'unknown'
  }
}

function stateOf(baseline: Concentration, challenge: Concentration): ResponseState {
  const [from, to] = [side(baseline), side(challenge)]
  if (from === 'unknown' || to === 'unknown') return 'not_known'
  if (from === 'known') return to === 'known' ? 'ok' : 'challenge_censored'
  if (to === 'known') return 'baseline_censored'
  // Both out of range on the same side: nothing tells which of the two is larger.
  return from === to ? 'not_known' : 'both_censored'
}

interface ResponseErrors {
  readonly delta: number | null
  readonly log2: number | null
}

/**
 * Standard errors of delta and of log2 fold (standard propagation with the shared curve's
 * covariance).
 */
function errorsOf(
  baseline: QuantifiedSample,
  challenge: QuantifiedSample,
  curve: Curve,
): ResponseErrors {
  const [from, to] = [baseline.result.concentration, challenge.result.concentration]
  if (from.se === null || to.se === null || from.value === null || to.value === null) {
    return { delta: null, log2: null }
  }
  const shared = covariance(baseline, challenge, curve)
  const [x0, xs] = [from.value, to.value]
  const varDelta = to.se ** 2 + from.se ** 2 - 2 * shared
  const varLn = (to.se / xs) ** 2 + (from.se / x0) ** 2 - (2 * shared) / (xs * x0)
  return { delta: rootOf(varDelta), log2: x0 > 0 && xs > 0 ? rootOf(varLn, Math.LN2) : null }
}

/** Rounding can push a variance that is zero in exact arithmetic a little below it. */
function rootOf(variance: number, divisor = 1): number {
  return Math.sqrt(Math.max(0, variance)) / divisor
}

function covariance(left: QuantifiedSample, right: QuantifiedSample, curve: Curve): number {
  const a = left.quantified.inverse?.gradient ?? []
  const b = right.quantified.inverse?.gradient ?? []
  const inWell = curve.covariance.reduce(
    (sum, row, i) => sum + (a[i] ?? 0) * row.reduce((dot, v, j) => dot + v * (b[j] ?? 0), 0),
    0,
  )
  return inWell * left.result.dilution * right.result.dilution
}

/** se(R) = R · ln 2 · se(log2 R). */
function foldError(fold: Bounded, log2Error: number | null): number | null {
  return fold.value === null || log2Error === null ? null : fold.value * Math.LN2 * log2Error
}
