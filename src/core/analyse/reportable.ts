import type { Curve, Parallelism, ReportRule, SpecimenResult, WorkingRange } from '../analysis.ts'
import type { Assay } from '../assay.ts'
import { curveDirection } from '../curve/read-curve.ts'
import type { Concentration } from '../result.ts'
import { cvPercent } from '../stats/moments.ts'
import { hookOf } from '../quality/evidence/hook.ts'
import { bilinear } from './covariance.ts'
import { sideOf } from './side.ts'
import type { QuantifiedSample } from './samples.ts'

/** What is reported of one supernatant, with what its response needs for the covariance. */
export interface Reported {
  readonly result: SpecimenResult
  /** ∂x/∂(curve parameters) of the reported concentration; empty when there is none. */
  readonly gradient: readonly number[]
}

/** The curve and the rules by which a plate's dilutions are reported. */
export interface ReportRules {
  readonly assay: Assay
  readonly curve: Curve | null
  readonly range: WorkingRange | null
}

/** Every specimen and condition once, over its dilutions, in the order of the samples. */
export function reportSpecimens(
  samples: readonly QuantifiedSample[],
  rules: ReportRules,
): readonly Reported[] {
  const groups = new Map<string, QuantifiedSample[]>()
  for (const sample of samples) {
    const { role, slot, condition } = sample.result
    if (role !== 'sample') continue
    const key = JSON.stringify([slot, condition])
    groups.set(key, [...(groups.get(key) ?? []), sample])
  }
  return [...groups.values()].flatMap((group) => reportOne(group, rules))
}

/** The choice among dilutions: the samples used, and the rule that chose them. */
interface Choice {
  readonly used: readonly QuantifiedSample[]
  readonly rule: ReportRule
}

function reportOne(group: readonly QuantifiedSample[], rules: ReportRules): readonly Reported[] {
  const byDilution = group.toSorted((a, b) => a.result.dilution - b.result.dilution)
  const choice = choose(byDilution, rules)
  const [first] = choice.used
  if (first === undefined) return []
  const { slot, specimen, mother, visit, date, condition } = first.result
  const weights = weightsOf(choice)
  const gradient = combinedGradient(choice.used, weights)
  const result: SpecimenResult = {
    slot: slot ?? 0,
    specimen,
    mother,
    visit,
    date,
    condition,
    concentration: combined(choice.used, weights, rules.curve),
    rule: choice.rule,
    dilutions: byDilution.map((one) => one.result.dilution),
    dilutionsUsed: choice.used.map((one) => one.result.dilution),
    parallelism: parallelismOf(byDilution),
    isHookSuspected: isHooked(byDilution, rules),
    rerunAt: rerunAt(first, rules.range),
    n: choice.used.reduce((sum, one) => sum + one.result.n, 0),
  }
  return [{ result, gradient }]
}

function isInRange({ result }: QuantifiedSample): boolean {
  return result.concentration.state === 'ok'
}

/**
 * In range, by the assay's rule. When no dilution is, the one that says most: the most diluted when
 * all are too high, otherwise the least diluted.
 */
function choose(byDilution: readonly QuantifiedSample[], { assay }: ReportRules): Choice {
  const inRange = byDilution.filter(isInRange)
  if (inRange.length === 0) {
    const isHigh = byDilution.every(({ result }) => sideOf(result.concentration) === 'above')
    const rule = byDilution.length === 1 ? 'only-dilution' : 'none-in-range'
    return { used: isHigh ? byDilution.slice(-1) : byDilution.slice(0, 1), rule }
  }
  if (byDilution.length === 1) return { used: inRange, rule: 'only-dilution' }
  const rule = assay.report.dilutions
  return { used: rule === 'weighted-mean' ? inRange : inRange.slice(0, 1), rule }
}

