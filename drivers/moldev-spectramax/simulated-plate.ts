import {
  isOd,
  type SimulatedPlate,
  type Well,
  wellFromRowColumn,
  type WellValue,
} from '../../src/driver-kit.ts'

import type { Dice } from './simulated-faults.ts'
import { countOf, type RunPlan } from './run-plan.ts'
import { NO_VALUE, SATURATED, textFromTransfer } from './transfer.ts'

const OD_DECIMALS = 4
const ROOM_C = 25.1
const OVERRANGE_WELLS = 4

/** What a reader measures of a plate, and when. */
export interface Measured {
  readonly plate: SimulatedPlate
  readonly plan: RunPlan
  /** Wells that let no light through. */
  readonly dark: ReadonlySet<Well>
  readonly timeS: number
}

/** The data as the reader hands them over. */
export function textFromPlate({ plate, plan, dark, timeS }: Measured): string {
  const values = plan.wavelengthsNm.map((nm) =>
    Array.from({ length: countOf(plan.columns) }, (_, column) =>
      wellsOfColumn(plan, plan.columns[0] + column).map((well) =>
        dark.has(well) ? SATURATED : textFromValue(plate.od.get(nm)?.get(well) ?? 'unread'),
      ),
    ),
  )
  const transfer = {
    time: timeS.toFixed(1),
    temperature: ROOM_C.toFixed(1),
    container: `${plan.format}-well`,
    values,
  }
  return textFromTransfer(transfer, plan)
}

/** Four wells of a plan, by chance. */
export function darkWells(plan: RunPlan, dice: Dice): ReadonlySet<Well> {
  const any = (): Well => {
    const column = plan.columns[0] + dice(countOf(plan.columns))
    const wells = wellsOfColumn(plan, column)
    return wells[dice(wells.length)] ?? 'A1'
  }
  return new Set(Array.from({ length: OVERRANGE_WELLS }, any))
}

function wellsOfColumn({ rows }: RunPlan, column: number): readonly Well[] {
  return Array.from({ length: countOf(rows) }, (_, row) =>
    wellFromRowColumn({ row: rows[0] + row, column }),
  )
}

function textFromValue(value: WellValue): string {
  if (isOd(value)) return value.toFixed(OD_DECIMALS)
  return value === 'overflow' ? SATURATED : NO_VALUE
}
