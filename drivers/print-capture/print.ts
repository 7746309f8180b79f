import type { SimulatedPlate, Well, WellValue } from '../../src/driver-kit.ts'
import { textFrom } from './cell.ts'
import { grammarOf, type Row } from './grammar.ts'
import { headingLine } from './heading.ts'
import type { Template } from './settings.ts'

/** One printed line without its end, and whether it has values. */
export interface PrintedLine {
  readonly text: string
  readonly isRow: boolean
}

/** The value that a simulated reader prints for a well of a block. */
type ValueAt = (block: number, well: Well) => WellValue

const TITLE = 'INVENTED PRINT STYLE'
const SIGNS = { spaces: '', tab: '\t', comma: ',', semicolon: ';' } as const
const LABEL_WIDTH = 3
const CELL_EXTRA_WIDTH = 4

/**
 * The wavelength of each block as a simulated reader with this template has it: where a heading
 * names them, they are those of the plate.
 */
function wavelengthsOf(template: Template, plate: SimulatedPlate): readonly number[] {
  return template.wavelengths_nm ?? [...plate.od.keys()].slice(0, template.blocks)
}

/** The reference a simulated reader takes off; null when it takes none. */
function referenceOf(template: Template, plate: SimulatedPlate): number | null {
  if (template.subtracted !== 'by-reader') return null
  return template.reference_nm ?? [...plate.od.keys()].at(-1) ?? null
}

/**
 * The lines of one plate, with a title above and a line below that are no part of it; dark wells
 * are above the range.
 */
export function printedPlate(
  template: Template,
  plate: SimulatedPlate,
  dark: ReadonlySet<Well>,
): readonly PrintedLine[] {
  const valueAt = measured(plate, template)
  const blocks = wavelengthsOf(template, plate).flatMap((wavelengthNm, block) => {
    const referenceNm = referenceOf(template, plate)
    const { heading } = template
    return [
      ...(heading === null ? [] : [plain(headingLine(heading, { wavelengthNm, referenceNm }))]),
      ...printedBlock(template, (well) => (dark.has(well) ? 'overflow' : valueAt(block, well))),
      plain(''),
    ]
  })
  return [plain(TITLE), plain(''), ...blocks, plain(template.end_text ?? '*')]
}

function printedBlock(
  template: Template,
  valueOf: (well: Well) => WellValue,
): readonly PrintedLine[] {
  const { header, rows } = grammarOf(template)
  const lines = rows.map((row) => ({ text: rowLine(template, row, valueOf), isRow: true }))
  if (header === null) return lines
  const label = template.labels === 'printed' ? [' '.repeat(LABEL_WIDTH)] : []
  const fields = [...label, ...header.map((name) => name.padStart(widthOf(template)))]
  return [plain(fields.join(SIGNS[template.separator])), ...lines]
}

function rowLine(template: Template, row: Row, valueOf: (well: Well) => WellValue): string {
  const values = row.wells.map((well) =>
    textFrom(valueOf(well), template).padStart(widthOf(template)),
  )
  const label = (row.label ?? '').padEnd(LABEL_WIDTH)
  const fields =
    template.style === 'list'
      ? listFields(template, label, values[0] ?? '')
      : [...(row.label === null ? [] : [label]), ...values]
  return fields.join(SIGNS[template.separator]).padEnd(template.line_length ?? 0)
}

function listFields(template: Template, label: string, value: string): readonly string[] {
  return Array.from({ length: template.fields }, (_, index) => {
    if (index === template.well_field - 1) return label
    return index === template.value_field - 1 ? value : ' - '
  })
}

function widthOf({ decimals }: Template): number {
  return decimals + CELL_EXTRA_WIDTH + 1
}

function plain(text: string): PrintedLine {
  return { text, isRow: false }
}

/** The plate in the carrier as a reader with this template measures it. */
function measured(plate: SimulatedPlate, template: Template): ValueAt {
  const wavelengths = wavelengthsOf(template, plate)
  const referenceNm = referenceOf(template, plate)
  const at = (nm: number | undefined, well: Well): WellValue =>
    plate.od.get(nm ?? 0)?.get(well) ?? 'unread'
  return (block, well) => {
    const value = at(wavelengths[block], well)
    if (referenceNm === null || typeof value !== 'number') return value
    const reference = at(referenceNm, well)
    return typeof reference === 'number' ? value - reference : 'overflow'
  }
}
