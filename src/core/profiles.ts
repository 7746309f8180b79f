import type { Assay, ProfileId, ReportChoice } from './assay.ts'

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
 *
 * `kit-insert`: what inserts have in common that could be read (U-CyTech's data analysis, Thermo's
 * IL-18 and TNFα): the mean of each standard's replicates is plotted, nothing is weighted, a sample
 * is read at its mean OD, and only between the standards. Model and blank differ from kit to kit,
 * so an assay with this profile must say both.
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
  'kit-insert': {
    blank: 'ignore',
    curve: { model: '4pl', weights: 'none', points: 'means' },
    range: 'standards',
    report: REPORT,
  },
}
