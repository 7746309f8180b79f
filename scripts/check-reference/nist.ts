import { LeastSquaresSearch } from '../../src/core/curve/levenberg-marquardt.ts'
import { NIST_MODELS } from '../../test/core/curve/nist-models.ts'
import { nistProblem } from '../../test/core/curve/nist-problem.ts'
import { nistNames, nistSet } from '../../test/core/curve/reference.ts'
import { digitsOf, type Verdict } from './tally.ts'

/** NIST certifies eleven digits. */
const DIGITS_CERTIFIED = 11
const DIGITS_WANTED = 8
/** A search that stops with fewer digits than this and calls it settled has lied. */
const DIGITS_OF_A_LIE = 4
/** The same for every set. */
const OPTIONS = { stepsMax: 2000, damping: 1e-3 } as const

/** Where the search of one set ended. */
export interface NistResult {
  readonly name: string
  readonly difficulty: string
  readonly start: 1 | 2
  readonly end: string
  readonly steps: number
  /** Of the worst parameter. */
  readonly digits: number
  readonly wrssDigits: number
}

/** NIST's certified regressions from both starts by the search that fits standard curves. */
export function nistResults(): readonly NistResult[] {
  return nistNames().flatMap((name) => [resultOf(name, 1), resultOf(name, 2)])
}

function resultOf(name: string, start: 1 | 2): NistResult {
  const { parameters, difficulty, rss } = nistSet(name)
  const model = NIST_MODELS[name]
  if (model === undefined) throw new RangeError(`Expected a model for '${name}'.`)
  const search = new LeastSquaresSearch(nistProblem(name, model, parameters.length))
  const from = Float64Array.from(parameters, ({ starts }) => starts[start - 1] ?? NaN)
  const { theta, end, steps, wrss } = search.run({ ...OPTIONS, start: from })
  const digits = Math.min(
    DIGITS_CERTIFIED,
    ...parameters.map(({ certified }, k) => digitsOf(theta[k], certified)),
  )
  const wrssDigits = Math.min(DIGITS_CERTIFIED, digitsOf(wrss, rss))
  return { name, difficulty, start, end, steps, digits, wrssDigits }
}

/** Eight digits from start 2 where the difficulty is lower or average; never a false success. */
export function checkNist(): readonly Verdict[] {
  return nistResults().map((result) => {
    const { name, difficulty, start, end, steps, digits, wrssDigits } = result
    const isWanted = start === 2 && difficulty !== 'Higher'
    const isHonest = end !== 'settled' || digits >= DIGITS_OF_A_LIE
    const isMatched = isHonest && (!isWanted || digits >= DIGITS_WANTED)
    const shown = `${end} after ${steps} steps, RSS to ${wrssDigits.toFixed(1)}`
    const group = `${name} (${difficulty}) start ${start}`
    return { group, row: shown, digits, isMatched, why: `${digits.toFixed(1)} digits, ${shown}` }
  })
}
