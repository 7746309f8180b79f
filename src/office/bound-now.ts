import type { Bench } from '../bench.ts'
import type { BoundRead } from '../pipeline.ts'
import { rebind, type Plate } from '../plates/plates.ts'
import type { PlateDetail, StoredRead } from '../ports/store.ts'

/**
 * A read of a plate with everything as it is now: its layout, the assay that its sheet or else its
 * layout names, its masks. Throws AssaydError `plate-unassigned`.
 */
export function boundNow(bench: Bench, detail: PlateDetail, read: StoredRead): BoundRead<Plate> {
  const bound = rebind(bench, detail.record, read)
  const { settings, layout, sheet } = bound.plate
  const assay = settings.assays.get(sheet?.value.assay ?? layout.value.assay) ?? bound.plate.assay
  const record = { ...bound.plate.record, assayId: assay.value.id }
  return { stored: read, plate: { ...bound.plate, assay, record } }
}
