import type { Bench } from '../bench.ts'
import { contradictions } from './contradictions.ts'
import { AssaydError } from '../core/errors.ts'
import type { WellMask } from '../core/masks.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import { plateOf } from '../plates/plates.ts'
import { isoFromInstant } from '../ports/clock.ts'
import type { AssignReport, AssignWish } from '../ports/office.ts'
import type { Sourced } from '../ports/settings.ts'
import type { PlateDetail, PlateRecord, StoredRead } from '../ports/store.ts'
import { owedAfter } from './owed.ts'
import { recomputed, revise } from './revise.ts'
import { broughtBack, fallenBack } from './falling-back.ts'
import { tellEmptied } from '../plates/lapsed.ts'
import { ownRead, storedPlate } from '../plates/stored-plate.ts'

/**
 * Gives a read to the plate that it is really of: checked, then computed, then decided, so that a
 * sheet that cannot be right changes nothing.
 */
export async function assign(bench: Bench, wish: AssignWish): Promise<AssignReport> {
  const { store, settings, clock } = bench
  const { deed } = wish
  const { from, read } = readMeant(bench, wish.target)
  const sheet = wish.sheet && bench.sheets.check(settings, wish.sheet)
  const record = recordOf(bench, wish, { from, read, sheet })
  const to = store.plate(record.plate)
  const against = contradictions(bench, { from, read, sheet: sheet?.value ?? null, to })
  if (against.length > 0 && !wish.isForced) throw contradicted(against)
  const at = isoFromInstant(clock.now())
  const carried = masksCarried(from, to, record.plate)
  const plate = plateOf(bench, record, sheet ?? undefined)
  const masks = [...plate.masks, ...carried.map((one) => ({ ...one, who: deed.who, at }))]
  const before = to?.analyses.at(-1) ?? from.analyses.findLast((one) => one.readId === read.readId)
  const next = recomputed(bench, { stored: read, plate: { ...plate, masks } }, before)
  const left = record.plate === from.record.plate ? null : fallenBack(from, read)
  store.assign({ readId: read.readId, record, left, sheet, masks: carried, at, deed })
  tellEmptied(bench, from.record.plate)
  const change = await revise(bench, next, deed).catch((error: unknown) => {
    // The plate that it leaves is owed its next version as well.
    if (left !== null) owedAfter(bench, left.record.plate, { deed, error })
    throw error
  })
  const fromChange = left && (await broughtBack(bench, left.record.plate, deed))
  return {
    readId: read.readId,
    from: from.record.plate,
    plate: record.plate,
    isFromEmptied: !store.isRead(from.record.plate),
    against,
    masksCarried: carried.map(({ well }) => well),
    change,
    fromChange,
  }
}

interface Found {
  readonly from: PlateDetail
  readonly read: StoredRead
  readonly sheet: Sourced<RunSheet> | null
}

/** A plate's newest read, or the read of that number. */
function readMeant({ store }: Bench, target: string): Omit<Found, 'sheet'> {
  const isNumber = /^\d{1,15}$/.test(target) && !store.hasPlate(target)
  const plate = isNumber ? store.plateOf(Number(target)) : target
  if (plate === undefined) {
    throw new AssaydError('read-unknown', `No read ${target} is stored that has a plate.`, {
      hint: "'assayd show PLATE' tells the numbers of a plate's reads.",
    })
  }
  const from = storedPlate(store, plate)
  if (!isNumber) return { from, read: ownRead(from) }
  const read = from.reads.find(({ readId }) => readId === Number(target))
  if (read === undefined) throw new RangeError(`Expected read ${target} to be of '${plate}'.`)
  return { from, read }
}

function recordOf(
  { settings }: Bench,
  { layout, deed }: AssignWish,
  { from, read, sheet }: Found,
): PlateRecord {
  const layoutId = sheet?.value.layout ?? layout ?? ''
  const known = settings.layouts.get(layoutId)
  if (known === undefined) {
    throw new AssaydError('layout-unknown', `No layout is called '${layoutId}'.`, {
      hint: `Layouts of this bench: ${[...settings.layouts.keys()].join(', ')}.`,
    })
  }
  return {
    plate: sheet?.value.plate ?? from.record.plate,
    binding: 'assigned',
    bindingReason: `${deed.who}: ${deed.reason}`,
    layoutId,
    assayId: sheet?.value.assay ?? known.value.assay,
    kitLot: sheet?.value.kitLot ?? '',
    operator: sheet?.value.operator ?? '',
    barcode: read.read.barcode ?? '',
  }
}

/** It is the same plastic: a well that was bad before the plate got its name is bad still. */
function masksCarried(
  from: PlateDetail,
  to: PlateDetail | undefined,
  plate: string,
): readonly Pick<WellMask, 'well' | 'reason'>[] {
  if (from.record.plate === plate) return []
  const there = new Set(to?.masks.map(({ well }) => well))
  return from.masks
    .filter(({ well }) => !there.has(well))
    .map(({ well, who, reason }) => ({
      well,
      reason: `${reason} (masked on '${from.record.plate}' by ${who})`,
    }))
}

function contradicted(against: readonly string[]): AssaydError {
  return new AssaydError('plate-contradiction', against.join('\n'), {
    hint: 'Look at the plate itself. Who is sure all the same says so: --force, with the reason.',
  })
}
