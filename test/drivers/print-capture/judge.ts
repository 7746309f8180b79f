import type { Addressed } from '../../../scripts/fuzz/moved.ts'
import type { PlateRead, ReadWell } from '../../../src/core/plate-read.ts'

// Whether a read may be believed, from the print and the template alone and without the driver's
// code: the lines with values, found by their look, must be exactly those of the plate, in order.

interface TemplateFields {
  readonly style: string
  readonly order: string
  readonly labels?: string
  readonly fields?: number
  readonly well_names?: string
  readonly value_field?: number
  readonly separator: 'spaces' | 'tab' | 'comma' | 'semicolon'
  readonly decimal: string
  readonly decimals: number
  readonly overflow?: readonly string[]
  readonly unread?: readonly string[]
}

const SEPARATORS = { spaces: / +/, tab: /\t/, comma: /,/, semicolon: /;/ }

/** A list names each well; a line of a matrix is a row or a column. */
export function addressed(settings: unknown): Addressed {
  const template = templateIn(settings)
  if (template === null || template.style === 'list') return 'well'
  return template.order === 'by-row' ? 'row' : 'column'
}

/** Why the read must not be believed, or null. */
export function judge(read: PlateRead, settings: unknown): string | null {
  const template = templateIn(settings)
  if (template === null) return 'there is no template, and a read'
  const text = String.fromCharCode(...read.bytes)
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim().split(SEPARATORS[template.separator]))
    .map((fields) => fields.map((field) => field.trim()))
  const rows = lines.filter((fields) => hasValues(fields, template) && isNamed(fields, template))
  const isList = template.style === 'list'
  const isByRow = template.order === 'by-row'
  const perBlock = isList ? 96 : isByRow ? 8 : 12
  if (rows.length !== perBlock * read.blocks.length) {
    return `${rows.length} lines have values, for ${read.blocks.length} blocks`
  }
  for (const [block, { wells }] of read.blocks.entries()) {
    if (wells.length !== 96) return `block ${block} has ${wells.length} wells`
    for (const well of wells) {
      const why = judgeWell(well, rows.slice(block * perBlock), template)
      if (why !== null) return `block ${block}, ${why}`
    }
  }
  return null
}

function judgeWell(
  { well, value, text }: ReadWell,
  rows: readonly (readonly string[])[],
  template: TemplateFields,
): string | null {
  const row = well.charCodeAt(0) - 65
  const column = Number(well.slice(1)) - 1
  const isByRow = template.order === 'by-row'
  const isLabelled = (template.labels ?? 'printed') === 'printed'
  if (template.style === 'list') {
    const fields = rows[isByRow ? row * 12 + column : column * 8 + row] ?? []
    const name = template.well_names === 'A01' ? well[0] + well.slice(1).padStart(2, '0') : well
    if (fields[0] !== name) return `'${fields[0]}' stands where '${name}' should`
    return judgeValue({ value, text, printed: fields[(template.value_field ?? 2) - 1] }, template)
  }
  const fields = rows[isByRow ? row : column] ?? []
  const label = isByRow ? well.slice(0, 1) : well.slice(1)
  if (isLabelled && fields[0] !== label) return `'${fields[0]}' stands where '${label}' should`
  const place = (isByRow ? column : row) + (isLabelled ? 1 : 0)
  return judgeValue({ value, text, printed: fields[place] }, template)
}

interface Said {
  readonly value: unknown
  readonly text: string
  readonly printed: string | undefined
}

function judgeValue({ value, text, printed }: Said, template: TemplateFields): string | null {
  if (printed !== text) return `'${text}' is read where '${printed}' is printed`
  if (template.overflow?.includes(text)) return value === 'overflow' ? null : 'overflow is lost'
  if (template.unread?.includes(text)) return value === 'unread' ? null : 'unread is lost'
  const said = Number(text.replace(template.decimal, '.')) + 0
  return value === said ? null : `'${text}' is read as ${String(value)}`
}

function hasValues(fields: readonly string[], template: TemplateFields): boolean {
  const known = new Set([...(template.overflow ?? []), ...(template.unread ?? [])])
  const number = new RegExp(`^[+-]?\\d?[${template.decimal}]\\d{${template.decimals}}$`)
  const values = fields.filter((field) => known.has(field) || number.test(field))
  return template.style === 'list' ? values.length === 1 : values.length >= 4
}

/** Where lines have labels, one with another label is a remark of the printer, as `Mean 0.052`. */
function isNamed(fields: readonly string[], template: TemplateFields): boolean {
  const [first = ''] = fields
  const { style, order, labels = 'printed' } = template
  if (style === 'list') return /^[A-H](?:0?[1-9]|1[0-2])$/.test(first)
  if (labels !== 'printed') return true
  return order === 'by-row' ? /^[A-H]$/.test(first) : /^(?:[1-9]|1[0-2])$/.test(first)
}

function templateIn(settings: unknown): TemplateFields | null {
  return hasTemplate(settings) ? settings.template : null
}

function hasTemplate(settings: unknown): settings is { readonly template: TemplateFields | null } {
  return typeof settings === 'object' && settings !== null && 'template' in settings
}
