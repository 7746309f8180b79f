import type { Assay, ReportChoice } from './assay.ts'
import type { Concentration } from './result.ts'

/** Ways of computing that labs know by the program they come from. */
export type ProfileId = 'default' | 'softmax' | 'gen5'

/** What a profile settles; an assay file may still say otherwise. */
export type Profile = Pick<Assay, 'blank' | 'curve' | 'range' | 'report'>

const REPORT: ReportChoice = {
  pointEstimate: 'mean-od',
  dilutions: 'least-diluted',
  responderConfidencePercent: 95,
  parallelismCvMaxPercent: 30,
}

/**
 * `default`: each well a point, weights 1/ŷ², the zero standard in the fit, blanks left alone.
 * `softmax`: replicate means without weights and the mean of the wells' concentrations, which
 * reproduces SoftMax Pro's printed values. `gen5`: the mean blank off every OD, unweighted, 5 % of
 * extrapolation (reproduced from published exports; the range rule is inferred from three plates).
 */
export const PROFILES: Readonly<Record<ProfileId, Profile>> = {
  default: {
    blank: 'ignore',
    curve: { model: '4pl', weights: 'irls', points: 'wells' },
    range: 'back-fit',
    report: REPORT,
  },
  softmax: {
    blank: 'ignore',
    curve: { model: '4pl', weights: 'none', points: 'means' },
    range: 'standards',
    report: { ...REPORT, pointEstimate: 'mean-of-wells' },
  },
  gen5: {
    blank: 'subtract-mean',
    curve: { model: '4pl', weights: 'none', points: 'wells' },
    range: 'standards-5-percent',
    report: { ...REPORT, pointEstimate: 'mean-of-wells' },
  },
}

/**
 * A concentration as the profile's program prints it: the number, or Gen5's `<22.500` and
 * `>105.000`, or SoftMax's `Range?`.
 */
export function printedBy(
  profile: ProfileId,
  { state, value, lower, upper }: Concentration,
  decimals = 3,
): string {
  const text = (number: number | null): string => (number ?? 0).toFixed(decimals)
  if (state === 'ok') return text(value)
  if (profile === 'softmax') return value === null ? 'Range?' : text(value)
  if (profile === 'gen5' && (state === 'below_lloq' || state === 'below_curve')) {
    return `<${text(upper)}`
  }
  if (profile === 'gen5' && (state === 'above_uloq' || state === 'above_curve')) {
    return `>${text(lower)}`
  }
  return value === null ? state : text(value)
}
