import type { Knot } from './knots.ts'

/** The cubic between two knots with these slopes there, in powers of t - tᵢ. */
function hermite(
  [left, right]: readonly [Knot, Knot],
  [slopeLeft, slopeRight]: readonly [number, number],
): readonly number[] {
  const width = right.t - left.t
  const secant = (right.v - left.v) / width
  return [
    left.v,
    slopeLeft,
    (3 * secant - 2 * slopeLeft - slopeRight) / width,
    (slopeLeft + slopeRight - 2 * secant) / width ** 2,
  ]
}

/** The cubics through all knots with these slopes at them. */
export function cubics(
  knots: readonly Knot[],
  slopes: readonly number[],
): readonly (readonly number[])[] {
  return knots.slice(1).map((right, i) => {
    const left = knots[i] ?? right
    return hermite([left, right], [slopes[i] ?? NaN, slopes[i + 1] ?? NaN])
  })
}
