import { madSd } from '../stats/median.ts'
import { medianPolish } from '../stats/median-polish.ts'
import { shapeOf, type PlateShape } from '../well.ts'
import {
  deviationsOf,
  percentFromLog,
  placedReplicates,
  PLACED_REPLICATES,
} from './evidence/deviations.ts'
import { limitsOf, type LimitGroup } from './limits/limit.ts'
import type { QualityRule } from './rule.ts'

const OWN = {
  id: 'edge-effect',
  limits: {
    percentMax: {
      about: 'the largest difference of an outer line from its replicates, in percent of the OD',
      usual: 10,
      source: 'own; half of the usual CV between replicates',
      min: 1,
      max: 1000,
    },
    errorsMax: {
      about: "the same in standard errors of the line's own median",
      usual: 3,
      source: 'own; with a CV of 8 % at most 3 plates of 100 raise a false alarm',
      min: 0,
      max: 100,
    },
    wellsMin: {
      about: 'the fewest wells of a line that it is judged by',
      usual: 4,
      source: 'own; fewer make no median that can be trusted',
      min: 2,
      max: 24,
      isWhole: true,
    },
  },
} satisfies LimitGroup
/** A percentage needs no more digits than this. */
const STANDSTILL = 1e-4
/** The median of normal values has 1.2533 times the standard error of their mean: √(π/2). */
const MEDIAN_ERROR = Math.sqrt(Math.PI / 2)

/**
 * Outer rows and columns warm faster and dry sooner. Each well is compared with the others that
 * hold the same; a median polish of these differences splits them into rows, columns and the rest,
 * which tells the noise. Replicates that lie in one and the same outer line say nothing of it, so a
 * layout of such pairs is silent here.
 */
export const rule: QualityRule = {
  ...OWN,
  shares: [PLACED_REPLICATES],
  about: 'An outer row or column reads higher or lower than the replicates elsewhere.',
  check: ({ wells, assay, read }) => {
    const set = limitsOf(OWN, assay)
    const shape = shapeOf(read.format)
    const placed = deviationsOf(placedReplicates(wells, assay))
    const table = tableOf(placed, shape)
    const { overall, rows, columns, residuals } = medianPolish(table, STANDSTILL)
    const noise = madSd(residuals.flat().filter((value) => value !== null)) ?? 0
    return outerLines(shape).flatMap(({ name, row, column }) => {
      const own = placed.filter((one) => one.row === row || one.column === column)
      const effect = overall + ((row === null ? columns[(column ?? 1) - 1] : rows[row - 1]) ?? 0)
      const error = (MEDIAN_ERROR * noise) / Math.sqrt(own.length)
      const percent = percentFromLog(effect)
      const isClear = Math.abs(effect) > set('errorsMax') * error
      const isLarge = isClear && Math.abs(percent) > set('percentMax')
      if (own.length < set('wellsMin') || !isLarge) return []
      return [
        {
          severity: 'warn' as const,
          message:
            `${name} reads ${Math.abs(percent).toFixed(0)} % ${percent > 0 ? 'above' : 'below'} ` +
            `its replicates elsewhere (limit ${set('percentMax')} %, ` +
            `median of ${own.length} wells).`,
          hint: 'Check sealing, stacking and warmth of the incubation, and outer washer nozzles.',
          value: percent,
          limit: set('percentMax'),
          wells: own.map(({ well }) => well),
        },
      ]
    })
  },
}

interface Line {
  readonly name: string
  readonly row: number | null
  readonly column: number | null
}

function outerLines({ rows, columns }: PlateShape): readonly Line[] {
  return [
    { name: 'Row A', row: 1, column: null },
    { name: `Row ${String.fromCharCode(64 + rows)}`, row: rows, column: null },
    { name: 'Column 1', row: null, column: 1 },
    { name: `Column ${columns}`, row: null, column: columns },
  ]
}

function tableOf(
  placed: ReturnType<typeof deviationsOf>,
  { rows, columns }: PlateShape,
): readonly (readonly (number | null)[])[] {
  const at = new Map(placed.map((one) => [`${one.row} ${one.column}`, one.deviation]))
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (__, j) => at.get(`${i + 1} ${j + 1}`) ?? null),
  )
}
