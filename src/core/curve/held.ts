import type { Formula, Standards } from './curve-model.ts'
import type { Evaluate } from './levenberg-marquardt.ts'
import { at } from './matrix.ts'
import type { Places } from './rows.ts'

/** Which coordinate of θ is held, and where; in the coordinates of the search. */
export interface Hold {
  readonly coordinate: number
  readonly value: number
  /** Where to begin, in the θ of the whole formula; the formula's own starts unless given. */
  readonly starts?: (standards: Standards) => readonly Float64Array[]
}

/** The same formula with one coordinate held: it is neither sought nor has it an error. */
export function held(formula: Formula, hold: Hold): Formula {
  const whole = (theta: Float64Array): Float64Array => inserted(theta, hold)
  const free = (theta: Float64Array): Float64Array => theta.filter((_, k) => k !== hold.coordinate)
  const own = hold.starts
  return {
    parameterCount: formula.parameterCount - 1,
    evaluator: (places) => evaluatorOf(formula, places, hold),
    firstStart: (standards) => free(own?.(standards)[0] ?? formula.firstStart(standards)),
    moreStarts: (standards, rootWeights) =>
      (own?.(standards).slice(1) ?? formula.moreStarts(standards, rootWeights)).map(free),
    oriented: (theta) => theta,
    parametersAt: (theta) => formula.parametersAt(whole(theta)),
    estimated: (theta) => formula.estimated(whole(theta)).filter((_, k) => k !== hold.coordinate),
  }
}

function inserted(theta: Float64Array, { coordinate, value }: Hold): Float64Array {
  const whole = new Float64Array(theta.length + 1)
  whole.set(theta.subarray(0, coordinate))
  whole[coordinate] = value
  whole.set(theta.subarray(coordinate), coordinate + 1)
  return whole
}

function evaluatorOf(formula: Formula, places: Places, hold: Hold): Evaluate {
  const evaluate = formula.evaluator(places)
  const n = places.logs.length
  const all = new Float64Array(n * formula.parameterCount)
  return (theta, fitted, jacobian) => {
    evaluate(inserted(theta, hold), fitted, all)
    const before = hold.coordinate * n
    for (let i = 0; i < jacobian.length; i += 1) {
      jacobian[i] = at(all, i < before ? i : i + n)
    }
  }
}
