/**
 * How far a Levenberg–Marquardt search trusts its linear model, steered by what the last step made
 * of its promise.
 */

/**
 * Where a step promises less than this part of the sum of squares, rounding hides whether it kept
 * the promise.
 */
const SSE_RESOLUTION = 1e-11
/** The least share of its promise for which a step is taken. */
export const KEPT_MIN = 1e-4
const KEPT_UNSEEN = 0.5
/**
 * Where no more than this part of a standard error is left to go, and the last step kept its
 * promise to this part, the linear model is the curve itself and damping only costs steps.
 */
const NEARLY_THERE = 0.1
/** Damping below this is none. */
export const DAMPING_MIN = 1e-9
/** Damping above this makes no step at all. */
export const DAMPING_MAX = 1e16

/** Sums of squares before and after a step, and how much of the residuals' norm may be rounding. */
export interface Sums {
  readonly before: number
  readonly after: number
  readonly rounding: number
}

/**
 * The share of the promised fall in the sum of squares that a step kept: the gain ratio. Where the
 * promise is too small for the sums of squares to show, a step that does no visible harm passes,
 * and leaves the damping alone: what was right while it could be seen is the best guess for the
 * last stretch.
 */
export function keptShare(promised: number, { before, after, rounding }: Sums): number {
  if (!Number.isFinite(after)) return -Infinity
  // Residuals r that are off by δ make their sum of squares off by 2·r·δ.
  const blur = SSE_RESOLUTION * before + 2 * rounding * Math.sqrt(before)
  if (promised > blur) return (before - after) / promised
  return after <= before + blur ? KEPT_UNSEEN : -Infinity
}

/**
 * Trusts the linear model more after a step that kept its promise, less after one that fell short.
 * `offset` is the relative offset before that step.
 */
export function nextDamping(damping: number, kept: number, offset: number): number {
  if (kept < 0.25) return Math.min(Math.max(damping, DAMPING_MIN) * 4, DAMPING_MAX)
  if (kept < 0.75) return damping
  if (offset < NEARLY_THERE && Math.abs(kept - 1) < NEARLY_THERE) return 0
  return damping < DAMPING_MIN ? 0 : damping / 10
}
