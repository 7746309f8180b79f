import type { StandardResult } from '../../analysis.ts'

/** A standard with a mean OD. */
export interface SeenStandard extends StandardResult {
  readonly meanOd: number
}

/** The standards of a plate in the order in which their ODs should run. */
export interface StandardOrder {
  /** By nominal concentration, those with an OD. */
  readonly ordered: readonly SeenStandard[]
  /** 1 where most pairs of them rise with the concentration, -1 where most fall. */
  readonly direction: 1 | -1
  /**
   * Position of the extreme standard when the curve runs up to it without a break and turns back
   * behind it by more than a harmless difference; otherwise null.
   */
  readonly peak: number | null
}

/** How the mean ODs of the standards follow one another. */
export function standardOrder(
  standards: readonly StandardResult[],
  alwaysFine: number,
): StandardOrder {
  const ordered = standards
    .flatMap((standard) =>
      standard.meanOd === null ? [] : [{ ...standard, meanOd: standard.meanOd }],
    )
    .toSorted((a, b) => a.nominal - b.nominal)
  const direction = directionOf(ordered)
  return { ordered, direction, peak: peakOf(ordered, direction, alwaysFine) }
}

/**
 * By all pairs, so that a hook at the top or one wrong well does not turn the whole curve round.
 */
function directionOf(ordered: readonly SeenStandard[]): 1 | -1 {
  const votes = ordered.flatMap((low, index) =>
    ordered.slice(index + 1).map((high) => Math.sign(high.meanOd - low.meanOd)),
  )
  return votes.reduce((sum, vote) => sum + vote, 0) < 0 ? -1 : 1
}

function peakOf(
  ordered: readonly SeenStandard[],
  direction: number,
  alwaysFine: number,
): number | null {
  const heights = ordered.map(({ meanOd }) => meanOd * direction)
  const peak = heights.indexOf(Math.max(...heights))
  const last = heights.at(-1) ?? 0
  const rises = heights.every((height, i) => i === 0 || i > peak || height > (heights[i - 1] ?? 0))
  const falls = heights.every((height, i) => i <= peak || height < (heights[i - 1] ?? 0))
  const isTurned = peak > 0 && peak < heights.length - 1
  return isTurned && rises && falls && (heights[peak] ?? 0) - last > alwaysFine ? peak : null
}
