import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import type { Deed } from '../ports/audit.ts'
import type { PlateLeft } from '../ports/decisions.ts'
import type { PlateChange } from '../ports/office.ts'
import type { PlateDetail, StoredRead } from '../ports/store.ts'
import { boundNow } from './bound-now.ts'
import { recomputed, revise } from './revise.ts'
import { ownRead, storedPlate } from '../plates/stored-plate.ts'

/**
 * What is said of a plate again when a read leaves it that its newest analysis is of: what was said
 * of it by its read before. Null where that is the newest already, or where there is none.
 */
export function fallenBack(from: PlateDetail, leaving: StoredRead): PlateLeft | null {
  const { record, reads, movedReads, analyses } = from
  const before = reads.findLast(({ readId }) => {
    return readId !== leaving.readId && !movedReads.includes(readId)
  })
  if (before === undefined || analyses.at(-1)?.readId === before.readId) return null
  const { readId } = before
  const earlier = analyses.findLast((one) => one.readId === readId)
  return { record: earlier?.record ?? record, readId }
}

/** Its next version, of the read that it has. One that cannot be computed waits, and says why. */
export async function broughtBack(bench: Bench, plate: string, deed: Deed): Promise<PlateChange> {
  const detail = storedPlate(bench.store, plate)
  const last = detail.analyses.at(-1)
  try {
    const bound = boundNow(bench, detail, ownRead(detail))
    return await revise(bench, recomputed(bench, bound, last), deed)
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const before = last?.analysisId ?? null
    return { plate, outcome: 'failed', before, after: null, revision: null, lapsed: null, error }
  }
}
