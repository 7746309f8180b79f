import type { CurveModel, Located, ParameterValues } from './curve-model.ts'
import { fitBySquares } from './fit-by-squares.ts'
import { polynomial } from './polynomial.ts'

/** The straight line, OD = a + b·x, through the zero standard like through any other. */
export const linear: CurveModel = {
  id: 'linear',
  label: 'Linear',
  parameters: [
    { name: 'a', is: 'OD at concentration zero', unit: 'od' },
    { name: 'b', is: 'OD per concentration', unit: '' },
  ],
  ends: 'zero',
  fit: (given) => {
    const { standards } = given
    const formula = polynomial(1, { of: 'concentrations', standards })
    return fitBySquares({ formula, naming: linear }, given)
  },
  value: ([a = NaN, b = NaN], concentration) => a + b * concentration,
  slope: ([, b = NaN]) => b,
  gradient: (_, concentration) => [1, concentration],
  locate,
  direction: ([, b = NaN]) => (b < 0 ? -1 : 1),
}

/** An OD that would need a concentration of zero or less has none. */
function locate([a = NaN, b = NaN]: ParameterValues, od: number): Located {
  const concentration = (od - a) / b
  return concentration > 0
    ? { beyond: null, concentrations: [concentration] }
    : { beyond: 'below_curve', concentrations: [] }
}
