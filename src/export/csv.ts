import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { StoredAssignment } from '../ports/decisions.ts'
import type { ExportInput, Exporter } from '../ports/exporter.ts'
import type { TextDialect } from '../core/text-dialect.ts'
import { sweepLeftovers, writeWhole } from './atomic-write.ts'
import { csvText } from './csv-text.ts'
import { stemIn } from './file-stem.ts'
import type { ExportTable } from './table.ts'
import { curveTable } from './tables/curve.ts'
import { responsesTable } from './tables/responses.ts'
import { samplesTable } from './tables/samples.ts'
import { specimensTable } from './tables/specimens.ts'
import { wellsTable } from './tables/wells.ts'

const WITHDRAWN = '_withdrawn.txt'

/** Every table of the export; each is one file. */
export const TABLES: readonly ExportTable[] = [
  wellsTable,
  samplesTable,
  specimensTable,
  curveTable,
  responsesTable,
]

async function write(input: ExportInput, folder: string, dialect: TextDialect) {
  const ending = `_${TABLES[0]?.suffix ?? ''}.csv`
  const stem = await stemIn(folder, input.stored.plate, ending)
  const files = TABLES.map((table) => ({
    name: `${stem}_${table.suffix}.csv`,
    text: csvText(table.header(input), table.rows(input), dialect),
  }))
  const written = await writeWhole(folder, files)
  // The plate was read under its own name again.
  await rm(join(folder, `${stem}${WITHDRAWN}`), { force: true })
  return written
}

/** One text file a plate, which goes when the plate is exported again. */
async function withdraw(given: StoredAssignment, folder: string): Promise<readonly string[]> {
  const { readId, from, to, who, reason, at } = given
  const stem = await stemIn(folder, from, WITHDRAWN)
  const text =
    `The files of plate ${from} in this folder hold no longer.\r\n` +
    `Its read ${readId} was given to plate ${to} by ${who} at ${at}: ${reason}\r\n` +
    `Use the files of plate ${to}, and take out what was made of these.\r\n`
  return writeWhole(folder, [{ name: `${stem}${WITHDRAWN}`, text }])
}

/**
 * The exporters of text tables: `csv` writes the five files of a plate, documented in
 * `src/export/README.md`.
 */
export function csvExporters(dialect: TextDialect): readonly Exporter[] {
  const swept = new Set<string>()
  return [
    {
      id: 'csv',
      async write(input, folder) {
        if (!swept.has(folder)) await sweepLeftovers(folder)
        swept.add(folder)
        return write(input, folder, dialect)
      },
      withdraw,
    },
  ]
}
