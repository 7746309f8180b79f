import type { Assay } from '../../assay.ts'
import type { WellResult } from '../../analysis.ts'
import { rowColumnFromWell, type Well } from '../../well.ts'
import { replicatesOf } from './replicates.ts'

/** A well with an OD that tells of the place it is in, because others hold the same. */
export interface PlacedWell {
  readonly well: Well
  readonly row: number
  readonly column: number
  readonly logOd: number
}

/** Below so many times what is always fine, an OD is mostly the plate's own noise. */
const TIMES_ALWAYS_FINE = 5
const OD_MIN = 0.05

/**
 * Wells of the same content, two at least, with ODs well above the plate's noise. What is in the
 * wells cancels in their comparison; what is left is pipetting and the place on the plate.
 */
export function placedReplicates(
  wells: readonly WellResult[],
  { limits }: Assay,
): readonly (readonly PlacedWell[])[] {
  const least = Math.max(OD_MIN, TIMES_ALWAYS_FINE * limits.odDifferenceAlwaysFine)
  return replicatesOf(wells)
    .map(({ wells: names, ods }) => names.flatMap((well, i) => placed(well, ods[i] ?? 0, least)))
    .filter((group) => group.length >= 2)
}

function placed(well: Well, od: number, least: number): readonly PlacedWell[] {
  const at = od < least ? undefined : rowColumnFromWell(well)
  return at === undefined ? [] : [{ well, ...at, logOd: Math.log(od) }]
}

/** How far a well is from the mean of the others that hold the same, in ln OD. */
export function deviationsOf(
  groups: readonly (readonly PlacedWell[])[],
): readonly (PlacedWell & { readonly deviation: number })[] {
  return groups.flatMap((group) => {
    const sum = group.reduce((total, { logOd }) => total + logOd, 0)
    return group.map((one) => {
      const others = (sum - one.logOd) / (group.length - 1)
      return { ...one, deviation: one.logOd - others }
    })
  })
}

/** A difference of ln OD as a percentage of the OD. */
export function percentFromLog(difference: number): number {
  return 100 * Math.expm1(difference)
}
