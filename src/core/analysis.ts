import type { CurveChoice, DilutionRule, ProfileId } from './assay.ts'
import type { BaselineKind, Condition, Role } from './layout/layout.ts'
import type { WellValue } from './plate-read.ts'
import type { Bounded, Concentration, ResponseState } from './result.ts'
import type { Well } from './well.ts'

/** A curve parameter with its standard error; null where it was held, or has none. */
export interface Estimate {
  readonly value: number
  readonly se: number | null
}

/**
 * A fitted standard curve. When `converged` is false every number is 0 and the covariance empty:
 * nothing was estimated.
 */
export interface Curve extends CurveChoice {
  readonly converged: boolean
  /** Why it did not converge, or what weakens it; empty when all is well. */
  readonly reason: string
  /**
   * By name in the model's order (A, B, C, D of a 4PL); then `theta`, the power of the mean, where
   * the weights estimate one. Of a curve through its standards, these: x001 …, y001 ….
   */
  readonly parameters: Readonly<Record<string, Estimate>>
  /** Covariance of the model's parameters in order; empty where the model has none. */
  readonly covariance: readonly (readonly number[])[]
  /** Weighted and unweighted residual sums of squares; sigma = √(wrss / df). */
  readonly wrss: number
  readonly rss: number
  readonly sigma: number
  readonly df: number
  readonly r2: number
  /**
   * Condition number of the scaled normal matrix; above 1e5 the parameters are weakly identified.
   */
  readonly condition: number
  /** Fitted ODs are not weighed as smaller than this in 1/ŷ² weights. */
  readonly odFloor: number
}

/** One standard of the plate: what it should be and what the curve makes of it. */
export interface StandardResult {
  readonly level: number
  readonly nominal: number
  readonly wells: readonly Well[]
  readonly meanOd: number | null
  readonly sdOd: number | null
  readonly cvOdPercent: number | null
  readonly backFit: number | null
  readonly recoveryPercent: number | null
  readonly passes: boolean
}

/**
 * The range in which this plate quantifies, in the well (not corrected for dilution), in the
 * assay's unit.
 */
export interface WorkingRange {
  readonly lloq: number
  readonly uloq: number
}

/** Who is in a well: a specimen, a control or nobody. Texts that do not apply are empty. */
export interface Subject {
  readonly role: Role
  readonly slot: number | null
  readonly specimen: string
  readonly mother: string
  readonly visit: string
  readonly date: string
  readonly condition: Condition
  readonly dilution: number
}

/** One well of an analysis. */
export interface WellResult extends Subject {
  readonly well: Well
  readonly level: number | null
  readonly replicate: number
  /** The value that is compared with the curve: reference subtracted where the assay has one. */
  readonly od: WellValue
  /** The OD of each wavelength as read, by nm. */
  readonly odByNm: Readonly<Record<string, WellValue>>
  /** In the specimen, corrected for dilution. */
  readonly concentration: Concentration
  /** In the well, as read off the curve; null when the curve gives none. */
  readonly concentrationInWell: number | null
}

/** All wells of one specimen (or control), condition and dilution together. */
export interface SampleResult extends Subject {
  readonly wells: readonly Well[]
  /** Wells that have an OD. */
  readonly n: number
  readonly meanOd: number | null
  readonly sdOd: number | null
  readonly cvOdPercent: number | null
  /** By the assay's point estimate, corrected for dilution. */
  readonly concentration: Concentration
  /** Read off the curve at the mean OD, corrected for dilution. */
  readonly ofMeanOd: number | null
  /** Mean, SD and CV of the wells' own concentrations; null unless every well has one. */
  readonly meanOfWells: number | null
  readonly sdOfWells: number | null
  readonly cvOfWellsPercent: number | null
}

/** How the dilutions of one supernatant agree, over those in range; null with fewer than two. */
export interface Parallelism {
  /** CV of the dilution-corrected concentrations. */
  readonly cvPercent: number | null
  /** Most diluted over least diluted. */
  readonly ratio: number | null
}

/** Which rule gave a reported concentration: one dilution leaves no choice. */
export type ReportRule = 'only-dilution' | DilutionRule | 'none-in-range'

/** What is reported of one specimen and condition, over all its dilutions. */
export interface SpecimenResult extends Omit<Subject, 'role' | 'slot' | 'dilution'> {
  readonly slot: number
  readonly concentration: Concentration
  readonly rule: ReportRule
  /** Every dilution on the plate, and those the reported concentration comes from. */
  readonly dilutions: readonly number[]
  readonly dilutionsUsed: readonly number[]
  readonly parallelism: Parallelism
  /** The less diluted wells gave the lower OD: too much analyte can hide itself (hook effect). */
  readonly isHookSuspected: boolean
  /** Rerun at 1 part in this many when above range, otherwise null. */
  readonly rerunAt: number | null
  /** Wells with an OD behind the reported concentration. */
  readonly n: number
}

/** Whether a specimen responds: delta above its own error by the assay's confidence, one-sided. */
export type ResponderCall = 'yes' | 'no' | 'not_known'

/**
 * A specimen's response to one challenge organism: how much more of the analyte than at its
 * baseline.
 */
export interface Response {
  readonly slot: number
  readonly specimen: string
  readonly mother: string
  readonly visit: string
  readonly date: string
  readonly organism: string
  readonly baselineKind: BaselineKind
  readonly baseline: Concentration
  readonly challenge: Concentration
  readonly baselineDilution: number
  readonly challengeDilution: number
  /** Challenge minus baseline, in the assay's unit. */
  readonly delta: Bounded
  readonly fold: Bounded
  readonly log2Fold: Bounded
  readonly state: ResponseState
  readonly reason: string
  readonly responder: ResponderCall
  /** True when both sides rest on two wells or more. */
  readonly isReplicated: boolean
}

/**
 * A quality finding. `block`: the plate's results should not be used before a person has looked.
 */
export interface Flag {
  readonly rule: string
  readonly severity: 'warn' | 'block'
  readonly message: string
  readonly hint: string
  readonly value: number | null
  readonly limit: number | null
  readonly wells: readonly Well[]
}

/** Everything computed from one plate read: pure, without names or times. */
export interface Analysis {
  readonly unit: string
  readonly analyte: string
  /** Whose way of computing it follows; null where that was not recorded. */
  readonly profile: ProfileId | null
  readonly curve: Curve | null
  readonly range: WorkingRange | null
  readonly standards: readonly StandardResult[]
  readonly wells: readonly WellResult[]
  readonly samples: readonly SampleResult[]
  readonly specimens: readonly SpecimenResult[]
  readonly responses: readonly Response[]
  readonly flags: readonly Flag[]
}
