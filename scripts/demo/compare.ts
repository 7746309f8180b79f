import type { Analysis, SampleResult } from '../../src/core/analysis.ts'

/** What is really in one supernatant, in the assay's unit. */
export interface TrueSample {
  readonly slot: number
  readonly condition: string
  readonly concentration: number
  readonly about: string
}

/** How the found concentrations stand against the true ones. */
export interface Comparison {
  readonly lines: readonly (readonly string[])[]
  readonly quantified: number
  readonly medianErrorPercent: number
  /** Quantified concentrations whose 95 % interval holds the truth. */
  readonly covered: number
  /** Results that are only bounds, and how many of these are true. */
  readonly bounds: number
  readonly boundsRight: number
  /** What makes the demo fail. */
  readonly troubles: readonly string[]
}

/**
 * The noise of the demo plate explains errors of a few percent; a median beyond this means
 * something is broken.
 */
const MEDIAN_ERROR_MAX_PERCENT = 8
/** What the plate was made to show; each must be found. */
const EXPECTED_RULES = ['above-range', 'replicate-cv']

interface Pair {
  readonly truth: TrueSample
  readonly found: SampleResult
}

/** Holds an analysis against the truth. */
export function comparePlate(analysis: Analysis, truths: readonly TrueSample[]): Comparison {
  const pairs = truths.flatMap((truth) => {
    const found = analysis.samples.find(
      ({ slot, condition }) => slot === truth.slot && condition === truth.condition,
    )
    return found === undefined ? [] : [{ truth, found }]
  })
  const quantified = pairs.filter(({ found }) => found.concentration.state === 'ok')
  const bounded = pairs.filter(({ found }) => found.concentration.state !== 'ok')
  const boundsRight = bounded.filter(boundHolds).length
  const medianErrorPercent = median(quantified.map((pair) => Math.abs(errorPercent(pair))))
  const rules = new Set(analysis.flags.map(({ rule }) => rule))
  return {
    lines: pairs.map(line),
    quantified: quantified.length,
    medianErrorPercent,
    covered: quantified.filter(intervalHolds).length,
    bounds: bounded.length,
    boundsRight,
    troubles: [
      ...(pairs.length === truths.length ? [] : ['some specimens have no result']),
      ...(quantified.length === 0 ? ['nothing was quantified'] : []),
      ...(medianErrorPercent <= MEDIAN_ERROR_MAX_PERCENT
        ? []
        : [
            `the median error is ${medianErrorPercent.toFixed(1)} %, ` +
              `expected at most ${MEDIAN_ERROR_MAX_PERCENT} %`,
          ]),
      ...(boundsRight === bounded.length ? [] : ['a stated bound does not hold the truth']),
      ...EXPECTED_RULES.filter((rule) => !rules.has(rule)).map(
        (rule) => `flag '${rule}' is missing`,
      ),
    ],
  }
}

function errorPercent({ truth, found }: Pair): number {
  return (100 * ((found.concentration.value ?? 0) - truth.concentration)) / truth.concentration
}

function intervalHolds({ truth, found }: Pair): boolean {
  const { ciLow, ciHigh } = found.concentration
  return (
    ciLow !== null &&
    ciHigh !== null &&
    ciLow <= truth.concentration &&
    truth.concentration <= ciHigh
  )
}

function boundHolds({ truth, found }: Pair): boolean {
  const { lower, upper } = found.concentration
  const above = lower === null || truth.concentration >= lower
  return above && (upper === null || truth.concentration <= upper)
}

function line(pair: Pair): readonly string[] {
  const { truth, found } = pair
  const { state, value, ciLow, ciHigh } = found.concentration
  const number =
    value === null
      ? 'none'
      : `${value.toFixed(1)} (${(ciLow ?? 0).toFixed(1)} to ${(ciHigh ?? 0).toFixed(1)})`
  const error = state === 'ok' ? errorPercent(pair).toFixed(1) : ''
  return [
    `${truth.slot}`,
    truth.condition,
    `${truth.concentration}`,
    number,
    error,
    state,
    truth.about,
  ]
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.POSITIVE_INFINITY
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
