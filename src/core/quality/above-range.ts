import type { SampleResult } from '../analysis.ts'
import { nameOf } from '../sample-name.ts'
import type { QualityRule } from './rule.ts'

const TOO_HIGH = new Set(['above_uloq', 'above_curve', 'saturated'])

/**
 * Stimulated milk often exceeds the highest standard; such a specimen needs another dilution, not a
 * guess.
 */
export const rule: QualityRule = {
  id: 'above-range',
  about: 'A specimen is above the highest valid standard and must be rerun more dilute.',
  check: ({ samples, range, unit }) =>
    samples
      .filter(({ concentration }) => TOO_HIGH.has(concentration.state))
      .map((sample) => ({
        severity: 'warn' as const,
        message: `${nameOf(sample)}: ${sample.concentration.state}, ${atLeast(sample, unit)}.`,
        hint: rerunHint(sample, range?.uloq ?? null),
        value: sample.concentration.value,
        limit: range === null ? null : range.uloq * sample.dilution,
        wells: sample.wells,
      })),
}

function atLeast({ concentration }: SampleResult, unit: string): string {
  return `at least ${(concentration.lower ?? 0).toPrecision(4)} ${unit}`
}

/**
 * Aims at a third of the upper limit, and at ten times more dilute when the curve gives no number.
 */
function rerunHint({ concentration, dilution }: SampleResult, uloq: number | null): string {
  const aimed =
    concentration.value === null || uloq === null
      ? dilution * 10
      : Math.max(dilution * 2, Math.ceil(concentration.value / (uloq / 3)))
  return `Rerun the specimen at 1:${aimed}.`
}
