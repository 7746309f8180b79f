import type { Assay } from '../../assay.ts'
import { limitsOf, type LimitGroup } from '../limits/limit.ts'

/** What the rule on hooks of specimens can be set. */
export const HOOK = {
  id: 'hook-suspected',
  limits: {
    percentOfOdMax: {
      about: 'by how much of its OD a less diluted well may read lower, in percent',
      usual: 10,
      source: 'own; half of the usual CV between replicates',
      min: 0,
      max: 1000,
    },
  },
} satisfies LimitGroup

/** A less diluted supernatant that reads lower than the next. */
export interface Hook {
  /** By how much it does, an OD. */
  readonly drop: number
  /** By how much it may. */
  readonly limit: number
}

/**
 * The clearest hook among the mean ODs of one supernatant, given from the least diluted on; null
 * when there is none. A difference has to exceed what the assay calls always fine, and a share of
 * the OD, so that noise does not raise it. `direction` is that of the curve,
 * 0 without one.
 */
export function hookOf(
  meanOds: readonly (number | null)[],
  direction: 1 | 0 | -1,
  assay: Assay,
): Hook | null {
  const ods = meanOds.flatMap((od) => (od === null ? [] : [od]))
  const share = limitsOf(HOOK, assay)('percentOfOdMax') / 100
  const hooks = ods.slice(1).flatMap((next, index): readonly Hook[] => {
    const od = ods[index] ?? next
    const drop = (next - od) * direction
    const limit = Math.max(assay.limits.odDifferenceAlwaysFine, share * Math.abs(od))
    return drop > limit ? [{ drop, limit }] : []
  })
  return hooks.toSorted((one, other) => other.drop - one.drop)[0] ?? null
}
