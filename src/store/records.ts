import type { PlateRecord } from '../ports/store.ts'
import { textAt, wordAt } from './rows.ts'
import type { Row } from './rows.ts'
import { BINDINGS } from './words.ts'

/** What was said to be on a plate, beside the plate's own name. */
export function cellsFromRecord(record: PlateRecord): Row {
  return {
    binding: record.binding,
    binding_reason: record.bindingReason,
    layout_id: record.layoutId,
    assay_id: record.assayId,
    kit_lot: record.kitLot,
    operator: record.operator,
    barcode: record.barcode,
  }
}

/** A row of `plates`, which is the newest, or of `analyses`, which is that of its time. */
export function recordFromRow(row: Row): PlateRecord {
  return {
    plate: textAt(row, 'plate'),
    binding: wordAt(row, 'binding', BINDINGS),
    bindingReason: textAt(row, 'binding_reason'),
    layoutId: textAt(row, 'layout_id'),
    assayId: textAt(row, 'assay_id'),
    kitLot: textAt(row, 'kit_lot'),
    operator: textAt(row, 'operator'),
    barcode: textAt(row, 'barcode'),
  }
}
