import type { Table } from '../ports/table.ts'
import { guess } from '../core/closest.ts'
import type { TableReading } from './csv-table.ts'
import type { Mistake, Path } from './mistake.ts'
import type { Source } from './source.ts'
import { valueAt } from './source.ts'

/** Columns that say the same on every line, and whether a sheet can do without. */
const PLATE_COLUMNS = {
  plate: 'required',
  layout: 'required',
  assay: 'optional',
  reader: 'optional',
  barcode: 'optional',
  kit_lot: 'required',
  operator: 'required',
} as const
const SPECIMEN_COLUMNS = {
  slot: 'required',
  specimen: 'required',
  mother: 'optional',
  visit: 'optional',
  date: 'optional',
} as const
const COLUMNS: Readonly<Record<string, 'required' | 'optional'>> = {
  ...PLATE_COLUMNS,
  ...SPECIMEN_COLUMNS,
}

/** A table that could be read, with the ragged lines it lost. */
type FoundTable = Extract<TableReading, { readonly table: Table }>

/** A CSV run sheet as the value a YAML run sheet would have; null when its columns are wrong. */
export function sourceFromTable({ table, text, mistakes: ragged }: FoundTable): {
  readonly source: Source | null
  readonly mistakes: readonly Mistake[]
} {
  const isEmpty = table.rows.length === 0
  const nobody = isEmpty && ragged.length === 0 ? ['has no specimens, expected one a line'] : []
  const columns = columnMistakes(table, nobody)
  if (columns.length > 0 || isEmpty) return { source: null, mistakes: [...columns, ...ragged] }
  const value = {
    ...plateValues(table),
    specimens: table.rows.map(({ cells }) => {
      const chosen = Object.keys(SPECIMEN_COLUMNS).map((name) => [name, cells[name] ?? ''])
      const slot = cells['slot'] ?? ''
      return { ...Object.fromEntries(chosen), slot: /^\d{1,4}$/.test(slot) ? Number(slot) : slot }
    }),
  }
  const place = (path: Path) => placeIn(table, value, path)
  const source = { file: table.file, text, value, place, keyPlace: place }
  return { source, mistakes: [...ragged, ...differingRows(table)] }
}

function columnMistakes({ file, header }: Table, more: readonly string[]): readonly Mistake[] {
  const known = Object.keys(COLUMNS)
  const missing = known.filter((name) => COLUMNS[name] === 'required' && !header.includes(name))
  const strange = header.filter((name) => !known.includes(name))
  return [
    ...strange.map((name) => `unknown column '${name}', ${guess(name, known)}`),
    ...missing.map((name) => `column '${name}' is missing, expected ${known.join(', ')}`),
    ...more,
  ].map((what) => ({ file, line: 1, path: '', what }))
}

/** What the sheet says of the plate; an empty cell is nothing said. */
function plateValues({ rows }: Table): Record<string, string | null> {
  const cells = rows[0]?.cells ?? {}
  return Object.fromEntries(Object.keys(PLATE_COLUMNS).map((name) => [name, cells[name] || null]))
}

/** One sheet is one plate, so that its hash is the hash of what is on the plate. */
function differingRows({ file, rows }: Table): readonly Mistake[] {
  const [first, ...others] = rows
  return others.flatMap(({ line, cells }) =>
    Object.keys(PLATE_COLUMNS)
      .filter((name) => first !== undefined && cells[name] !== first.cells[name])
      .map((name) => {
        const same = `'${first?.cells[name]}' as in line ${first?.line} (one plate a file)`
        return { file, line, path: name, what: `'${cells[name]}' differs, expected ${same}` }
      }),
  )
}

/** Where a value stands in the table: a specimen on its line, the plate on the first. */
function placeIn({ rows }: Table, value: unknown, path: Path): ReturnType<Source['place']> {
  const [key, at] = path
  const row = rows[key === 'specimens' && typeof at === 'number' ? at : 0]
  const last = path.at(-1)
  const found = valueAt(value, path)
  const written = typeof found === 'string' || typeof found === 'number' ? String(found) : null
  const column = typeof last === 'string' && last !== 'specimens' ? last : ''
  return { line: row?.line ?? 1, path: column, written }
}
