import type { Assay } from '../../assay.ts'
import type { WellResult } from '../../analysis.ts'
import { rowColumnFromWell, type Well } from '../../well.ts'
import { limitsOf, type SharedLimits } from '../limits/limit.ts'
import { replicatesOf } from './replicates.ts'

/** A well with an OD that tells of the place it is in, because others hold the same. */
export interface PlacedWell {
  readonly well: Well
  readonly row: number
  readonly column: number
  readonly logOd: number
}

/** Which ODs tell of the place they are at and are not mostly the plate's own noise. */
export const PLACED_REPLICATES = {
  id: 'placed-replicates',
  about: 'which ODs the rules on edges and drift look at',
  limits: {
    odMin: {
      about: 'the lowest OD that is looked at',
      usual: 0.05,
      source: 'own; lower ODs are mostly the plate',
      min: 0,
      max: 4,
    },
    timesAlwaysFine: {
      about: 'the lowest OD that is looked at, in times of od_difference_always_fine',
      usual: 5,
      source: 'own; so that what is always fine is a fifth of the OD at most',
      min: 0,
      max: 100,
    },
  },
} satisfies SharedLimits

/**
 * Wells of the same content, two at least, with ODs well above the plate's noise. What is in the
 * wells cancels in their comparison; what is left is pipetting and the place on the plate.
 */
export function placedReplicates(
  wells: readonly WellResult[],
  assay: Assay,
): readonly (readonly PlacedWell[])[] {
  const set = limitsOf(PLACED_REPLICATES, assay)
  const byNoise = set('timesAlwaysFine') * assay.limits.odDifferenceAlwaysFine
  const least = Math.max(set('odMin'), byNoise)
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
