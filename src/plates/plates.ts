import type { Bench } from '../bench.ts'
import type { Assay } from '../core/assay.ts'
import { bindPlate, waitingSheets, type BoundPlate } from '../core/binding.ts'
import { AssaydError } from '../core/errors.ts'
import type { WellMask } from '../core/masks.ts'
import type { Layout } from '../core/layout/layout.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { BoundRead } from '../pipeline.ts'
import type { Settings, Sourced } from '../ports/settings.ts'
import type { PlateRecord, Store, StoredRead } from '../ports/store.ts'

/**
 * A plate with its layout and assay; the sheet is undefined when the specimens are placeholders.
 */
export interface Plate {
  /** The configuration in force when it was bound; everything about it is computed by this one. */
  readonly settings: Settings
  readonly record: PlateRecord
  readonly layout: Sourced<Layout>
  readonly assay: Sourced<Assay>
  readonly sheet: Sourced<RunSheet> | undefined
  readonly masks: readonly WellMask[]
}

/**
 * Run sheets that name the reader and whose plate was not read yet, read anew from their folder.
 */
export function waitingAt(bench: Bench, readerId: string): readonly Sourced<RunSheet>[] {
  const { sheets } = bench.source.runSheets(bench.settings)
  const isKnown = (plate: string): boolean => bench.store.isRead(plate)
  const waiting = waitingSheets({ readerId, sheets: sheets.map(({ value }) => value), isKnown })
  return sheets.filter(({ value }) => waiting.includes(value))
}

/**
 * Finds out which plate a read is and stores that. Throws `plate-unassigned` when nothing says
 * which layout it has.
 */
export function bind(bench: Bench, stored: StoredRead): BoundRead<Plate> {
  const { settings, source, store } = bench
  const { sheets, mistakes } = source.runSheets(settings)
  for (const text of mistakes) bench.tell({ kind: 'mistake', reader: stored.readerId, text })
  const expected = store.expectedAt(stored.place)
  const bound = bindPlate({
    readerId: stored.readerId,
    barcode: stored.read.barcode,
    defaultLayout: settings.readers.find(({ id }) => id === stored.readerId)?.defaultLayout ?? null,
    expected: expected.map(({ value }) => value),
    sheets: sheets.map(({ value }) => value),
    isKnown: (plate) => store.isRead(plate),
    freshName: freshName(stored, store),
  })
  const record = recordOf(bound, settings, stored)
  const sheet = sheetOf(bound.sheet?.plate, [...expected, ...sheets])
  store.savePlate({ ...record, sheet }, stored.readId)
  bench.tell({ kind: 'plate', reader: stored.readerId, read: stored, bound })
  return { stored, plate: plateOf(bench, record, sheet) }
}

/**
 * The plate of a record that was bound before, with the documents as they are now: its run sheet is
 * the one that a person gave the read with, else the one of its last analysis, else as it is found
 * now. Throws `plate-unassigned` when there is none any more.
 */
export function rebind(bench: Bench, record: PlateRecord, stored: StoredRead): BoundRead<Plate> {
  return { stored, plate: plateOf(bench, record, sheetAgain(bench, record, stored)) }
}

function sheetAgain(
  bench: Bench,
  record: PlateRecord,
  stored: StoredRead,
): Sourced<RunSheet> | undefined {
  const { settings, source, store } = bench
  const assigned = store.assignedSheet(stored.readId)
  if (assigned !== undefined) return assigned ?? undefined
  if (record.binding !== 'run-sheet' && record.binding !== 'barcode') return undefined
  const kept = keptSheet(bench, record.plate, stored.readId)
  if (kept !== null) return kept
  const { sheets } = source.runSheets(settings)
  const found = sheetOf(record.plate, [...store.expectedAt(stored.place), ...sheets])
  if (found === undefined) throw unassigned(record.plate, 'its run sheet is gone')
  return found
}

/** The sheet of the newest analysis of that very read. */
function keptSheet({ store, sheets }: Bench, plate: string, readId: number) {
  const analyses = store.plate(plate)?.analyses ?? []
  const last = analyses.findLast((one) => one.readId === readId)
  return last === undefined ? null : sheets.kept(last.documents)
}

/** The sheet as it was when the read was asked for, else as it is now (a barcode named it). */
function sheetOf(
  plate: string | undefined,
  sheets: readonly Sourced<RunSheet>[],
): Sourced<RunSheet> | undefined {
  return sheets.find(({ value }) => value.plate === plate)
}

/** The plate by the configuration in force. Throws `plate-unassigned` without layout or assay. */
export function plateOf(
  { settings, store }: Bench,
  record: PlateRecord,
  sheet: Sourced<RunSheet> | undefined,
): Plate {
  const layout = settings.layouts.get(record.layoutId)
  const assay = settings.assays.get(record.assayId)
  if (layout === undefined || assay === undefined) {
    throw unassigned(record.plate, record.bindingReason)
  }
  return { settings, record, layout, assay, sheet, masks: store.masks(record.plate) }
}

function unassigned(plate: string, reason: string): AssaydError {
  const message = `Plate '${plate}' is stored but cannot be computed: ${reason}`
  const hint =
    `Its bytes and ODs are safe. \`assayd assign ${plate} --sheet FILE --reason WHY\` computes ` +
    'it; put the run sheets of later plates in their folder before they are read.'
  return new AssaydError('plate-unassigned', message, { hint })
}

/** `READER-20261123-091500-123`, with a number behind it should that plate exist. */
function freshName({ readerId, receivedAt }: StoredRead, store: Store): string {
  const [date = '', time = ''] = receivedAt.split('T')
  const day = date.replaceAll('-', '')
  const moment = time.slice(0, 12).replaceAll(':', '').replace('.', '-')
  const name = `${readerId}-${day}-${moment}`
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`
    if (!store.hasPlate(candidate)) return candidate
  }
}

function recordOf(bound: BoundPlate, settings: Settings, { read }: StoredRead): PlateRecord {
  const layoutId = bound.layoutId ?? ''
  return {
    plate: bound.plate,
    binding: bound.kind,
    bindingReason: bound.reason,
    layoutId,
    assayId: bound.sheet?.assay ?? settings.layouts.get(layoutId)?.value.assay ?? '',
    kitLot: bound.sheet?.kitLot ?? '',
    operator: bound.sheet?.operator ?? '',
    barcode: read.barcode ?? '',
  }
}
