import type { ReadWell, WellValue } from '../../src/driver-kit.ts'
import { valueFrom } from './cell.ts'
import type { Row } from './grammar.ts'
import type { Template } from './settings.ts'

/** What the characters of a well say, or undefined when they say nothing that is known. */
export type CellReader = (text: string) => WellValue | undefined

/** Reads wells as the template says, and nothing else. */
export function strictCells(template: Template): CellReader {
  return (text) => valueFrom(text, template)
}

const SEPARATORS = { spaces: / +/, tab: '\t', comma: ',', semicolon: ';' } as const

/** The fields of a line, without the spaces around them; what parts them may also end the line. */
export function fieldsOf(line: string, { separator }: Pick<Template, 'separator'>): string[] {
  const fields = line
    .replaceAll(/^ +| +$/g, '')
    .split(SEPARATORS[separator])
    .map((field) => field.replaceAll(/^ +| +$/g, ''))
  if (fields.length > 1 && fields.at(-1) === '') fields.pop()
  return fields
}

/** The wells of a line with values, or why it is not that line. */
export function readRow(
  line: string,
  row: Row,
  { template, cells }: { readonly template: Template; readonly cells: CellReader },
): readonly ReadWell[] | string {
  const { line_length: length } = template
  if (length !== null && line.length !== length) {
    return `it has ${line.length} characters where ${length} are expected`
  }
  const fields = fieldsOf(line, template)
  const label = labelIn(fields, template)
  const name = row.label ?? row.wells[0] ?? ''
  if (row.label !== null && label !== row.label) return `it is not the line of '${name}'`
  const texts = valuesIn(fields, template)
  if (texts === undefined || texts.length !== row.wells.length) {
    return `it has ${fields.length} fields, not those of '${name}'`
  }
  const wells: ReadWell[] = []
  for (const [index, well] of row.wells.entries()) {
    const text = texts[index] ?? ''
    const value = cells(text)
    if (value === undefined) return `'${text}' is no value of the template`
    wells.push({ well, value, text })
  }
  return wells
}

function labelIn(fields: readonly string[], template: Template): string | undefined {
  return template.style === 'list' ? fields[template.well_field - 1] : fields[0]
}

function valuesIn(fields: readonly string[], template: Template): readonly string[] | undefined {
  if (template.style === 'matrix') return template.labels === 'printed' ? fields.slice(1) : fields
  const value = fields[template.value_field - 1]
  return fields.length === template.fields && value !== undefined ? [value] : undefined
}

/** The line of labels above a matrix, maybe with one more field in the corner. */
export function isHeader(line: string, header: readonly string[], template: Template): boolean {
  const fields = fieldsOf(line, template)
  const extra = fields.length - header.length
  if (extra !== 0 && extra !== 1) return false
  return header.every((label, index) => fields[index + extra] === label)
}

/**
 * The line could be part of a plate: it has values, and about as many as a line of a plate. Such a
 * line where none should be means that the plate is damaged.
 */
export function looksLikeRow(line: string, rows: readonly Row[], template: Template): boolean {
  const fields = fieldsOf(line, template)
  const wide = rows[0]?.wells.length ?? 1
  if (template.style === 'list') {
    const value = fields[template.value_field - 1] ?? ''
    const isNamed = rows.some(({ label }) => label === fields[template.well_field - 1])
    return isNamed && fields.length === template.fields && valueFrom(value, template) !== undefined
  }
  const values = fields.filter((field) => valueFrom(field, template) !== undefined).length
  return values >= Math.max(2, wide / 2)
}