/** Shares of 1/se² that sum to one. */
function weightsOf({ used }: Choice): readonly number[] {
  if (used.length === 1) return [1]
  const precisions = used.map(({ result }) => 1 / (result.concentration.se ?? 1) ** 2)
  const total = precisions.reduce((sum, one) => sum + one, 0)
  return precisions.map((one) => one / total)
}

function combinedGradient(
  used: readonly QuantifiedSample[],
  weights: readonly number[],
): readonly number[] {
  const [first] = used
  const size = first?.quantified.inverse?.gradient.length ?? 0
  return Array.from({ length: size }, (_, index) =>
    used.reduce((sum, { quantified, result }, at) => {
      const slope = quantified.inverse?.gradient[index] ?? 0
      return sum + (weights[at] ?? 0) * result.dilution * slope
    }, 0),
  )
}

/**
 * The weighted mean of several concentrations. Each has noise of its own, but all share the curve:
 * Var = Σ wᵢ²(seᵢ² − gᵢ'Vgᵢ) + g'Vg with g the weighted mean of the gradients. The interval is
 * log-Wald with the wider of the parts' own t.
 */
function combined(
  used: readonly QuantifiedSample[],
  weights: readonly number[],
  curve: Curve | null,
): Concentration {
  const [first] = used
  if (first === undefined) throw new TypeError('A specimen without a sample was reported.')
  if (used.length === 1 || curve === null) return first.result.concentration
  const parts = used.map(({ result, quantified }, at) => ({
    weight: weights[at] ?? 0,
    value: result.concentration.value ?? 0,
    se: result.concentration.se ?? 0,
    gradient: (quantified.inverse?.gradient ?? []).map((slope) => slope * result.dilution),
  }))
  const value = parts.reduce((sum, part) => sum + part.weight * part.value, 0)
  const own = parts.reduce((sum, { weight, se, gradient }) => {
    const shared = bilinear(gradient, curve.covariance, gradient)
    return sum + weight ** 2 * Math.max(0, se ** 2 - shared)
  }, 0)
  const gradient = combinedGradient(used, weights)
  const se = Math.sqrt(own + bilinear(gradient, curve.covariance, gradient))
  const factor = Math.exp((logWaldFactor(first.result.concentration) * se) / value)
  return {
    state: 'ok',
    value,
    se,
    ciLow: value / factor,
    ciHigh: value * factor,
    lower: value,
    upper: value,
    reason: '',
  }
}

/** The t quantile behind a log-Wald interval, read back from it: ln(high/x) = t·se/x. */
function logWaldFactor({ value, se, ciHigh }: Concentration): number {
  if (value === null || se === null || ciHigh === null || se === 0) return 0
  return (Math.log(ciHigh / value) * value) / se
}

/** Over the dilutions in range. */
function parallelismOf(byDilution: readonly QuantifiedSample[]): Parallelism {
  const values = byDilution.filter(isInRange).map(({ result }) => result.concentration.value ?? 0)
  const [least] = values
  const most = values.at(-1)
  if (values.length < 2 || least === undefined || most === undefined) {
    return { cvPercent: null, ratio: null }
  }
  return { cvPercent: cvPercent(values), ratio: least === 0 ? null : most / least }
}

/** A more concentrated supernatant must not give the lower OD on a rising curve. */
function isHooked(byDilution: readonly QuantifiedSample[], { assay, curve }: ReportRules): boolean {
  if (curve === null || !curve.converged) return false
  const ods = byDilution.map(({ result }) => result.meanOd)
  return hookOf(ods, curveDirection(curve), assay) !== null
}

/**
 * The dilution that should bring an over-range specimen to a third of the upper limit; ten times
 * more dilute when the curve gives no number.
 */
function rerunAt({ result }: QuantifiedSample, range: WorkingRange | null): number | null {
  const { concentration, dilution } = result
  if (sideOf(concentration) !== 'above') return null
  if (concentration.value === null || range === null) return dilution * 10
  return Math.max(dilution * 2, Math.ceil(concentration.value / (range.uloq / 3)))
}
