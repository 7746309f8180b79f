import { basename, dirname } from 'node:path'

import type { TextDialect } from '../core/text-dialect.ts'
import { writeWhole } from './atomic-write.ts'
import { csvText } from './csv-text.ts'
import type { Cell } from './table.ts'

/** A table as one CSV file. */
export interface NewTable {
  readonly file: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  readonly dialect: TextDialect
}

/** Writes the file whole or not at all. Rejects with AssaydError `export-write`. */
export async function writeTable({ file, header, rows, dialect }: NewTable): Promise<void> {
  await writeWhole(dirname(file), [{ name: basename(file), text: csvText(header, rows, dialect) }])
}
