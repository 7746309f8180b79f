import type { Curve, ResponderCall, Response } from '../analysis.ts'
import type { Assay } from '../assay.ts'
import type { Layout } from '../layout/layout.ts'
import type { Bounded, Concentration, ResponseState } from '../result.ts'
import { studentTQuantile } from '../stats/student-t.ts'
import { boundedDelta, boundedFold, boundedLog2 } from './censoring.ts'
import { bilinear } from './covariance.ts'
import type { Reported } from './reportable.ts'
import { sideOf } from './side.ts'

/** What responses are computed with beside the concentrations. */
export interface ResponseRules {
  readonly layout: Layout
  readonly assay: Assay
  readonly curve: Curve | null
}

/**
 * Each specimen's response to each challenge organism of the layout, against the baseline kind the
 * layout declares. Both concentrations come from one curve, so their errors are not independent:
 * the covariance (∂x₁/∂θ)' V (∂x₂/∂θ) is taken off.
 */
export function responsesOf(
  reported: readonly Reported[],
  rules: ResponseRules,
): readonly Response[] {
  return reported
    .filter(({ result }) => isOrganism(result.condition))
    .map((challenge) => {
      const { slot } = challenge.result
      const { baselineKind } = rules.layout
      const baseline = reported.find(
        ({ result }) => result.slot === slot && result.condition === baselineKind,
      )
      return responseOf({ challenge, baseline }, rules)
    })
}

function isOrganism(condition: string): boolean {
  return condition !== 'baseline' && condition !== 'unstimulated'
}

interface Pair {
  readonly challenge: Reported
  readonly baseline: Reported | undefined
}

function responseOf(pair: Pair, rules: ResponseRules): Response {
  const { challenge, baseline } = pair
  const { slot, specimen, mother, visit, date, condition } = challenge.result
  const reached = challenge.result.concentration
  const from = baseline?.result.concentration ?? NO_BASELINE
  const state = stateOf(from, reached)
  const errors = state === 'ok' ? errorsOf(pair, rules.curve) : NO_ERRORS
  const delta = { ...boundedDelta(from, reached), se: errors.delta }
  const fold = boundedFold(from, reached)
  const { baselineKind } = rules.layout
  return {
    slot,
    specimen,
    mother,
    visit,
    date,
    organism: condition,
    baselineKind,
    baseline: from,
    challenge: reached,
    baselineDilution: baseline?.result.dilutionsUsed[0] ?? 1,
    challengeDilution: challenge.result.dilutionsUsed[0] ?? 1,
    delta,
    fold: { ...fold, se: foldError(fold, errors.log2) },
    log2Fold: { ...boundedLog2(fold), se: errors.log2 },
    state,
    reason: state === 'ok' ? '' : `${baselineKind}: ${from.state}, ${condition}: ${reached.state}`,
    responder: responderCall(delta, state, rules),
    isReplicated: challenge.result.n > 1 && (baseline?.result.n ?? 0) > 1,
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

function stateOf(baseline: Concentration, challenge: Concentration): ResponseState {
  const [from, to] = [sideOf(baseline), sideOf(challenge)]
  if (from === 'unknown' || to === 'unknown') return 'not_known'
  if (from === 'known') return to === 'known' ? 'ok' : 'challenge_censored'
  if (to === 'known') return 'baseline_censored'
  // Both out of range on the same side: nothing tells which of the two is larger.
  return from === to ? 'not_known' : 'both_censored'
}

/**
 * Does the specimen respond? With both concentrations known: delta over its own standard error
 * exceeds the one-sided t quantile of the assay's confidence. Censored: yes when even the least
 * possible delta is above zero, no when even the greatest is not; otherwise not known.
 */
function responderCall(delta: Bounded, state: ResponseState, rules: ResponseRules): ResponderCall {
  if (state !== 'ok') {
    if (delta.lower !== null && delta.lower > 0) return 'yes'
    return delta.upper !== null && delta.upper <= 0 ? 'no' : 'not_known'
  }
  if (delta.value === null || delta.se === null || rules.curve === null) return 'not_known'
  const confidence = rules.assay.report.responderConfidencePercent / 100
  return delta.value > studentTQuantile(confidence, rules.curve.df) * delta.se ? 'yes' : 'no'
}

interface ResponseErrors {
  readonly delta: number | null
  readonly log2: number | null
}

const NO_ERRORS: ResponseErrors = { delta: null, log2: null }

/**
 * Standard errors of delta and of log2 fold (standard propagation with the shared curve's
 * covariance).
 */
function errorsOf({ baseline, challenge }: Pair, curve: Curve | null): ResponseErrors {
  if (baseline === undefined || curve === null) return NO_ERRORS
  const [from, to] = [baseline.result.concentration, challenge.result.concentration]
  if (from.se === null || to.se === null || from.value === null || to.value === null) {
    return NO_ERRORS
  }
  const shared = bilinear(baseline.gradient, curve.covariance, challenge.gradient)
  const [x0, xs] = [from.value, to.value]
  const varDelta = to.se ** 2 + from.se ** 2 - 2 * shared
  const varLn = (to.se / xs) ** 2 + (from.se / x0) ** 2 - (2 * shared) / (xs * x0)
  return { delta: rootOf(varDelta), log2: x0 > 0 && xs > 0 ? rootOf(varLn, Math.LN2) : null }
}

/** Rounding can push a variance that is zero in exact arithmetic a little below it. */
function rootOf(variance: number, divisor = 1): number {
  return Math.sqrt(Math.max(0, variance)) / divisor
}

/** se(R) = R · ln 2 · se(log2 R). */
function foldError(fold: Bounded, log2Error: number | null): number | null {
  return fold.value === null || log2Error === null ? null : fold.value * Math.LN2 * log2Error
}
