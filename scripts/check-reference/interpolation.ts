import type { ModelId } from '../../src/core/assay.ts'
import { CURVE_MODELS } from '../../src/core/curve/curve-models.ts'
import { fitCurve } from '../../src/core/curve/fit-curve.ts'
import { valuesOf } from '../../src/core/curve/read-curve.ts'
import { referenceRows, type Row } from '../../test/core/curve/reference.ts'
import { pointsOf } from './golden.ts'
import { digitsOf, type Verdict } from './tally.ts'

const DIGITS_WANTED = 9

const COLUMNS: readonly (readonly [string, ModelId])[] = [
  ['p2p_linear', 'point-to-point'],
  ['p2p_semilogx', 'point-to-point-semi-log'],
  ['p2p_loglog', 'point-to-point-log-log'],
  ['loglog_regression', 'log-log'],
  ['linear_regression', 'linear'],
  ['cubic_natural_logx', 'natural-spline'],
  ['pchip_logx', 'pchip'],
]

/** The same unknowns by every other model; splines with the number of places that have the OD. */
export function checkInterpolation(): readonly Verdict[] {
  return referenceRows('golden/interpolation_models.csv').flatMap((row) =>
    COLUMNS.map(([column, model]) => verdictOf(row, column, model)),
  )
}

function verdictOf(row: Row, column: string, model: ModelId): Verdict {
  const { dataset = '', curve: name = '', y0 = '' } = row
  const points = pointsOf(dataset, name)
  const curve = fitCurve(points, { model, weights: 'none', points: 'means' })
  const expected = Number(row[column])
  const named = { group: `${dataset} ${model}`, row: `${y0} on ${column}` }
  const { concentrations, beyond } = CURVE_MODELS[model].locate(valuesOf(curve), Number(y0))
  if (expected <= 0) {
    // A line's answer below zero: here it is a side, not a number.
    const isMatched = beyond === 'below_curve'
    return { ...named, digits: NaN, isMatched, why: `${expected} told as a number` }
  }
  const roots = row[`${column}_roots`]
  const hasRoots = roots === undefined || concentrations.length === Number(roots)
  const digits = digitsOf(concentrations[0], expected)
  return { ...named, digits, isMatched: hasRoots && digits >= DIGITS_WANTED }
}
