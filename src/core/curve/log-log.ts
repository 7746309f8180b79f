import type { CurveModel, Fitted, Given, NotFitted, Standards } from './curve-model.ts'
import { fitBySquares } from './fit-by-squares.ts'
import { polynomial } from './polynomial.ts'
import type { Scale } from './seek.ts'

/**
 * The straight line of ln OD on ln x, OD = e^a·x^b. Its residuals are those of ln OD: unweighted,
 * every OD has the same relative noise. A logarithm has no zero, so the zero standard cannot take
 * part, and neither can an OD of zero or less; the curve says so.
 */
export const logLog: CurveModel = {
  id: 'log-log',
  label: 'Log-log line',
  parameters: [
    { name: 'a', is: 'ln of the OD at concentration 1', unit: '' },
    { name: 'b', is: 'slope of ln OD on ln concentration', unit: '' },
  ],
  ends: 'zero',
  fit,
  value: ([a = NaN, b = NaN], x) => (x > 0 ? Math.exp(a + b * Math.log(x)) : NaN),
  slope: (values, x) => (logLog.value(values, x) * (values[1] ?? NaN)) / x,
  gradient: (values, x) => {
    const od = logLog.value(values, x)
    return [od, od * Math.log(x)]
  },
  locate: ([a = NaN, b = NaN], od) => {
    const concentration = od > 0 ? Math.exp((Math.log(od) - a) / b) : 0
    if (concentration > 0 && concentration < Infinity) {
      return { beyond: null, concentrations: [concentration] }
    }
    return { beyond: b > 0 ? 'below_curve' : 'above_curve', concentrations: [] }
  },
  direction: ([, b = NaN]) => (b < 0 ? -1 : 1),
  varianceFactor: (od) => od * od,
}

const LOGARITHM: Scale = {
  from: (ods) => ods.map(Math.log),
  toOds: (logs) => logs.map(Math.exp),
}

function fit(given: Given): Fitted | NotFitted {
  const standards = withLogarithms(given.standards)
  const formula = polynomial(1, { of: 'logs', standards })
  const made = fitBySquares({ formula, naming: logLog, scale: LOGARITHM }, { ...given, standards })
  if ('notFitted' in made) return made
  const jacobian = standards.ods.reduce((sum, od) => sum + 2 * Math.log(od), 0)
  const left = given.standards.ods.length - standards.ods.length
  return {
    ...made,
    deviance: made.deviance + jacobian,
    reason: [leftOutReason(left), made.reason].join(' ').trim(),
  }
}

/** Says that so many points have no logarithm, or nothing. */
export function leftOutReason(count: number): string {
  if (count === 0) return ''
  const points = count === 1 ? '1 point takes' : `${count} points take`
  return `${points} no part: concentration and OD must be above zero on logarithmic axes.`
}

/** The standards that have logarithms of concentration and OD. */
function withLogarithms({ concentrations, logs, ods, levels }: Standards): Standards {
  const isUsed = (_: number, i: number): boolean =>
    (concentrations[i] ?? 0) > 0 && (ods[i] ?? 0) > 0
  return {
    concentrations: concentrations.filter(isUsed),
    logs: logs.filter(isUsed),
    ods: ods.filter(isUsed),
    levels: levels.filter(({ concentration, od }) => concentration > 0 && od > 0),
  }
}
