import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import type { WellMask } from '../core/masks.ts'
import { rowColumnFromWell, wellFromRowColumn, type Well } from '../core/well.ts'
import { isoFromInstant } from '../ports/clock.ts'
import type { MaskReport, MaskWish } from '../ports/office.ts'
import type { PlateDetail, StoredRead } from '../ports/store.ts'
import { isOwed } from './owed.ts'
import { boundNow } from './bound-now.ts'
import { recomputed, revise } from './revise.ts'
import { newestRead, storedPlate } from '../plates/stored-plate.ts'

/**
 * Takes wells out of a plate's computation or back in: computed first, so that nothing is decided
 * that cannot be computed, then stored with the reason, then the next version. Whoever wishes the
 * same again after that version could not be stored gets it.
 */
export async function mask(bench: Bench, wish: MaskWish): Promise<MaskReport> {
  const { plate, isMasked, deed } = wish
  const { store } = bench
  const detail = storedPlate(store, plate)
  const read = newestRead(detail)
  const wells = wellsMeant(bench, wish, { detail, read })
  const masked = new Set(detail.masks.map(({ well }) => well))
  const changed = wells.filter((well) => masked.has(well) !== isMasked)
  if (changed.length === 0 && !isOwed(store, plate)) {
    return { plate, changed, masks: detail.masks, change: null }
  }
  const at = isoFromInstant(bench.clock.now())
  const masks = maskedThen(detail.masks, changed, isMasked ? { at, ...deed } : null)
  const next = read && detail.record.layoutId !== '' ? nextOf(bench, detail, { read, masks }) : null
  store.saveMasks({ plate, wells: changed, isMasked, at, deed })
  const change = next && (await revise(bench, next, deed))
  return { plate, changed, masks, change }
}

function nextOf(
  bench: Bench,
  detail: PlateDetail,
  { read, masks }: { readonly read: StoredRead; readonly masks: readonly WellMask[] },
) {
  const bound = boundNow(bench, detail, read)
  const masked = { ...bound, plate: { ...bound.plate, masks } }
  return recomputed(bench, masked, detail.analyses.at(-1))
}

function maskedThen(
  before: readonly WellMask[],
  wells: readonly Well[],
  as: Omit<WellMask, 'well'> | null,
): readonly WellMask[] {
  if (as === null) return before.filter(({ well }) => !wells.includes(well))
  const { who, reason, at } = as
  return [...before, ...wells.map((well) => ({ well, who, reason, at }))]
}

/** Each well once, as the plate has it. Throws AssaydError with every one that it has not. */
function wellsMeant(
  { settings }: Bench,
  { wells, plate }: MaskWish,
  { detail, read }: { readonly detail: PlateDetail; readonly read: StoredRead | undefined },
): readonly Well[] {
  const layout = settings.layouts.get(detail.record.layoutId)?.value
  const used = layout?.wells.filter(({ role }) => role !== 'empty').map(({ well }) => well)
  const there = new Set(used ?? read?.read.blocks[0]?.wells.map(({ well }) => well) ?? [])
  const asked = wells.map((text) => {
    const at = rowColumnFromWell(text)
    return { text, well: at === undefined ? text : wellFromRowColumn(at) }
  })
  // A mask that lies on a well already can always be taken off.
  const known = new Set([...there, ...detail.masks.map(({ well }) => well)])
  const strange = asked.filter(({ well }) => !known.has(well)).map(({ text }) => `'${text}'`)
  if (strange.length > 0) {
    const by =
      layout === undefined ? 'was not read with' : `with layout '${layout.id}' does not use`
    throw new AssaydError('request-invalid', `Plate '${plate}' ${by} ${strange.join(', ')}.`, {
      hint: 'Name wells as on the plate: A1 to H12, or to P24 of 384.',
    })
  }
  return [...new Set(asked.map(({ well }) => well))]
}
