import type { StandardResult } from '../../analysis.ts'
import type { Assay } from '../../assay.ts'

/** A standard with a mean OD. */
export interface SeenStandard extends StandardResult {
  readonly meanOd: number
}

/** The standards of a plate in the order in which their ODs should run. */
export interface StandardOrder {
  /** By nominal concentration, those with an OD. */
  readonly ordered: readonly SeenStandard[]
  /** 1 where the assay's ODs rise with the concentration, -1 where they fall. */
  readonly direction: 1 | -1
  /** Of all pairs of standards, how many percent run that way; 100 without any. */
  readonly agreeingPercent: number
  /**
   * Position of the extreme standard when the curve runs up to it without a break and turns back
   * behind it by more than a harmless difference; otherwise null.
   */
  readonly peak: number | null
}

/** How the mean ODs of the standards follow one another. */
export function standardOrder(
  standards: readonly StandardResult[],
  { direction: declared, limits }: Pick<Assay, 'direction' | 'limits'>,
): StandardOrder {
  const ordered = standards
    .flatMap((standard) =>
      standard.meanOd === null ? [] : [{ ...standard, meanOd: standard.meanOd }],
    )
    .toSorted((a, b) => a.nominal - b.nominal)
  const direction = declared === 'falling' ? -1 : 1
  const agreeingPercent = agreeing(ordered, direction)
  const peak = peakOf(ordered, direction, limits.odDifferenceAlwaysFine)
  return { ordered, direction, agreeingPercent, peak }
}

/** By all pairs, so that a hook at the top or one wrong well is not another direction. */
function agreeing(ordered: readonly SeenStandard[], direction: number): number {
  const pairs = ordered.flatMap((low, index) =>
    ordered.slice(index + 1).map((high) => (high.meanOd - low.meanOd) * direction >= 0),
  )
  return pairs.length === 0 ? 100 : (100 * pairs.filter(Boolean).length) / pairs.length
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
