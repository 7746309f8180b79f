import { fourParameter } from '../../src/core/curve/four-parameter.ts'
import { LeastSquaresSearch } from '../../src/core/curve/levenberg-marquardt.ts'
import { evaluatedAt } from '../../src/core/curve/rows.ts'
import { standardsFrom } from '../../src/core/curve/standards.ts'
import { fillRootWeights, odFloorOf } from '../../src/core/curve/weights.ts'
import { median } from './agreement.ts'
import type { Job } from './jobs.ts'

/** What no implementation of the same steps can do without. */
export interface Floor {
  /** Evaluations of the curve of the median fit. */
  readonly evaluations: number
  /** Exponentials of the median fit: one an evaluation and positive concentration. */
  readonly exponentials: number
  /** What they take here and now, in seconds. */
  readonly seconds: number
}

/** Counts the exponentials of each job's fit and times that many. */
export function floorOf(jobs: readonly Job[]): Floor {
  const counts = jobs.map(evaluationsOf)
  const evaluations = median(counts.map((count) => count.evaluations))
  const exponentials = median(counts.map((count) => count.evaluations * count.positive))
  return { evaluations, exponentials, seconds: exponentials * secondsOfExponential() }
}

function evaluationsOf({ points, weights }: Job): {
  readonly evaluations: number
  readonly positive: number
} {
  const { formula } = fourParameter
  const standards = standardsFrom(points, 'wells')
  const { places, rows } = evaluatedAt(standards)
  const evaluateHere = formula.evaluator(places)
  let evaluations = 0
  const search = new LeastSquaresSearch({
    observed: standards.ods,
    parameterCount: 4,
    rows,
    evaluate: (...given) => {
      evaluations += 1
      evaluateHere(...given)
    },
  })
  const odFloor = odFloorOf(standards.levels)
  fillRootWeights(search.rootWeights, standards.ods, { weights, odFloor })
  search.run({ start: formula.firstStart(standards), stepsMax: 200, damping: 1e-3 })
  const positive = places.concentrations.filter((concentration) => concentration > 0).length
  return { evaluations, positive }
}

/** The best of several readings; the sum is used, so that nothing is left out. */
function secondsOfExponential(): number {
  const powers = Float64Array.from({ length: 1024 }, (_, at) => -6 + (12 * at) / 1024)
  let [best, sum] = [Infinity, 0]
  for (let reading = 0; reading < 200; reading += 1) {
    const began = performance.now()
    for (let at = 0; at < powers.length; at += 1) sum += Math.exp(powers[at] ?? 0)
    best = Math.min(best, (performance.now() - began) / 1000 / powers.length)
  }
  return sum > 0 ? best : NaN
}
