import type {
  CurveModel,
  Fitted,
  Given,
  Located,
  NotFitted,
  ParameterValues,
} from './curve-model.ts'
import { fitBySquares } from './fit-by-squares.ts'
import { polynomial } from './polynomial.ts'

/**
 * The parabola, OD = a + b·x + c·x². It turns somewhere, so it is read with the highest standard in
 * mind: an OD that it has at two concentrations up to there has none.
 */
export const quadratic: CurveModel = {
  id: 'quadratic',
  label: 'Quadratic',
  parameters: [
    { name: 'a', is: 'OD at concentration zero', unit: 'od' },
    { name: 'b', is: 'OD per concentration', unit: '' },
    { name: 'c', is: 'OD per squared concentration', unit: '' },
    { name: 'highest', is: 'highest standard', unit: 'concentration', isFixed: true },
  ],
  ends: 'zero',
  fit,
  value: ([a = NaN, b = NaN, c = NaN], x) => a + x * (b + x * c),
  slope: ([, b = NaN, c = NaN], x) => b + 2 * c * x,
  gradient: (_, x) => [1, x, x * x],
  locate,
  direction: ([, b = NaN, c = NaN, highest = NaN]) => (highest * (b + c * highest) < 0 ? -1 : 1),
}

function fit(given: Given): Fitted | NotFitted {
  const { standards } = given
  const highest = standards.levels.at(-1)?.concentration ?? 0
  const formula = polynomial(2, { of: 'concentrations', standards })
  const made = fitBySquares({ formula, naming: quadratic }, given)
  if ('notFitted' in made) return made
  const [b = 0, c = 0] = ['b', 'c'].map((name) => made.parameters[name]?.value ?? NaN)
  const turn = -b / (2 * c)
  const turns = turn > 0 && turn < highest
  const warning = `The parabola turns at ${turn.toPrecision(3)}, between the standards.`
  return {
    ...made,
    parameters: { ...made.parameters, highest: { value: highest, se: null } },
    reason: turns ? `${warning} ${made.reason}`.trim() : made.reason,
  }
}

function locate(values: ParameterValues, od: number): Located {
  const [, , , highest = NaN] = values
  const positive = rootsOf(values, od).filter((root) => root > 0)
  const within = positive.filter((root) => root <= highest)
  if (within.length > 0) return { beyond: null, concentrations: within }
  const atZero = quadratic.value(values, 0)
  const isBelow = (od - atZero) * quadratic.direction(values) <= 0
  if (isBelow) return { beyond: 'below_curve', concentrations: [] }
  // The branch that goes on from the highest standard, as far as it goes.
  const [next] = positive
  return next === undefined
    ? { beyond: 'above_curve', concentrations: [] }
    : { beyond: null, concentrations: [next] }
}

/** The real roots of a + b·x + c·x² = od, ascending, without cancellation. */
function rootsOf([a = NaN, b = NaN, c = NaN]: ParameterValues, od: number): readonly number[] {
  const constant = a - od
  const root = Math.sqrt(b * b - 4 * c * constant)
  if (!Number.isFinite(root)) return []
  const half = -(b + (b < 0 ? -root : root)) / 2
  const roots = [half / c, constant / half].filter(Number.isFinite)
  return [...new Set(roots)].toSorted((left, right) => left - right)
}
