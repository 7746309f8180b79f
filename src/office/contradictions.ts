import type { Bench } from '../bench.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { PlateDetail, StoredRead } from '../ports/store.ts'
import { newestRead } from '../plates/stored-plate.ts'

/** A read that is to be given to a plate, and what is known of both. */
export interface Giving {
  readonly read: StoredRead
  /** The plate that the read is of now. */
  readonly from: PlateDetail
  /** Null for placeholders. */
  readonly sheet: RunSheet | null
  /** The plate that gets it, where it is known already. */
  readonly to: PlateDetail | undefined
}

/**
 * What speaks against an assignment, a sentence each: barcode, reader, and what is known of either
 * plate already. None of it is proof; a person who knows better says so.
 */
export function contradictions(bench: Bench, giving: Giving): readonly string[] {
  const { sheet } = giving
  if (sheet === null) return namedBefore(bench, giving)
  return [
    ...otherBarcode(bench, giving, sheet),
    ...otherReader(giving, sheet),
    ...otherSpecimens(bench, giving, sheet),
  ]
}

function namedBefore(bench: Bench, { from, read }: Giving): readonly string[] {
  const known = sheetOf(bench, from, read.readId)
  if (known === null) return []
  return [`'${from.record.plate}' has a run sheet; its specimens would become placeholders.`]
}

function otherBarcode(bench: Bench, { read }: Giving, sheet: RunSheet): readonly string[] {
  const { barcode } = read.read
  if (barcode === null) return []
  if (sheet.barcode !== null && sheet.barcode !== barcode) {
    return [`The reader read barcode '${barcode}', and the sheet says '${sheet.barcode}'.`]
  }
  const { sheets } = bench.source.runSheets(bench.settings)
  const owner = sheets.find(({ value }) => (value.barcode ?? value.plate) === barcode)?.value.plate
  if (owner === undefined || owner === sheet.plate) return []
  return [`The reader read barcode '${barcode}', which is that of plate '${owner}'.`]
}

function otherReader({ read }: Giving, { reader }: RunSheet): readonly string[] {
  if (reader === null || reader === read.readerId) return []
  return [`It was read by '${read.readerId}', and the sheet is for reader '${reader}'.`]
}

/** Another read of the very same specimens is no contradiction: the plate was read again. */
function otherSpecimens(bench: Bench, giving: Giving, sheet: RunSheet): readonly string[] {
  const { from, to } = giving
  const known = to && newestRead(to)
  if (to === undefined || known === undefined || to.record.plate === from.record.plate) return []
  const before = sheetOf(bench, to, known.readId)
  const isSame =
    before !== null &&
    before.layout === sheet.layout &&
    JSON.stringify(before.specimens) === JSON.stringify(sheet.specimens)
  if (isSame) return []
  const what = before === null ? 'without a run sheet' : 'with other specimens'
  return [`Plate '${sheet.plate}' was read before ${what} (read ${known.readId}).`]
}

function sheetOf({ store, sheets }: Bench, detail: PlateDetail, readId: number): RunSheet | null {
  const assigned = store.assignedSheet(readId)
  if (assigned !== undefined) return assigned?.value ?? null
  const last = detail.analyses.findLast((one) => one.readId === readId)
  return last === undefined ? null : (sheets.kept(last.documents)?.value ?? null)
}
