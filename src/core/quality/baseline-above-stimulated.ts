import type { Response } from '../analysis.ts'
import { studentTQuantile } from '../stats/student-t.ts'
import { wellsOfSpecimen } from './evidence/wells-of-specimen.ts'
import { limitsOf, type LimitGroup } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

const OWN = {
  id: 'baseline-above-stimulated',
  limits: {
    confidencePercent: {
      about: 'the one-sided confidence that the difference is below zero, in percent',
      usual: 97.5,
      source: 'own; the two-sided 5 %, met by chance in one response of forty',
      min: 50,
      max: 99.9999,
    },
  },
} satisfies LimitGroup

/**
 * Milk that holds less after the challenge than at its baseline, by more than the two measurements
 * can err. It happens (responses below zero are real and stay in the data), and it is also what
 * exchanged wells or tubes look like.
 */
export const rule: QualityRule = {
  ...OWN,
  about: 'A specimen has less after the challenge than at its baseline, beyond its error.',
  check: (plate) => {
    const df = plate.curve?.df ?? 0
    const confidence = limitsOf(OWN, plate.assay)('confidencePercent') / 100
    const t = df < 1 ? null : studentTQuantile(confidence, df)
    return plate.responses.flatMap((response) => {
      const judged = judge(response, t)
      if (judged === null || judged.delta >= judged.limit) return []
      const { delta, limit } = judged
      const error = limit === 0 ? '' : `, beyond its error of ${(-limit).toPrecision(3)}`
      return [
        {
          severity: 'warn' as const,
          message:
            `${response.specimen} ${response.organism}: delta ${delta.toPrecision(3)} ` +
            `${plate.unit}${error}.`,
          hint: 'Check whether baseline and challenge were exchanged; otherwise keep the value.',
          value: delta,
          limit,
          wells: [response.baselineKind, response.organism].flatMap((condition) =>
            wellsOfSpecimen({ slot: response.slot, condition }, plate.samples),
          ),
        },
      ]
    })
  },
}

/**
 * The delta and what it must not be below; of a censored one, the most that it can be, and zero.
 */
function judge(
  { delta, state }: Response,
  t: number | null,
): { readonly delta: number; readonly limit: number } | null {
  if (state === 'ok') {
    if (delta.value === null || delta.se === null || t === null) return null
    return { delta: delta.value, limit: -t * delta.se }
  }
  return delta.upper === null ? null : { delta: delta.upper, limit: 0 }
}
