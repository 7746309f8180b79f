import type { Parameters } from './jobs.ts'

/** No double says more than this. */
const DIGITS_MAX = 16

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = sorted.length / 2
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return (low + high) / 2
}

/**
 * To how many decimal digits two fits of one curve agree: the worst of A, B, C and D. B and C are
 * compared with themselves, A and D with the height of the curve, because A may well be zero.
 */
export function digitsBetween(left: Parameters, right: Parameters): number {
  const [A = NaN, , , D = NaN] = right
  const differences = right.map((value, index) => {
    const scale = index === 0 || index === 3 ? Math.abs(D - A) : Math.abs(value)
    return Math.abs((left[index] ?? NaN) - value) / scale
  })
  return Math.min(DIGITS_MAX, -Math.log10(Math.max(...differences)))
}

/** How well two sets of fits agree over the jobs that both have. */
export interface Agreement {
  readonly jobs: number
  readonly worst: number
  readonly median: number
  readonly worstJob: string
  /** How many agree to fewer digits than this. */
  readonly below: (digits: number) => number
}

export function agreementOf(
  left: ReadonlyMap<string, Parameters>,
  right: ReadonlyMap<string, Parameters>,
): Agreement {
  const common = [...left].flatMap(([job, parameters]) => {
    const other = right.get(job)
    return other === undefined ? [] : [{ job, digits: digitsBetween(parameters, other) }]
  })
  const [worst] = common.toSorted((one, two) => one.digits - two.digits)
  return {
    jobs: common.length,
    worst: worst?.digits ?? NaN,
    median: median(common.map(({ digits }) => digits)),
    worstJob: worst?.job ?? '',
    below: (limit) => common.filter(({ digits }) => digits < limit).length,
  }
}
