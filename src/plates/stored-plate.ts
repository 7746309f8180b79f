import { AssaydError } from '../core/errors.ts'
import { plateUnknown } from '../core/plate-unknown.ts'
import type { PlateDetail, Store, StoredRead } from '../ports/store.ts'

/** Everything stored about a plate. Throws AssaydError `plate-unknown` with a name near to it. */
export function storedPlate(store: Store, plate: string): PlateDetail {
  const detail = store.plate(plate)
  if (detail !== undefined) return detail
  throw plateUnknown(plate, store.plateNamesNear(plate))
}

/** The newest read that is the plate's own. Throws AssaydError `read-unknown`. */
export function ownRead(detail: PlateDetail): StoredRead {
  const read = newestRead(detail)
  if (read !== undefined) return read
  const { record, assignments } = detail
  const given = assignments.findLast((one) => one.from === record.plate)
  throw new AssaydError('read-unknown', `Plate '${record.plate}' has no read any more.`, {
    hint: given === undefined ? '' : `Its read ${given.readId} was given to '${given.to}'.`,
  })
}

/** The newest read that is the plate's still; undefined when all were given to others. */
export function newestRead({ reads, movedReads }: PlateDetail): StoredRead | undefined {
  return reads.findLast(({ readId }) => !movedReads.includes(readId))
}
