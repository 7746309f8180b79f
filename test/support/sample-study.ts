import type { Flag, ResponderCall, Response } from '../../src/core/analysis.ts'
import { boundedDelta, boundedFold, boundedLog2 } from '../../src/core/analyse/censoring.ts'
import type { Organism } from '../../src/core/organism.ts'
import type { Bounded, Concentration, ResponseState } from '../../src/core/result.ts'
import type { Measured, StudyOptions, StudyPlate } from '../../src/core/study/study.ts'
import { sampleAnalysis } from './sample-analysis.ts'

const NOTHING = { value: null, se: null, ciLow: null, ciHigh: null, lower: null, upper: null }

/** A concentration inside the range, with an error of 4 %. */
export function known(value: number): Concentration {
  const interval = { ciLow: value * 0.92, ciHigh: value * 1.08, lower: value, upper: value }
  return { state: 'ok', value, se: value * 0.04, ...interval, reason: '' }
}

/** A concentration below the range, of which the curve still gives a number. */
export function belowRange(upper: number): Concentration {
  const reason = 'below'
  return { ...NOTHING, state: 'below_lloq', value: upper / 3, se: 1, lower: 0, upper, reason }
}

/** A concentration below the asymptote: no number at all. */
export function belowCurve(upper: number): Concentration {
  return { ...NOTHING, state: 'below_curve', lower: 0, upper, reason: 'below' }
}

/** A concentration above the range, of which the curve still gives a number. */
export function aboveRange(lower: number): Concentration {
  return { ...NOTHING, state: 'above_uloq', value: lower * 2, se: 1, lower, reason: 'above' }
}

/** No concentration, and nothing known of it. */
export const UNREAD: Concentration = { ...NOTHING, state: 'unread', reason: 'unread' }

/** Only for pairs of which at most one side is out of range or unread. */
function stateOf(baseline: Concentration, challenge: Concentration): ResponseState {
  if (baseline.state === 'unread' || challenge.state === 'unread') return 'not_known'
  if (baseline.state !== 'ok') return challenge.state === 'ok' ? 'baseline_censored' : 'not_known'
  return challenge.state === 'ok' ? 'ok' : 'challenge_censored'
}

/** Twice the error stands for the t quantile; of limits only what they decide. */
function callOf({ lower, upper, se }: Bounded): ResponderCall {
  if (lower !== null && lower > 2 * (se ?? 0)) return 'yes'
  return upper !== null && upper <= 2 * (se ?? 0) ? 'no' : 'not_known'
}

/** A response as the analysis makes it of two concentrations. */
export function responseOf(
  baseline: Concentration,
  challenge: Concentration,
  change: Partial<Response> = {},
): Response {
  const [template] = sampleAnalysis().responses
  if (template === undefined) throw new RangeError('The sample plate has responses.')
  const state = stateOf(baseline, challenge)
  const fold = boundedFold(baseline, challenge)
  const [deltaSe, log2Se] = state === 'ok' ? [1.5, 0.08] : [null, null]
  const delta = { ...boundedDelta(baseline, challenge), se: deltaSe }
  return {
    ...template,
    baseline,
    challenge,
    delta,
    fold: { ...fold, se: fold.value === null ? null : fold.value * 0.05 },
    log2Fold: { ...boundedLog2(fold), se: log2Se },
    state,
    reason: '',
    responder: callOf(delta),
    ...change,
  }
}

/** A response whose challenge is above the range, so that only a lower limit is known. */
export function censoredResponse(change: Partial<Response> = {}): Response {
  return responseOf(known(10), aboveRange(600), change)
}

/** A flag of the rule on the wells. */
export function flagOf(rule: string, severity: Flag['severity'], wells: Flag['wells'] = []): Flag {
  return { rule, severity, message: rule, hint: '', value: null, limit: null, wells }
}

/** A plate read at the hour of the same day, with the responses of the sample plate. */
export function studyPlate(plate: string, hour: number, change: Partial<StudyPlate> = {}) {
  const { analyte, unit, samples, specimens, responses } = sampleAnalysis()
  const whole: StudyPlate = {
    plate,
    analysisId: `${plate}/1`,
    codeVersion: '0.1.0',
    readId: hour,
    readAt: `2026-11-23T${String(hour).padStart(2, '0')}:15:00.123+03:00`,
    assayId: 'il6-dy206',
    kitLot: 'P352211',
    isNamed: true,
    analyte,
    unit,
    samples,
    specimens,
    responses,
    controls: [],
    calibration: null,
    flags: [],
    verdict: null,
    isLapsed: false,
    ...change,
  }
  return whole
}

export const ORGANISMS: readonly Organism[] = [
  { id: 'salmonella-enterica', name: 'Salmonella enterica', taxon: 28_901, kind: 'pathogen' },
  { id: 'escherichia-coli', name: 'Escherichia coli', taxon: 562, kind: 'benign' },
]

/** Both organisms, everything in, nothing substituted; unless the test says otherwise. */
export function studyOptions(change: Partial<StudyOptions> = {}): StudyOptions {
  const out = { isWithoutBlocked: false, isAcceptedOnly: false }
  const plain = { organism: null, ...out, substitution: null, adjustment: null }
  return { organisms: ORGANISMS, ...plain, ...change }
}

/** These plates and no other. */
export function measured(...plates: readonly StudyPlate[]): Measured {
  return { plates, waiting: [] }
}
