import type { CurveModel, Fitted, Formula, Given, NotFitted, Standards } from './curve-model.ts'
import { fitEvenFew } from './fit-by-squares.ts'
import { squaresOf } from './fit-sigmoid.ts'
import { fiveStarts } from './five-starts.ts'
import { held } from './held.ts'
import { ASYMMETRIC_PARAMETERS, logisticReading } from './logistic.ts'
import { at } from './matrix.ts'
import { tooFewReason } from './standards.ts'

/**
 * The five-parameter logistic, OD = D + (A - D) / (1 + (x/C)^B)^G. B > 0 and B < 0 are two families
 * of curves, not two names of one, so each is a model; `5pl` fits both and takes the likelier (they
 * have the same number of parameters, so AICc takes the same one).
 *
 * G is sought between bounds. Without them the sum of squares of many good standards keeps falling
 * while G runs to zero and an asymptote to infinity, or G and C to infinity together: curves that
 * are the same between the standards and nonsense beyond. At a bound G is held there, and the curve
 * says which of its numbers mean nothing. The search moves in θ = (A, ln|B|, ln C, D, ln G).
 */

/** The lower bound of G. */
const ASYMMETRY_MIN = 1 / 16
/** The upper bound of G. */
const ASYMMETRY_MAX = 16

type Orientation = 1 | -1

function formulaOf(sign: Orientation): Formula {
  return {
    parameterCount: 5,
    evaluator:
      ({ logs }) =>
      (theta, fitted, jacobian) =>
        evaluate(theta, sign, { logs, fitted, jacobian }),
    firstStart: (standards) => fiveStarts(standards, sign)[0] ?? new Float64Array(5),
    moreStarts: (standards) => fiveStarts(standards, sign).slice(1),
    oriented: (theta) => theta,
    parametersAt: ([a = 0, logB = 0, logC = 0, d = 0, logG = 0]) => [
      a,
      sign * Math.exp(logB),
      Math.exp(logC),
      d,
      Math.exp(logG),
    ],
    estimated: ([, logB = 0, logC = 0, , logG = 0]) => [
      [0, 1],
      [1, sign * Math.exp(logB)],
      [2, Math.exp(logC)],
      [3, 1],
      [4, Math.exp(logG)],
    ],
    isInside: ([, , , , logG = 0]) =>
      logG >= Math.log(ASYMMETRY_MIN) && logG <= Math.log(ASYMMETRY_MAX),
  }
}

interface Filled {
  /** ln x of every point, -Infinity at concentration zero. */
  readonly logs: Float64Array
  readonly fitted: Float64Array
  readonly jacobian: Float64Array
}

function evaluate(theta: Float64Array, sign: Orientation, filled: Filled): void {
  const { logs, fitted, jacobian } = filled
  const [a = 0, logB = 0, logC = 0, d = 0, logG = 0] = theta
  const [b, g] = [sign * Math.exp(logB), Math.exp(logG)]
  const n = logs.length
  for (let i = 0; i < n; i += 1) {
    const z = b * (at(logs, i) - logC)
    // ln(1 + u) and u/(1 + u) of u = e^z, without overflow.
    const log = z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z))
    const s = 1 / (1 + Math.exp(-z))
    const q = Math.exp(-g * log)
    const rest = -Math.expm1(-g * log)
    const steepness = g * (a - d) * q * s
    fitted[i] = a * q + d * rest
    jacobian[i] = q
    jacobian[n + i] = steepness === 0 ? 0 : -steepness * z
    jacobian[2 * n + i] = steepness * b
    jacobian[3 * n + i] = rest
    jacobian[4 * n + i] = q === 0 ? 0 : (d - a) * q * g * log
  }
}

const reading = logisticReading(ASYMMETRIC_PARAMETERS)
const GS_AT_BOUND = [ASYMMETRY_MIN, ASYMMETRY_MAX] as const

/** The best curve of one orientation with G between its bounds. */
function fitOriented(sign: Orientation, given: Given): Fitted | NotFitted {
  const few = tooFewReason(given.standards, 5)
  if (few !== undefined) return { notFitted: few }
  const free = fitEvenFew(squaresOf({ formula: formulaOf(sign), reading }), given)
  const atBounds = GS_AT_BOUND.map((g) => fitAtBound(sign, g, given))
  return [free, ...atBounds].reduce((best, next) => (isLikelier(next, best) ? next : best))
}

function fitAtBound(sign: Orientation, g: number, given: Given): Fitted | NotFitted {
  const formula = formulaOf(sign)
  const value = Math.log(g)
  const starts = (standards: Standards): readonly Float64Array[] => fiveStarts(standards, sign, [g])
  const fit = fitEvenFew(
    squaresOf({ formula: held(formula, { coordinate: 4, value, starts }), reading }),
    given,
  )
  if ('notFitted' in fit) return fit
  // Towards concentration zero a zero standard tells where D is, whatever G does.
  const hasZero = given.standards.concentrations[0] === 0
  const isOpenD = g === ASYMMETRY_MIN && !(sign < 0 && hasZero)
  return withoutOpenNumbers(fit, isOpenD ? ['C', 'D'] : ['C'], g)
}

/**
 * What means nothing when G is at a bound loses its error: C always, and at the lower bound D,
 * which the curve then approaches without end.
 */
function withoutOpenNumbers(fit: Fitted, open: readonly string[], g: number): Fitted {
  const parameters = Object.fromEntries(
    Object.entries(fit.parameters).map(([name, { value, se }]) => [
      name,
      // Not e^(ln G), which is G but for rounding.
      { value: name === 'G' ? g : value, se: open.includes(name) ? null : se },
    ]),
  )
  const reason =
    `The asymmetry G is at its bound, ${g}: ` +
    (open.includes('D')
      ? 'the asymptote D is not identified, nor are C and G; '
      : 'C and G are not identified; ') +
    'concentrations between the standards stand.'
  return { ...fit, parameters, reason: `${reason} ${fit.reason}`.trim() }
}

function isLikelier(next: Fitted | NotFitted, best: Fitted | NotFitted): boolean {
  if ('notFitted' in next) return false
  return 'notFitted' in best || next.deviance < best.deviance
}

/** B > 0: A at concentration zero, D at infinity. */
export const risingFiveParameter: CurveModel = {
  ...reading,
  id: '5pl+',
  label: '5PL (B > 0)',
  fit: (given) => fitOriented(1, given),
}

/** B < 0: D at concentration zero, A at infinity. */
export const fallingFiveParameter: CurveModel = {
  ...reading,
  id: '5pl-',
  label: '5PL (B < 0)',
  fit: (given) => fitOriented(-1, given),
}

/** Both, and the likelier; the sign of B says which. */
export const fiveParameter: CurveModel = {
  ...reading,
  id: '5pl',
  label: '5PL',
  fit: (given) => {
    const [up, down] = [fitOriented(1, given), fitOriented(-1, given)]
    return isLikelier(down, up) ? down : up
  },
}
