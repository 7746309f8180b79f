import type { ReadWell } from '../../src/driver-kit.ts'
import {
  blockOf,
  columnNumbers,
  formatOf,
  reading,
  rowLetters,
  wellsInRow,
  type DialectReader,
  type FilePlate,
} from './plate.ts'
import type { FileSettings } from './settings.ts'
import { withoutTail, type Line, type Mistake } from './sheet.ts'
import { readWells } from './values.ts'

/** Fields of the line `Plate:`, from 0. */
const AT = {
  name: 1,
  shape: 3,
  kind: 4,
  mode: 5,
  data: 6,
  count: 14,
  nm: 15,
  columns: 17,
  wells: 18,
  rows: 20,
}
const BLOCKS = /^##BLOCKS=\s*(\d+)$/

/**
 * SoftMax Pro's text export: `##BLOCKS= n`, then n blocks, each ended by `~End`. Plates are read
 * when they are raw absorbance endpoints in plate form; notes and groups are passed over.
 */
export const readSoftmax: DialectReader = (lines, settings) => {
  const expected = Number(BLOCKS.exec(lines[0]?.text.trim() ?? '')?.[1])
  if (Number.isNaN(expected)) return { mistakes: [{ line: 1, what: "expected '##BLOCKS= n'" }] }
  const mistakes: Mistake[] = []
  const plates: FilePlate[] = []
  let from = 1
  let blocks = 0
  for (const [at, line] of lines.entries()) {
    if (line.text.trim() !== '~End') continue
    const block = lines.slice(from, at + 1)
    if (block[0]?.fields[0] === 'Plate:') plates.push(plateOf(block, { settings, mistakes }))
    blocks += 1
    from = at + 1
  }
  const last = lines.at(-1)?.number ?? 1
  if (blocks !== expected) {
    mistakes.push({
      line: last,
      what: `the file has ${blocks} blocks, its first line says ${expected}`,
    })
  }
  if (plates.length === 0) mistakes.push({ line: last, what: 'the file has no plate' })
  return reading(plates, mistakes)
}

interface Parts {
  readonly settings: FileSettings
  readonly mistakes: Mistake[]
}

function plateOf(block: readonly Line[], { settings, mistakes }: Parts): FilePlate {
  const [head, labels, ...rest] = block
  const empty: FilePlate = { blocks: [], extra: {}, endsAt: 0 }
  if (head === undefined) return empty
  const wavelengths = (head.fields[AT.nm] ?? '').split(/\s+/).map(Number)
  const wrong = mistakesOfHead(head, wavelengths, settings)
  if (labels === undefined || !isLabels(labels, wavelengths.length, settings)) {
    wrong.push({ line: head.number + 1, what: 'expected the temperature and the column numbers' })
  }
  mistakes.push(...wrong)
  if (wrong.length > 0) return empty
  const wells = readWellsOf(rest, wavelengths.length, { settings, mistakes })
  const celsius = Number((rest[0]?.fields[1] ?? '').replace(',', '.'))
  const temperatureC = rest[0]?.fields[1] === '' || Number.isNaN(celsius) ? null : celsius
  return {
    blocks: wavelengths.map((nm, at) => blockOf(nm, wells[at] ?? [], { settings, temperatureC })),
    extra: { plate: head.fields[AT.name] ?? '' },
    endsAt: block.at(-1)?.endsAt ?? 0,
  }
}

function mistakesOfHead(
  { fields, number }: Line,
  wavelengths: readonly number[],
  settings: FileSettings,
): Mistake[] {
  const format = formatOf(settings)
  const { wells } = settings
  const expected: readonly (readonly [number, string, string])[] = [
    [AT.shape, 'PlateFormat', 'the form'],
    [AT.kind, 'Endpoint', 'the read'],
    [AT.mode, 'Absorbance', 'the mode'],
    [AT.data, 'Raw', 'the data'],
    [AT.count, String(wavelengths.length), 'the number of wavelengths'],
    [AT.columns, String(columnNumbers(format).length), 'the number of columns'],
    [AT.wells, String(wells), 'the number of wells'],
    [AT.rows, String(rowLetters(format).length), 'the number of rows'],
  ]
  const found = expected
    .filter(([at, text]) => fields[at] !== text)
    .map(([at, text, what]) => `${what} is '${fields[at] ?? ''}', expected '${text}'`)
  if (wavelengths.some((nm) => !(nm >= 200 && nm <= 1100))) found.push('a wavelength is none')
  if (new Set(wavelengths).size < wavelengths.length) found.push('a wavelength is there twice')
  return found.map((what) => ({ line: number, what }))
}

function isLabels({ fields }: Line, count: number, settings: FileSettings): boolean {
  const columns = columnNumbers(formatOf(settings))
  const [time, temperature = '', ...rest] = withoutTail(fields)
  const expected = Array.from({ length: count }, (_, at) => (at === 0 ? columns : ['', ...columns]))
  return (
    time === '' &&
    /^Temperature\(.{0,2}C\)$/.test(temperature) &&
    JSON.stringify(rest) === JSON.stringify(expected.flat())
  )
}

/** The wells of each wavelength; they stand side by side, an empty field between. */
function readWellsOf(
  lines: readonly Line[],
  count: number,
  { settings, mistakes }: Parts,
): readonly ReadWell[][] {
  const format = formatOf(settings)
  const columns = columnNumbers(format).length
  const wells = Array.from({ length: count }, (): ReadWell[] => [])
  const width = 2 + count * columns + count - 1
  for (const [row, letter] of rowLetters(format).entries()) {
    const line = lines[row]
    const fields = line === undefined ? [] : withoutTail(line.fields)
    const gaps = wells.slice(1).map((_, at) => fields[2 + (at + 1) * (columns + 1) - 1])
    const isOdd = fields.length !== width || fields[0] !== '' || gaps.some((gap) => gap !== '')
    if (line === undefined || isOdd || (row > 0 && fields[1] !== '')) {
      mistakes.push({
        line: line?.number ?? 1,
        what: `row ${letter} has not ${count} × ${columns} values`,
      })
      return wells
    }
    for (const [at, some] of wells.entries()) {
      const from = 2 + at * (columns + 1)
      const texts = fields.slice(from, from + columns)
      some.push(...readWells(line, wellsInRow(row, texts), { settings, mistakes }))
    }
  }
  const after = lines[rowLetters(format).length]
  if (after !== undefined && after.text.trim() !== '' && after.text.trim() !== '~End') {
    mistakes.push({ line: after.number, what: 'a line too many in the plate' })
  }
  return wells
}
