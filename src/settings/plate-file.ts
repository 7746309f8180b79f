import type { WellValue } from '../core/plate-read.ts'
import type { PlateFormat, Well } from '../core/well.ts'
import { indexFromWell, rowColumnFromWell, wellFromRowColumn, wellsOf } from '../core/well.ts'
import type { SimulatedPlate } from '../ports/simulator.ts'
import type { Table, TableRow } from '../ports/table.ts'
import { parseTable } from './csv-table.ts'
import type { Mistake } from './mistake.ts'
import { mistakesError } from './mistake.ts'

/** A plate file that was read, or every mistake in it. */
export type PlateReading =
  | { readonly plate: SimulatedPlate; readonly mistakes: readonly [] }
  | { readonly plate: null; readonly mistakes: readonly Mistake[]; readonly missing: boolean }

/** What stands for a well without a number; an empty cell is `unread`. */
const MARKS: ReadonlyMap<string, WellValue> = new Map([
  ['', 'unread'],
  ['unread', 'unread'],
  ['overflow', 'overflow'],
  ['*****', 'overflow'],
])
const OD_PATTERN = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i
const WAVELENGTH_PATTERN = /^[1-9]\d{2,3}$/

/**
 * Reads a plate for a simulated reader: a CSV with the column `well` and one column a wavelength in
 * nm, OD in the cells. The plate has 384 wells when a well says so, otherwise 96; wells that the
 * file leaves out are unread. Throws AssaydError with every mistake of the file.
 */
export function readPlateFile(file: string, barcode: string | null): SimulatedPlate {
  const reading = readPlate(file, barcode)
  if (reading.plate !== null) return reading.plate
  throw mistakesError(reading.mistakes, reading.missing ? 'config-missing' : undefined)
}

/** Like readPlateFile, with the mistakes as values. */
export function readPlate(file: string, barcode: string | null): PlateReading {
  const reading = parseTable(file)
  if (reading.table === null)
    return { plate: null, mistakes: reading.mistakes, missing: reading.missing }
  const { table } = reading
  const mistakes = [
    ...reading.mistakes,
    ...headerMistakes(table),
    ...(table.rows.length > 0 || reading.mistakes.length > 0 ? [] : [noWells(table)]),
    ...(table.header.includes('well') ? wellMistakes(table) : []),
    ...odMistakes(table),
  ]
  if (mistakes.length > 0) return { plate: null, mistakes, missing: false }
  return { plate: plateFrom(table, barcode), mistakes: [] }
}

function headerMistakes({ file, header }: Table): readonly Mistake[] {
  const at = (what: string): Mistake => ({ file, line: 1, path: '', what })
  const expected = "expected 'well' and wavelengths in nm, such as 450"
  const strange = header.filter((name) => name !== 'well' && !WAVELENGTH_PATTERN.test(name))
  return [
    ...(header.includes('well') ? [] : [at(`column 'well' is missing, ${expected}`)]),
    ...strange.map((name) => at(`column '${name}' is no wavelength, ${expected}`)),
    ...(header.length > 1 ? [] : [at(`has no wavelength, ${expected}`)]),
  ]
}

function noWells({ file }: Table): Mistake {
  return { file, line: 1, path: '', what: 'has no wells, expected one a line' }
}

function wellMistakes({ file, rows }: Table): readonly Mistake[] {
  const lines = new Map<Well, number>()
  return rows.flatMap(({ line, cells }): readonly Mistake[] => {
    const text = cells['well'] ?? ''
    const well = wellOf(cells)
    const wrong = (what: string) => [{ file, line, path: 'well', what }]
    if (well === undefined) return wrong(`'${text}' is not a well, expected A1 to P24`)
    const before = lines.get(well)
    if (before !== undefined)
      return wrong(`'${text}' is also in line ${before}, expected each well once`)
    lines.set(well, line)
    return []
  })
}

function odMistakes({ file, header, rows }: Table): readonly Mistake[] {
  const wavelengths = header.filter((name) => WAVELENGTH_PATTERN.test(name))
  return rows.flatMap(({ line, cells }) =>
    wavelengths
      .filter((name) => odOf(cells[name] ?? '') === undefined)
      .map((name) => {
        const comma = /^-?\d+,\d+$/.test(cells[name] ?? '') ? ' with a decimal point' : ''
        const expected = `expected a number${comma}, overflow, ***** or nothing`
        return { file, line, path: name, what: `'${cells[name]}' is no OD, ${expected}` }
      }),
  )
}

function plateFrom({ header, rows }: Table, barcode: string | null): SimulatedPlate {
  const wells = rows.map(({ cells }) => wellOf(cells) ?? '')
  const fits96 = wells.every((well) => indexFromWell(well, 96) !== undefined)
  const format: PlateFormat = fits96 ? 96 : 384
  const od = header
    .filter((name) => name !== 'well')
    .map((name) => {
      const unread = wellsOf(format).map((well): [Well, WellValue] => [well, 'unread'])
      const read = rows.map(({ cells }, at): [Well, WellValue] => {
        return [wells[at] ?? '', odOf(cells[name] ?? '') ?? 'unread']
      })
      return [Number(name), new Map([...unread, ...read])] as const
    })
  return { format, barcode, od: new Map(od) }
}

function wellOf(cells: TableRow['cells']): Well | undefined {
  const at = rowColumnFromWell(cells['well'] ?? '')
  return at && wellFromRowColumn(at)
}

function odOf(text: string): WellValue | undefined {
  return MARKS.get(text.toLowerCase()) ?? (OD_PATTERN.test(text) ? Number(text) : undefined)
}
