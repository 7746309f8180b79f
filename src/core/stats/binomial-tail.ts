import { betaTails } from './incomplete-beta.ts'

/**
 * P(X ≥ successes) for X binomial with even odds, the p-value of a one-sided sign test:
 * I_½(k, n - k + 1) (Abramowitz & Stegun 26.5.24). Throws RangeError unless 0 ≤ successes ≤ trials
 * are whole numbers.
 */
export function signTestUpperTail(successes: number, trials: number): number {
  const isCount = Number.isInteger(successes) && Number.isInteger(trials)
  if (!isCount || successes < 0 || successes > trials) {
    throw new RangeError(`Expected at most '${trials}' successes, got '${successes}'.`)
  }
  if (successes === 0) return 1
  return betaTails({ x: 0.5, complement: 0.5 }, successes, trials - successes + 1).lower
}
