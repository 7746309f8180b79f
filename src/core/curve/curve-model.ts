import type { ModelId } from '../assay.ts'
import type { Evaluate } from './levenberg-marquardt.ts'

/**
 * Curve parameters by name: A the response at concentration zero, D at infinity, C the inflection,
 * B > 0 the slope.
 */
export type CurveParameters = Readonly<Record<'A' | 'B' | 'C' | 'D', number>>

/** The standards of one curve, ready to be fitted: one row a point, in order of concentration. */
export interface Standards {
  readonly concentrations: Float64Array
  /** ln of the concentrations, -Infinity for the zero standard. */
  readonly logs: Float64Array
  readonly ods: Float64Array
  /** Each distinct concentration once, ascending, with the mean of its ODs. */
  readonly levels: readonly Level[]
}

/** One standard with the mean OD of its points. */
export interface Level {
  readonly concentration: number
  readonly od: number
}

/**
 * A curve model: the whole of what the fit and the inverse need to know about one formula. The fit
 * searches in coordinates θ in which the model is tame (a logarithm of C, for one); everything else
 * speaks of parameters.
 */
export interface CurveModel {
  readonly id: ModelId
  readonly parameterCount: number
  /** Binds the model to the points. */
  readonly evaluator: (standards: Standards) => Evaluate
  /** A start that suffices for ordinary standards, in θ. */
  readonly firstStart: (standards: Standards) => Float64Array
  /** A grid of starts over everything plausible, for when the first one leads nowhere. */
  readonly moreStarts: (standards: Standards) => readonly Float64Array[]
  /** The same curve in the orientation that has B > 0, in θ. */
  readonly oriented: (theta: Float64Array) => Float64Array
  /** Parameters at θ. */
  readonly parametersAt: (theta: Float64Array) => CurveParameters
  /** dp/dθ of each parameter, in the order A, B, C, D: the map from θ is diagonal. */
  readonly jacobianOfParameters: (theta: Float64Array) => readonly number[]
  /** The OD at a concentration of zero or more. */
  readonly value: (parameters: CurveParameters, concentration: number) => number
  /** d(OD)/d(concentration) at a positive concentration. */
  readonly slope: (parameters: CurveParameters, concentration: number) => number
  /** d(OD)/dA, /dB, /dC, /dD. */
  readonly gradient: (parameters: CurveParameters, concentration: number) => readonly number[]
  /**
   * The concentration that has an OD strictly between the asymptotes; its domain is the caller's to
   * check.
   */
  readonly inverse: (parameters: CurveParameters, od: number) => number
}
