import type { StudyCell } from './column.ts'
import type { PlateAdjustment } from './study.ts'

/** A table as a header and its lines. */
export interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly StudyCell[])[]
}

type Cell = (adjustment: PlateAdjustment) => StudyCell

const COLUMNS: readonly (readonly [name: string, cell: Cell])[] = [
  ['plate', ({ plate }) => plate.plate],
  ['analysis', ({ plate }) => plate.analysisId],
  ['kit_lot', ({ plate }) => plate.kitLot],
  ['assay', ({ plate }) => plate.assayId],
  ['adjustment', ({ kind }) => kind],
  ['reference', ({ reference }) => reference.plate],
  ['factor', ({ factor }) => factor],
  ['shift', ({ shift }) => shift],
  ['shift_se', ({ shiftSe }) => shiftSe],
  ['own_shift', ({ ownShift }) => ownShift],
  ['control_concentration', ({ control }) => control],
  ['unit', ({ plate }) => plate.unit],
]

/** What brings each plate to its reference, a line a plate, as it is reported beside the rows. */
export function adjustmentTable(adjustments: readonly PlateAdjustment[]): Table {
  return {
    header: COLUMNS.map(([name]) => name),
    rows: adjustments.map((adjustment) => COLUMNS.map(([, cell]) => cell(adjustment))),
  }
}
