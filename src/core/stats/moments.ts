/**
 * Mean, standard deviation and coefficient of variation of a few wells. Both passes work on
 * differences from the first value, so that wells that agree to the last digit have an SD of
 * exactly 0.
 */

/** The arithmetic mean, or null of nothing. */
export function mean(values: readonly number[]): number | null {
  const [first] = values
  if (first === undefined) return null
  let sum = 0
  for (const value of values) sum += value - first
  return first + sum / values.length
}

/** The standard deviation with n - 1 in the denominator, or null of fewer than two values. */
export function sampleSd(values: readonly number[]): number | null {
  const centre = mean(values)
  if (centre === null || values.length < 2) return null
  let squares = 0
  let drift = 0
  for (const value of values) {
    squares += (value - centre) ** 2
    drift += value - centre
  }
  // The rounding of the mean itself leaves a drift, which the textbook sum of squares would count
  // as spread.
  const corrected = Math.max(0, squares - drift ** 2 / values.length)
  return Math.sqrt(corrected / (values.length - 1))
}

/**
 * 100 × SD / mean, in percent. Null of fewer than two values, and when the mean is not above zero:
 * a ratio to nothing, or to a negative OD, says nothing about precision.
 */
export function cvPercent(values: readonly number[]): number | null {
  const centre = mean(values)
  const sd = sampleSd(values)
  return centre === null || sd === null || centre <= 0 ? null : (100 * sd) / centre
}
