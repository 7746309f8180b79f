import type { Curve } from '../analysis.ts'
import type { CurveChoice, ModelId } from '../assay.ts'
import type { Evaluate } from './levenberg-marquardt.ts'
import type { Places } from './rows.ts'
import type { Weighing } from './weights.ts'

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

/** The values of a curve's parameters, in the order of its model. */
export type ParameterValues = readonly number[]

/** What a parameter is, for people. */
export interface Parameter {
  readonly name: string
  readonly is: string
  readonly unit: 'od' | 'concentration' | ''
  /** A fact about the standards that reading needs; it is not in the covariance. */
  readonly isFixed?: true
}

/** What a model is fitted to. */
export interface Given {
  readonly standards: Standards
  readonly weighing: Weighing
  /** Where a model holds its lower asymptote, in OD. */
  readonly lowerAsymptote: number
}

/** A fitted curve's numbers, as `Curve` of the analysis has them. */
export interface Fitted extends Omit<Curve, keyof CurveChoice | 'converged'> {
  /** −2 ln of the Gaussian likelihood, without its constant; compares fits of one data set. */
  readonly deviance: number
}

/** Why there is no curve, in a sentence. */
export interface NotFitted {
  readonly notFitted: string
}

/**
 * Where an OD is on a curve: at these concentrations, ascending; or, when there is none, on the
 * side of concentration zero or of high concentrations.
 */
export interface Located {
  readonly beyond: null | 'below_curve' | 'above_curve'
  readonly concentrations: readonly number[]
}

/**
 * A curve model: how it is fitted and how it is read. Everything that reads it speaks of parameter
 * values in the model's order.
 */
export interface CurveModel {
  readonly id: ModelId
  /** What people call it. */
  readonly label: string
  /** In order; empty where the parameters are the standards themselves. */
  readonly parameters: readonly Parameter[]
  readonly fit: (given: Given) => Fitted | NotFitted
  /** The OD at a concentration of zero or more; NaN where the model says nothing. */
  readonly value: (parameters: ParameterValues, concentration: number) => number
  /** d(OD)/d(concentration) at a positive concentration. */
  readonly slope: (parameters: ParameterValues, concentration: number) => number
  /** d(OD)/d(parameter) in order; empty where there is no covariance. */
  readonly gradient: (parameters: ParameterValues, concentration: number) => readonly number[]
  /** The concentrations that have an OD. */
  readonly locate: (parameters: ParameterValues, od: number) => Located
  /** 1 when the OD rises with the concentration, -1 when it falls. */
  readonly direction: (parameters: ParameterValues) => 1 | -1
  /** Which ends there are, for the sentence about an OD that is beyond one. */
  readonly ends: 'asymptotes' | 'standards' | 'zero'
  /** (dy/dη)² at an OD for a model whose residuals are on another scale η; 1 unless given. */
  readonly varianceFactor?: (od: number) => number
}

/**
 * A formula that least squares fits. The search moves in coordinates θ in which the formula is tame
 * (a logarithm of C, for one).
 */
export interface Formula {
  readonly parameterCount: number
  /** Binds the formula to concentrations, each a row of the search. */
  readonly evaluator: (places: Places) => Evaluate
  /** A start that suffices for ordinary standards, in θ. */
  readonly firstStart: (standards: Standards) => Float64Array
  /** Starts all over what is plausible under these weights, for when the first leads nowhere. */
  readonly moreStarts: (standards: Standards, rootWeights: Float64Array) => readonly Float64Array[]
  /** The same curve in the orientation that is reported, in θ. */
  readonly oriented: (theta: Float64Array) => Float64Array
  /** Parameters at θ. */
  readonly parametersAt: (theta: Float64Array) => ParameterValues
  /**
   * The parameter that each coordinate of θ stands for, and its derivative by it: the map is
   * diagonal.
   */
  readonly estimated: (theta: Float64Array) => readonly Coordinate[]
  /**
   * Given for a formula with several optima or none: every start is searched, and the best place
   * that settled within these bounds is taken.
   */
  readonly isInside?: (theta: Float64Array) => boolean
}

/** Position of a parameter among the model's, and d(parameter)/d(coordinate). */
export type Coordinate = readonly [position: number, derivative: number]
