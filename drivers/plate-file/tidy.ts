import { indexFromWell, wellsOf, type ReadWell } from '../../src/driver-kit.ts'
import { blockOf, formatOf, reading, type DialectReader, type FilePlate } from './plate.ts'
import type { FileSettings } from './settings.ts'
import { withoutTail, type Line, type Mistake } from './sheet.ts'
import { readWells } from './values.ts'

const NM = /^(?:[2-9]\d{2}|10\d{2}|1100)$/

/** Lines of one plate. */
interface Group {
  readonly name: string
  readonly lines: readonly Line[]
}

/**
 * One well a line under names of columns: `well`, one column for each wavelength named by its nm,
 * and `plate` where the file has several. Every well of the plate must be there, once.
 */
export const readTidy: DialectReader = (lines, settings) => {
  const [header, ...rest] = lines.filter(({ text }) => text.trim() !== '')
  const names = withoutTail(header?.fields ?? [])
  const first = header?.number ?? 1
  const odd = names.filter((name) => name !== 'well' && name !== 'plate' && !NM.test(name))
  const mistakes: Mistake[] = [
    ...odd.map((name) => ({ line: first, what: `'${name}' is no column that is known` })),
    ...(names.includes('well') ? [] : [{ line: first, what: "the column 'well' is missing" }]),
    ...(names.some((name) => NM.test(name))
      ? []
      : [{ line: first, what: 'no column is a wavelength' }]),
    ...(new Set(names).size < names.length
      ? [{ line: first, what: 'a column is there twice' }]
      : []),
  ]
  if (mistakes.length > 0) return { mistakes }
  const plates = groupsOf(rest, names).map((group) => plateOf(group, names, { settings, mistakes }))
  if (plates.length === 0) mistakes.push({ line: first, what: 'no well follows' })
  return reading(plates, mistakes)
}

function groupsOf(lines: readonly Line[], names: readonly string[]): readonly Group[] {
  const at = names.indexOf('plate')
  const byName = Map.groupBy(lines, ({ fields }) => (at < 0 ? '' : (fields[at] ?? '')))
  return [...byName].map(([name, some]) => ({ name, lines: some }))
}

function plateOf(
  { name, lines }: Group,
  names: readonly string[],
  { settings, mistakes }: { readonly settings: FileSettings; readonly mistakes: Mistake[] },
): FilePlate {
  const format = formatOf(settings)
  const wells = new Map<number, Line>()
  for (const line of lines) {
    const text = line.fields[names.indexOf('well')] ?? ''
    const index = indexFromWell(text, format)
    const add = (what: string): void => void mistakes.push({ line: line.number, what })
    if (line.fields.length !== names.length)
      add(`${line.fields.length} fields, expected ${names.length}`)
    else if (index === undefined) add(`'${text}' is no well of the plate`)
    else if (wells.has(index)) add(`the well ${text} is there twice`)
    else wells.set(index, line)
  }
  const all = wellsOf(format)
  const missing = all.filter((_, index) => !wells.has(index))
  if (missing.length > 0) {
    const which = missing.slice(0, 5).join(', ')
    mistakes.push({
      line: lines.at(-1)?.number ?? 1,
      what: `${missing.length} wells are missing: ${which}`,
    })
  }
  const blocks = names
    .filter((one) => NM.test(one))
    .map((wavelength) => {
      const at = names.indexOf(wavelength)
      const read = [...wells].flatMap(([index, line]): readonly ReadWell[] =>
        readWells(line, [[all[index] ?? 'A1', line.fields[at] ?? '']], { settings, mistakes }),
      )
      return blockOf(Number(wavelength), read, { settings })
    })
  return { blocks, extra: name === '' ? {} : { plate: name }, endsAt: lines.at(-1)?.endsAt ?? 0 }
}
