import type { Bounded } from '../result.ts'
import { numberColumn, textColumn, type StudyColumn } from './column.ts'
import type { PlateAdjustment, StudyRow } from './study.ts'

function by({ adjusted }: StudyRow): PlateAdjustment | undefined {
  return adjusted?.by
}

/** A number on the scale of the reference plate, with its error and limits. */
function adjustedColumns(
  name: 'baseline' | 'challenge' | 'delta',
  what: string,
): readonly StudyColumn[] {
  const of = ({ adjusted }: StudyRow): Bounded | undefined => adjusted?.[name]
  const column = (suffix: string, meaning: string, cell: (from: Bounded) => number | null) =>
    numberColumn({ name: `adjusted_${name}${suffix}` }, meaning, (row) => {
      const from = of(row)
      return from === undefined ? null : cell(from)
    })
  return [
    column('', `${what} times adjustment_factor; NA as in ${name}`, ({ value }) => value),
    column(
      '_se',
      `its standard error, ${name}_se times the factor; that of the factor is not in it`,
      ({ se }) => se,
    ),
    column('_lower', 'it is at least this; NA is unbounded', ({ lower }) => lower),
    column('_upper', 'it is at most this; NA is unbounded', ({ upper }) => upper),
  ]
}

/**
 * The columns that an adjustment adds; everything beside them stays as it is. Fold and log2 fold
 * have none: the factor cancels in them.
 */
export const ADJUSTED_COLUMNS: readonly StudyColumn[] = [
  textColumn(
    'adjustment',
    'how the plates were brought to one scale: bridging-control (the ratio of a control that is ' +
      'on every plate) or curve-shift (the shift of the standard curve between kit lots)',
    (row) => by(row)?.kind ?? '',
  ),
  textColumn(
    'adjustment_reference',
    'the plate whose scale the adjusted columns are on; only rows of one reference compare',
    (row) => by(row)?.reference.plate ?? '',
  ),
  numberColumn(
    { name: 'adjustment_factor', unit: '' },
    'what every concentration of the plate is multiplied by: exp(-adjustment_shift)',
    (row) => by(row)?.factor ?? null,
  ),
  numberColumn(
    { name: 'adjustment_shift', unit: '' },
    'what is taken off the natural logarithm of every concentration of the plate',
    (row) => by(row)?.shift ?? null,
  ),
  numberColumn(
    { name: 'adjustment_shift_se', unit: '' },
    'standard error of the shift (relative error of the factor), common to all rows of the plate',
    (row) => by(row)?.shiftSe ?? null,
  ),
  ...adjustedColumns('baseline', 'the baseline'),
  ...adjustedColumns('challenge', 'the challenge'),
  ...adjustedColumns('delta', 'the difference'),
]
