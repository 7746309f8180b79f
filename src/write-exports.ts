import type { Bench } from './bench.ts'
import { isoFromInstant } from './ports/clock.ts'
import type { ExportInput } from './ports/exporter.ts'

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
  for (const exporter of exporters) {
    files.push(...(await exporter.write(input, settings.folders.exports)))
  }
  // A write that hung for long may come back when the store is closed already.
  if (!isWanted()) return
  store.saveExport(analysisId, isoFromInstant(clock.now()), files)
  bench.tell({ kind: 'exported', reader: input.read.readerId, analysisId, files })
}
