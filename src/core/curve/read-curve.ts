import type { Curve, Estimate } from '../analysis.ts'
import type { Parameter, ParameterValues } from './curve-model.ts'
import { CURVE_MODELS } from './curve-models.ts'

/** What a fitted curve says, whatever its model: nobody else needs to know its letters. */

/** The OD at a concentration of zero or more; NaN where the model says nothing. */
export function odAt(curve: Curve, concentration: number): number {
  return CURVE_MODELS[curve.model].value(valuesOf(curve), concentration)
}

/** The OD at concentration zero; NaN for a model that has only a logarithm of the concentration. */
export function odAtZero(curve: Curve): number {
  return odAt(curve, 0)
}

/** 1 when the OD rises with the concentration, -1 when it falls, 0 when there is no curve. */
export function curveDirection(curve: Curve): 1 | 0 | -1 {
  return curve.converged ? CURVE_MODELS[curve.model].direction(valuesOf(curve)) : 0
}

/** The curve that was read last: every well of a plate is read off one. */
let latest: { readonly curve: Curve; readonly values: ParameterValues } | undefined

/** The values of the parameters in the model's order; of a spline, those of its standards. */
export function valuesOf(curve: Curve): ParameterValues {
  if (latest?.curve !== curve) latest = { curve, values: collected(curve) }
  return latest.values
}

function collected({ model, parameters }: Curve): ParameterValues {
  const known = CURVE_MODELS[model].parameters
  if (known.length > 0) return known.map(({ name }) => parameters[name]?.value ?? NaN)
  return Object.keys(parameters)
    .toSorted()
    .map((name) => parameters[name]?.value ?? NaN)
}

/** One estimated parameter. Throws RangeError when the model has none of that name. */
export function estimateOf({ model, parameters }: Curve, name: string): Estimate {
  const estimate = parameters[name]
  if (estimate === undefined) throw new RangeError(`Expected '${name}' in a curve '${model}'.`)
  return estimate
}

/** Every parameter of a curve with what it is. */
export function describedParameters(curve: Curve): readonly (Parameter & Estimate)[] {
  const known = new Map(CURVE_MODELS[curve.model].parameters.map((each) => [each.name, each]))
  return Object.entries(curve.parameters).map(([name, estimate]) => ({
    ...(known.get(name) ?? { name, ...meaningOf(name) }),
    ...estimate,
  }))
}

/** The parameters that the rows and columns of the covariance stand for. */
export function covarianceNames({ model }: Curve): readonly string[] {
  return CURVE_MODELS[model].parameters
    .filter((each) => each.isFixed !== true)
    .map(({ name }) => name)
}

/** Of a knot `x003` or `y003`, and of the exponent that is estimated with the weights. */
function meaningOf(name: string): Omit<Parameter, 'name'> {
  if (name.startsWith('x')) return { is: 'concentration of a standard', unit: 'concentration' }
  if (name.startsWith('y')) return { is: 'mean OD of a standard', unit: 'od' }
  return { is: 'power of the mean: the SD of an OD grows with OD^theta', unit: '' }
}

/** What people call a curve's model. */
export function modelLabel({ model }: Pick<Curve, 'model'>): string {
  return CURVE_MODELS[model].label
}
