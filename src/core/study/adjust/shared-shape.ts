import type { Curve } from '../../analysis.ts'
import type { CurvePoint } from '../../curve/fit-curve.ts'
import { covarianceFrom } from '../../curve/covariance.ts'
import { CURVE_MODELS } from '../../curve/curve-models.ts'
import { LeastSquaresSearch, type Evaluate } from '../../curve/levenberg-marquardt.ts'
import { odAt, valuesOf } from '../../curve/read-curve.ts'
import { weightAt } from '../../curve/weights.ts'
import { mean } from '../../stats/moments.ts'
import type { Calibration } from '../study.ts'

/** Where each curve lies on ln concentration beside the first one's shape, and how surely. */
export interface SharedShape {
  readonly shifts: readonly number[]
  /** Covariance of the shifts, from the residuals of the joint fit. */
  readonly covariance: readonly (readonly number[])[]
}

const STEPS_MAX = 200

/**
 * Fits one logistic to the standards of several plates that differ in nothing but where they lie on
 * ln concentration: OD = f(x·e^-S), with a shift S for each plate and everything else in common
 * (Feng et al., bioRxiv 483800, xmid_i = xmid + S_i). Unlike ELISAtools, which holds both
 * asymptotes at the least and the highest OD, the asymptotes are estimated, and standards are
 * weighed as the plates' own curves weigh them.
 *
 * Null when no such curve can be found: the shape is no logistic, or the search does not settle.
 */
export function sharedShape(
  calibrations: readonly Calibration[],
  shape: Curve,
): SharedShape | null {
  const free = freeParameters(shape)
  if (free === null) return null
  const points = calibrations.flatMap(({ curve, points: wells }, plate) =>
    weighed(curve, wells).map((point): Placed => ({ ...point, plate })),
  )
  const parameterCount = free.length + calibrations.length
  if (points.length <= parameterCount) return null
  const search = new LeastSquaresSearch({
    observed: Float64Array.from(points, ({ od }) => od),
    parameterCount,
    evaluate: evaluator(points, { shape, free }),
  })
  search.rootWeights.set(points.map(({ weight }) => Math.sqrt(weight)))
  const start = startFrom(calibrations, { shape, free })
  const { end, theta, wrss } = search.run({ start, stepsMax: STEPS_MAX, damping: 1e-3 })
  if (end !== 'settled') return null
  const sigma = Math.sqrt(wrss / (points.length - parameterCount))
  const covariance = covarianceFrom(
    search.upper,
    sigma,
    Array.from(theta, () => 1),
  )
  if (covariance === null) return null
  return {
    shifts: Array.from(theta.subarray(free.length)),
    covariance: covariance.slice(free.length).map((row) => row.slice(free.length)),
  }
}

/** The curve whose shape the others have, and the positions of the parameters they share. */
interface Shape {
  readonly shape: Curve
  readonly free: readonly number[]
}

/**
 * What is estimated in common: every parameter but C, which the shifts stand for, and what the fit
 * of the shape itself held, as the asymptote of a 3PL. Null for a curve that has no C.
 */
function freeParameters({ model, parameters }: Curve): readonly number[] | null {
  const names = CURVE_MODELS[model].parameters.map(({ name }) => name)
  if (!names.includes('C')) return null
  return names.flatMap((name, index) =>
    name === 'C' || (parameters[name]?.se ?? null) === null ? [] : [index],
  )
}

function startFrom(calibrations: readonly Calibration[], { shape, free }: Shape): Float64Array {
  const values = valuesOf(shape)
  return Float64Array.from([
    ...free.map((index) => values[index] ?? NaN),
    ...calibrations.map(({ curve }) => Math.log(scaleOf(curve) / scaleOf(shape))),
  ])
}

function scaleOf({ parameters }: Curve): number {
  return parameters['C']?.value ?? NaN
}

interface Weighed extends CurvePoint {
  readonly weight: number
}

interface Placed extends Weighed {
  readonly plate: number
}

/** The points of a plate's own fit with the weights they had there. */
function weighed(curve: Curve, wells: readonly CurvePoint[]): readonly Weighed[] {
  const { weights, odFloor, points } = curve
  const theta = curve.parameters['theta']?.value
  const weighing = { weights, odFloor, ...(theta === undefined ? {} : { theta }) }
  const isByObserved = weights === '1/y' || weights === '1/y2'
  const used = points === 'means' ? levelMeans(wells) : wells
  return used.map(({ concentration, od }) => {
    const known = isByObserved ? od : odAt(curve, concentration)
    return { concentration, od, weight: weights === 'none' ? 1 : weightAt(known, weighing) }
  })
}

function levelMeans(wells: readonly CurvePoint[]): readonly CurvePoint[] {
  const levels = [...new Set(wells.map(({ concentration }) => concentration))]
  return levels.map((concentration) => {
    const ods = wells.filter((well) => well.concentration === concentration).map(({ od }) => od)
    return { concentration, od: mean(ods) ?? NaN }
  })
}

/** The shared curve at every point, and its derivatives by shape and shifts. */
function evaluator(points: readonly Placed[], { shape, free }: Shape): Evaluate {
  const model = CURVE_MODELS[shape.model]
  const held = valuesOf(shape)
  return (theta, fitted, jacobian) => {
    const values = held.map((value, index) => theta[free.indexOf(index)] ?? value)
    jacobian.fill(0)
    for (const [row, { concentration, plate }] of points.entries()) {
      const shifted = concentration * Math.exp(-(theta[free.length + plate] ?? NaN))
      fitted[row] = model.value(values, shifted)
      const gradient = model.gradient(values, shifted)
      for (const [column, index] of free.entries()) {
        jacobian[column * points.length + row] = gradient[index] ?? NaN
      }
      // A concentration of zero stays where it is.
      const byShift = shifted === 0 ? 0 : -shifted * model.slope(values, shifted)
      jacobian[(free.length + plate) * points.length + row] = byShift
    }
  }
}
