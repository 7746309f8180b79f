import { mean } from './moments.ts'
import { studentTQuantile } from './student-t.ts'

/**
 * Grubbs' test for one outlier among n normal values: G = max|x - mean| / s (Grubbs 1969; formulas
 * as in the NIST/SEMATECH handbook, 1.3.5.17.1).
 */

/** Whether an outlier may lie on either side or only on one that was named beforehand. */
export type Sides = 'one' | 'two'

/** The value farthest from the mean, and how far in SDs. */
export interface Extreme {
  readonly index: number
  readonly statistic: number
}

/**
 * G and where it is; null of fewer than three values or when all are alike. Distances are taken in
 * units of the greatest one, so that no square of a tiny value is lost.
 */
export function grubbsStatistic(values: readonly number[]): Extreme | null {
  const centre = mean(values)
  if (values.length < 3 || centre === null) return null
  const distances = values.map((value) => Math.abs(value - centre))
  const farthest = Math.max(...distances)
  if (farthest === 0) return null
  const squares = distances.reduce((sum, distance) => sum + (distance / farthest) ** 2, 0)
  const index = distances.indexOf(farthest)
  return { index, statistic: 1 / Math.sqrt(squares / (values.length - 1)) }
}

/**
 * The G that n normal values exceed with probability `alpha`:
 * (n-1)/√n · √(t²/(n-2+t²)) with t = t(α/2n, n-2) for two sides and t(α/n, n-2) for one.
 * Throws RangeError for fewer than three values or an alpha that is no probability.
 */
export function grubbsCritical(count: number, alpha: number, sides: Sides): number {
  if (!(Number.isInteger(count) && count >= 3)) {
    throw new RangeError(`Expected three values or more, got '${count}'.`)
  }
  if (!(alpha > 0 && alpha < 1)) {
    throw new RangeError(`Expected an alpha between 0 and 1, got '${alpha}'.`)
  }
  const tail = alpha / (sides === 'two' ? 2 * count : count)
  const square = studentTQuantile(tail, count - 2) ** 2
  return ((count - 1) / Math.sqrt(count)) * Math.sqrt(square / (count - 2 + square))
}

/** The largest G that n values can have at all: one apart, the others alike. */
export function grubbsMost(count: number): number {
  return (count - 1) / Math.sqrt(count)
}
