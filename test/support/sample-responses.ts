import type { Response, SampleResult, SpecimenResult } from '../../src/core/analysis.ts'
import type { Bounded, Concentration, ResponseState } from '../../src/core/result.ts'

const NOT_KNOWN: Bounded = { value: null, se: null, lower: null, upper: null }

function responseState(baseline: Concentration, challenge: Concentration): ResponseState {
  const [from, to] = [baseline.state !== 'ok', challenge.state !== 'ok']
  if (challenge.state === 'masked' || challenge.state === 'unread') return 'not_known'
  if (from && to) return 'both_censored'
  if (from) return 'baseline_censored'
  return to ? 'challenge_censored' : 'ok'
}

function exactly(value: number, se: number): Bounded {
  return { value, se, lower: value, upper: value }
}

/** Delta, fold and log2 fold when both are numbers inside the range; else what the bounds leave. */
function comparison(baseline: Concentration, challenge: Concentration) {
  const state = responseState(baseline, challenge)
  const [from, to] = [baseline.value, challenge.value]
  if (state === 'ok' && from !== null && to !== null) {
    const fold = to / from
    const delta = exactly(to - from, Math.hypot(baseline.se ?? 0, challenge.se ?? 0))
    const log2Fold = exactly(Math.log2(fold), 0.057 / Math.LN2)
    return { delta, fold: exactly(fold, fold * 0.057), log2Fold, state, reason: '' }
  }
  const reason = 'One of the two concentrations is only known as a bound.'
  if (state !== 'challenge_censored' || from === null) {
    return { delta: NOT_KNOWN, fold: NOT_KNOWN, log2Fold: NOT_KNOWN, state, reason }
  }
  const between = (bound: (concentration: number) => number) => ({
    ...NOT_KNOWN,
    lower: bounded(challenge.lower, bound),
    upper: bounded(challenge.upper, bound),
  })
  return {
    delta: between((bound) => bound - from),
    fold: between((bound) => bound / from),
    log2Fold: between((bound) => Math.log2(bound / from)),
    state,
    reason,
  }
}

/** A bound carried through a comparison; what is not finite is no bound. */
function bounded(bound: number | null, compare: (bound: number) => number): number | null {
  if (bound === null) return null
  const compared = compare(bound)
  return Number.isFinite(compared) ? compared : null
}

function responseOf(baseline: SampleResult, challenge: SampleResult): Response {
  const { slot, specimen, mother, visit, date } = challenge
  if (slot === null) throw new RangeError('A response belongs to a specimen slot.')
  return {
    slot,
    specimen,
    mother,
    visit,
    date,
    organism: challenge.condition,
    baselineKind: 'unstimulated',
    baseline: baseline.concentration,
    challenge: challenge.concentration,
    baselineDilution: baseline.dilution,
    challengeDilution: challenge.dilution,
    ...comparison(baseline.concentration, challenge.concentration),
    responder: challenge.concentration.state === 'ok' ? 'yes' : 'not_known',
    isReplicated: challenge.n > 1 && baseline.n > 1,
  }
}

/**
 * What is reported of each specimen and condition of the sample plate: it has one dilution each.
 */
export function sampleSpecimens(samples: readonly SampleResult[]): readonly SpecimenResult[] {
  return samples.flatMap(({ slot, specimen, mother, visit, date, condition, ...sample }) => {
    if (slot === null) return []
    const { concentration, dilution, n } = sample
    const isHigh = concentration.state === 'saturated'
    return [
      {
        slot,
        specimen,
        mother,
        visit,
        date,
        condition,
        concentration,
        rule: 'only-dilution',
        dilutions: [dilution],
        dilutionsUsed: [dilution],
        parallelism: { cvPercent: null, ratio: null },
        isHookSuspected: false,
        rerunAt: isHigh ? dilution * 10 : null,
        n,
      },
    ]
  })
}

/** Every challenge of the sample plate against the unstimulated wells of its specimen. */
export function sampleResponses(samples: readonly SampleResult[]): readonly Response[] {
  return samples.flatMap((baseline) => {
    if (baseline.condition !== 'unstimulated') return []
    return samples
      .filter(({ slot, condition }) => slot === baseline.slot && condition !== baseline.condition)
      .map((challenge) => responseOf(baseline, challenge))
  })
}
