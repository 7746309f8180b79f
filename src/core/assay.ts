/**
 * How residuals count: equally; by 1/y or 1/y² of the observed OD; by 1/ŷ² (`irls`) or 1/ŷ
 * (`irls-1/y`) of the fitted OD, refitted until it stands still; or by a power of the fitted OD
 * that is estimated (`power`).
 */
export type Weights = 'none' | '1/y' | '1/y2' | 'irls' | 'irls-1/y' | 'power'

/** Whether each standard well is a point of the fit, or the mean of each standard's wells. */
export type PointMode = 'wells' | 'means'

/**
 * The curve models that exist. A 5PL is two families: `5pl+` has B > 0, `5pl-` B < 0, and `5pl` is
 * the better of both. `3pl` holds the lower asymptote. The last five go through the standards'
 * means and have no error of their own.
 */
export type ModelId =
  | '4pl'
  | '5pl'
  | '5pl+'
  | '5pl-'
  | '3pl'
  | 'linear'
  | 'quadratic'
  | 'log-log'
  | 'point-to-point'
  | 'point-to-point-semi-log'
  | 'point-to-point-log-log'
  | 'natural-spline'
  | 'pchip'

/** How the standard curve is fitted. */
export interface CurveChoice {
  readonly model: ModelId
  readonly weights: Weights
  readonly points: PointMode
  /** Where the model `3pl` holds the lower asymptote, in OD; 0 unless given. */
  readonly lowerAsymptote?: number
}

/**
 * Limits of the kit and the lab; percentages are of the mean (CV) or of the nominal concentration
 * (recovery).
 */
export interface AcceptanceLimits {
  readonly sampleCvMaxPercent: number
  readonly standardCvMaxPercent: number
  /** Two wells nearer than this in OD never raise a CV flag: near the blank a CV explodes. */
  readonly odDifferenceAlwaysFine: number
  readonly recoveryMinPercent: number
  readonly recoveryMaxPercent: number
  /** Wider limits for the lowest and the highest standard. */
  readonly edgeRecoveryMinPercent: number
  readonly edgeRecoveryMaxPercent: number
  readonly standardLevelsMin: number
  readonly standardsPassingMinPercent: number
  /**
   * The kit's own lower limit of quantification in its unit, or null when the insert states none.
   */
  readonly kitLloq: number | null
}

/**
 * How a sample's concentration is made of its wells: read off the curve at their mean OD, or the
 * mean of the wells' own concentrations, as SoftMax Pro does. Both are always stored.
 */
export type PointEstimate = 'mean-od' | 'mean-of-wells'

/**
 * What is reported of several dilutions of one supernatant: the least diluted one in range, or the
 * mean of those in range weighted by 1/se².
 */
export type DilutionRule = 'least-diluted' | 'weighted-mean'

/**
 * What is taken off every OD: nothing, the mean of the blank wells, or the mean of the zero
 * standard, as inserts of kits without a blank have it. The blank itself is never a standard; a
 * zero standard is one, and stays one when it is taken off.
 */
export type BlankMode = 'ignore' | 'subtract-mean' | 'subtract-zero-standard'

/**
 * Which concentrations a plate quantifies. `back-fit`: between the lowest and the highest standard
 * that come back within limits; `standards`: between the lowest and the highest standard;
 * `standards-5-percent`: 5 % of that span beyond either, never below zero, as Gen5 does.
 */
export type RangeRule = 'back-fit' | 'standards' | 'standards-5-percent'

/**
 * Ways of computing that labs know by where they come from: assayd's own, SoftMax Pro's, Gen5's, or
 * what the insert of the kit says.
 */
export type ProfileId = 'default' | 'softmax' | 'gen5' | 'kit-insert'

/** Whether ODs rise with the concentration (sandwich kits) or fall (competitive ones). */
export type Direction = 'rising' | 'falling'

/** What an assay settles of one quality rule, or of limits that several rules share. */
export interface RuleChoice {
  /**
   * As severe as this, whatever the rule itself calls its findings; a rule that is `off` is not
   * asked.
   */
  readonly severity?: 'warn' | 'block' | 'off'
  /** Limits that are not the usual ones, by the rule's names of them. */
  readonly limits: Readonly<Record<string, number>>
}

/** How results are reported. */
export interface ReportChoice {
  readonly pointEstimate: PointEstimate
  readonly dilutions: DilutionRule
  /** A specimen responds when delta exceeds its own error with this one-sided confidence. */
  readonly responderConfidencePercent: number
  /** Dilutions of one supernatant, corrected, may differ by this CV (ICH M10: 30 %). */
  readonly parallelismCvMaxPercent: number
}

/**
 * A kit: what is measured, with which standards, at which wavelengths, and by which rules it is
 * accepted.
 */
export interface Assay {
  readonly id: string
  readonly name: string
  readonly analyte: string
  readonly unit: string
  readonly wavelengthNm: number
  /** Subtracted well by well, or null when the kit reads one wavelength. */
  readonly referenceNm: number | null
  /** Nominal concentrations in `unit`; level 1 is the first. The zero standard is 0. */
  readonly standards: readonly number[]
  /** Rising where it is not said. */
  readonly direction?: Direction
  /** Whose way of computing this is; `default` unless given. */
  readonly profile?: ProfileId
  readonly blank: BlankMode
  readonly curve: CurveChoice
  readonly range: RangeRule
  readonly report: ReportChoice
  readonly limits: AcceptanceLimits
  /** By the id of the rule, or of what rules share; the usual limits hold where it says nothing. */
  readonly quality?: Readonly<Record<string, RuleChoice>>
}
