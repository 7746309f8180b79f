import { expect, it } from 'vitest'

import { flipped } from '../support/flipped-bit.ts'
import { storedBench, type StoredBench } from '../support/stored-bench.ts'

/** Tables whose rows are evidence, by what leads to the plate `SHEET-1` in them. */
const OF_ANALYSIS = "analysis_id = 'SHEET-1/1'"
const OF_READ = "read_id = (SELECT read_id FROM plate_reads WHERE plate = 'SHEET-1')"
const TABLES: Readonly<Record<string, string>> = {
  reads: OF_READ,
  read_blocks: OF_READ,
  read_wells: OF_READ,
  analyses: OF_ANALYSIS,
  analysis_documents: OF_ANALYSIS,
  curves: OF_ANALYSIS,
  curve_parameters: OF_ANALYSIS,
  standard_results: OF_ANALYSIS,
  well_results: OF_ANALYSIS,
  sample_results: OF_ANALYSIS,
  specimen_results: OF_ANALYSIS,
  responses: OF_ANALYSIS,
  flags: OF_ANALYSIS,
}

/** What follows from nothing that is stored; only the chain of audit entries can hold it. */
const FOLLOWS_FROM_NOTHING = new Set([
  'analyses.analysed_at',
  'analyses.code_version',
  'analyses.binding',
  'analyses.binding_reason',
  // Names of documents that nothing else in the database repeats.
  'analysis_documents.document_id',
])

interface Spot {
  readonly table: string
  readonly column: string
  readonly rowid: string
  readonly cell: unknown
}

/** One filled cell of each column, of the row in the middle; keys that hold rows together not. */
function spots(bench: StoredBench): readonly Spot[] {
  return Object.entries(TABLES).flatMap(([table, where]) => {
    const rows = bench.rows(`SELECT * FROM ${table} WHERE ${where}`)
    const keys = bench.rows(`SELECT name FROM pragma_table_info('${table}') WHERE pk > 0`)
    const isKey = new Set(keys.map(({ name }) => String(name)))
    const columns = Object.keys(rows[0] ?? {}).filter((column) => !isKey.has(column))
    return columns.flatMap((column) => {
      const filled = rows.filter((row) => row[column] !== null)
      const row = filled[Math.floor(filled.length / 2)]
      if (row === undefined) return []
      const rowid = [...isKey].map((key) => `${key} = '${String(row[key])}'`).join(' AND ')
      return [{ table, column, rowid, cell: row[column] }]
    })
  })
}

it('One flipped bit in any column of reads, analyses and results is found', async () => {
  const bench = await storedBench()
  const missed: string[] = []
  const all = spots(bench)
  for (const { table, column, rowid, cell } of all) {
    const name = `${table}.${column}`
    // An empty text has no bit, and what the checks of the table refuse cannot be stored.
    if (cell === '' || FOLLOWS_FROM_NOTHING.has(name)) continue
    const set = `UPDATE ${table} SET ${column} = ? WHERE ${rowid}`
    try {
      bench.tamper(set, flipped(cell))
    } catch (error) {
      if (!String(error).includes('CHECK constraint')) throw error
      continue
    }
    if (bench.findings({ plate: 'SHEET-1' }).length === 0) missed.push(name)
    bench.tamper(set, cell)
  }
  expect(missed).toEqual([])
  expect(all.length).toBeGreaterThan(100)
  expect(bench.findings()).toEqual([])
}, 120_000)
