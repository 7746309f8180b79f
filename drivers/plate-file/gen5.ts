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
import { isColumnHeader } from './matrix.ts'
import { readWells, type KnownMarks } from './values.ts'

/** What Gen5 writes for wells without a number. */
const MARKS: KnownMarks = { OVRFLW: 'overflow', MISSED: 'unread', '?????': 'unread' }
/** What a step of the procedure measures; without a name of its own it is named by this. */
const KIND = /(?:Endpoint|Kinetic|Spectrum|Scan)$/
const TOLD = new Set([
  'Plate Number',
  'Date',
  'Time',
  'Reader Type:',
  'Reader Serial Number:',
  'Reading Type',
])

/**
 * Gen5's text report: what was done, then `Results`, the column numbers, and for every row one line
 * for each wavelength, which stands behind the values as `450` or as `STEP:450`. Lines with other
 * labels are computed, and left out.
 */
export const readGen5: DialectReader = (lines, settings) => {
  const mistakes: Mistake[] = []
  const starts = lines.flatMap(({ text }, at) => (text.trim() === 'Results' ? [at] : []))
  if (starts.length === 0) mistakes.push({ line: 1, what: "no line 'Results': no report of Gen5" })
  const plates = starts.map((start, index) => {
    const before = lines.slice(index === 0 ? 0 : (starts[index - 1] ?? 0) + 1, start)
    return plateOf({ before, lines, start }, { settings, mistakes })
  })
  return reading(plates, mistakes)
}

interface Section {
  /** What stands above the results. */
  readonly before: readonly Line[]
  readonly lines: readonly Line[]
  readonly start: number
}

interface Parts {
  readonly settings: FileSettings
  readonly mistakes: Mistake[]
}

function plateOf({ before, lines, start }: Section, parts: Parts): FilePlate {
  const { settings, mistakes } = parts
  const header = lines[start + 1]
  const columns = columnNumbers(formatOf(settings))
  const kinds = new Set(before.flatMap(({ fields }) => fields.filter((field) => KIND.test(field))))
  if (kinds.size !== 1 || !kinds.has('Absorbance Endpoint')) {
    mistakes.push({ line: start + 1, what: 'the results are of no absorbance endpoint alone' })
  }
  if (header === undefined || !isColumnHeader(header, columns, '')) {
    mistakes.push({ line: start + 2, what: `expected the column numbers 1 to ${columns.length}` })
    return { blocks: [], extra: {}, endsAt: 0 }
  }
  const wells = new Map<number, ReadWell[]>(wavelengthsIn(before).map((nm) => [nm, []]))
  const end = readResults(lines, start + 2, { ...parts, wells, steps: stepsIn(before) })
  for (const [nm, some] of wells) {
    if (some.length === settings.wells || mistakes.length > 0) continue
    mistakes.push({
      line: end,
      what: `${some.length} wells have ${nm} nm, expected ${settings.wells}`,
    })
  }
  if (wells.size === 0) mistakes.push({ line: start + 1, what: "no line 'Wavelengths:' above" })
  const blocks = [...wells].map(([nm, some]) => blockOf(nm, some, { settings }))
  return { blocks, extra: toldIn(before), endsAt: lines[end - 1]?.endsAt ?? 0 }
}

interface Results extends Parts {
  readonly wells: ReadonlyMap<number, ReadWell[]>
  readonly steps: ReadonlySet<string>
}

/** Reads the lines of all rows; gives the number of the last. */
function readResults(lines: readonly Line[], from: number, results: Results): number {
  const { settings, mistakes, wells, steps } = results
  const letters = rowLetters(formatOf(settings))
  const columns = columnNumbers(formatOf(settings)).length
  let row = -1
  let at = from
  for (; at < lines.length; at += 1) {
    const line = lines[at]
    if (line === undefined || line.text.trim() === '') break
    const [letter = '', ...rest] = withoutTail(line.fields)
    if (letter !== '') row += 1
    const add = (what: string): void => void mistakes.push({ line: line.number, what })
    if (letter !== '' && letter !== letters[row]) add(`row ${letters[row] ?? 'none'} is expected`)
    else if (rest.length !== columns + 1) add(`${rest.length - 1} values, expected ${columns}`)
    else {
      const some = wells.get(wavelengthOf(rest.at(-1) ?? '', steps))
      const known = { settings, known: MARKS, mistakes }
      if (some?.some(({ well }) => well.startsWith(letters[row] ?? '-')))
        add('a wavelength is there twice')
      else some?.push(...readWells(line, wellsInRow(row, rest.slice(0, -1)), known))
    }
  }
  return at
}

/** The wavelength of a label; 0 when the line is computed. */
function wavelengthOf(label: string, steps: ReadonlySet<string>): number {
  const [, step, nm = '0'] = /^(?:(.+):)?(\d{3,4})$/.exec(label) ?? []
  return step === undefined || steps.has(step) ? Number(nm) : 0
}

function wavelengthsIn(before: readonly Line[]): readonly number[] {
  const line = before.findLast(({ text }) => text.trim().startsWith('Wavelengths:'))
  return (line?.text.match(/\d{3,4}/g) ?? []).map(Number)
}

/** Names of the steps that read, as the procedure has them. */
function stepsIn(before: readonly Line[]): ReadonlySet<string> {
  const steps = before
    .filter(({ fields }) => fields[0] === 'Read')
    .map(({ fields }) => fields[1] ?? '')
  return new Set(steps)
}

function toldIn(before: readonly Line[]): Readonly<Record<string, string>> {
  const told = before.filter(({ fields }) => TOLD.has(fields[0] ?? '') && fields[1] !== undefined)
  return Object.fromEntries(
    told.map(({ fields }) => [(fields[0] ?? '').replace(':', ''), fields[1] ?? '']),
  )
}
