import { signTestUpperTail } from '../stats/binomial-tail.ts'
import { median } from '../stats/median.ts'
import { shapeOf } from '../well.ts'
import {
  percentFromLog,
  placedReplicates,
  PLACED_REPLICATES,
  type PlacedWell,
} from './evidence/deviations.ts'
import { limitsOf, type LimitGroup } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

const OWN = {
  id: 'drift',
  limits: {
    percentMax: {
      about: 'the largest change of the OD from one side of the plate to the other, in percent',
      usual: 10,
      source: 'own; half of the usual CV between replicates',
      min: 1,
      max: 1000,
    },
    chanceMax: {
      about: 'the probability of so many leaning to one side by chance',
      usual: 0.001,
      source: 'own; there are two sides along each of two axes',
      min: 1e-6,
      max: 0.5,
    },
  },
} satisfies LimitGroup

const AXES = [
  { axis: 'column', from: 'left', to: 'right' },
  { axis: 'row', from: 'top', to: 'bottom' },
] as const

/**
 * Reagents are dispensed, washed and stopped along the plate, and the last wells may have had less
 * time than the first. Every specimen whose replicates lie apart gives a slope of its own, free of
 * what is in it; a sign test asks whether they lean to one side, and their median says how far.
 */
export const rule: QualityRule = {
  ...OWN,
  shares: [PLACED_REPLICATES],
  about: 'ODs rise or fall along the plate, by the replicates that lie apart.',
  check: ({ wells, assay, read }) => {
    const set = limitsOf(OWN, assay)
    const groups = placedReplicates(wells, assay)
    const shape = shapeOf(read.format)
    return AXES.flatMap(({ axis, from, to }) => {
      const slopes = groups.flatMap((group) => slopeAlong(group, axis))
      const leaning = slopes.filter((slope) => slope !== 0)
      const rising = leaning.filter((slope) => slope > 0).length
      const most = Math.max(rising, leaning.length - rising)
      const steps = (axis === 'row' ? shape.rows : shape.columns) - 1
      const percent = percentFromLog((median(slopes) ?? 0) * steps)
      const chance = signTestUpperTail(most, leaning.length)
      if (chance >= set('chanceMax') || Math.abs(percent) <= set('percentMax')) return []
      return [
        {
          severity: 'warn' as const,
          message:
            `ODs ${percent > 0 ? 'rise' : 'fall'} by ${Math.abs(percent).toFixed(0)} % from ` +
            `${from} to ${to} (limit ${set('percentMax')} %; ` +
            `${most} of ${leaning.length} groups of replicates agree).`,
          hint: 'Check the order and pace of dispensing and stopping; compare with another plate.',
          value: percent,
          limit: set('percentMax'),
          wells: groups.flatMap((group) =>
            slopeAlong(group, axis).length === 0 ? [] : group.map(({ well }) => well),
          ),
        },
      ]
    })
  },
}

/**
 * The least-squares slope of ln OD per row or column in one group; none when all lie in one line.
 */
function slopeAlong(group: readonly PlacedWell[], axis: 'row' | 'column'): readonly number[] {
  const n = group.length
  const centre = group.reduce((sum, one) => sum + one[axis], 0) / n
  const spread = group.reduce((sum, one) => sum + (one[axis] - centre) ** 2, 0)
  const shared = group.reduce((sum, one) => sum + (one[axis] - centre) * one.logOd, 0)
  return spread > 0 ? [shared / spread] : []
}
