import type { Bench } from '../bench.ts'
import { isoFromInstant } from '../ports/clock.ts'
import type { StoredAssignment } from '../ports/decisions.ts'
import type { ExportInput } from '../ports/exporter.ts'

/**
 * Writes the files of one analysis and notes that they are written. Files are written again when a
 * stop came between the two. Rejects with AssaydError `export-write`, or what the store says.
 */
export async function writeExports(
  bench: Pick<Bench, 'settings' | 'exporters' | 'store' | 'clock' | 'tell'>,
  input: ExportInput,
  isWanted: () => boolean = () => true,
): Promise<void> {
  const { settings, exporters, store, clock } = bench
  const { analysisId } = input.stored
  const files: string[] = []
  const gone = withdrawn(store, input)
  const folder = settings.folders.exports
  for (const exporter of exporters) {
    files.push(...(await exporter.write(input, folder)))
    for (const given of gone) await exporter.withdraw(given, folder)
  }
  // A write that hung for long may come back when the store is closed already.
  if (!isWanted()) return
  store.saveExport(analysisId, isoFromInstant(clock.now()), files)
  bench.tell({ kind: 'exported', reader: input.read.readerId, analysisId, files })
}

/** Plates that the read was of before, and that have no other. */
function withdrawn(store: Bench['store'], { stored }: ExportInput): readonly StoredAssignment[] {
  const left = store.assignments(stored.readId).filter(({ from }) => from !== stored.plate)
  return left.filter(({ from }) => !store.isRead(from))
}
