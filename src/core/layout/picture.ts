import type { PlateShape } from '../well.ts'
import { shapeOf } from '../well.ts'
import type { Layout, LayoutWell } from './layout.ts'

/** Colours the text of one well; the text already has its width. */
export type PaintWell = (well: LayoutWell, text: string) => string

/** One mark of the picture and what it stands for. */
export interface LegendEntry {
  readonly mark: string
  /** A well that carries the mark, for its colour and its content. */
  readonly example: LayoutWell
}

/**
 * The plate as text: a line of column numbers, then one line a row. Standards are `S1`…, controls
 * `K1`…, blanks `B`, empty wells a dot; samples are their slot with a letter for the condition
 * and dilution, as in the legend. A 96-well plate stays within 80 columns.
 */
export function layoutPicture(layout: Layout, paint: PaintWell = (_, text) => text): string {
  const marks = marksOf(layout)
  const texts = layout.wells.map((well) => wellText(marks, well))
  const width = Math.max(3, ...texts.map((text) => text.length))
  const { rows, columns } = shapeOf(layout.format)
  const numbers = Array.from({ length: columns }, (_, at) => String(at + 1).padStart(width))
  const lines = Array.from({ length: rows }, (_, row) =>
    rowOf({ layout, columns, row }).map((well, at) =>
      paint(well, (texts[row * columns + at] ?? '').padStart(width)),
    ),
  )
  const lettered = lines.map((cells, row) => [String.fromCharCode(65 + row), ...cells].join(' '))
  return [[' ', ...numbers].join(' '), ...lettered].join('\n')
}

/** What the marks stand for: standards, controls, blanks, then conditions by their letter. */
export function layoutLegend(layout: Layout): readonly LegendEntry[] {
  const marks = marksOf(layout)
  const entries = new Map<string, LegendEntry>()
  for (const well of layout.wells) {
    const mark = well.role === 'sample' ? sampleMark(marks, well) : wellText(marks, well)
    if (well.role !== 'empty' && !entries.has(mark)) entries.set(mark, { mark, example: well })
  }
  return [...entries.values()].toSorted((a, b) => rank(a) - rank(b))
}

/** What a picture gives letters and numbers to, in the order it is met. */
interface Marks {
  readonly conditions: readonly string[]
  readonly controls: readonly string[]
}

const ROLES: readonly LayoutWell['role'][] = ['standard', 'control', 'blank', 'sample', 'empty']

function marksOf({ wells }: Layout): Marks {
  const slots = wells
    .filter(({ role }) => role === 'sample')
    .toSorted((a, b) => slotOf(a) - slotOf(b))
  return {
    conditions: [...new Set(slots.map(conditionKey))],
    controls: [...new Set(wells.flatMap(({ control }) => (control === null ? [] : [control])))],
  }
}

function wellText(marks: Marks, well: LayoutWell): string {
  switch (well.role) {
    case 'standard':
      return `S${well.level}`
    case 'control':
      return `K${marks.controls.indexOf(well.control ?? '') + 1}`
    case 'blank':
      return 'B'
    case 'sample':
      return `${well.slot}${sampleMark(marks, well)}`
    case 'empty':
      return '·'
  }
}

/** `a`, `b`, … `z`, then `aa`, `ab`, …: one for each condition and dilution. */
function sampleMark({ conditions }: Marks, well: LayoutWell): string {
  const at = conditions.indexOf(conditionKey(well))
  const letter = String.fromCharCode(97 + (at % 26))
  return at < 26 ? letter : `${String.fromCharCode(96 + Math.floor(at / 26))}${letter}`
}

function conditionKey({ condition, dilution }: LayoutWell): string {
  return JSON.stringify([condition, dilution])
}

function slotOf({ slot }: LayoutWell): number {
  return slot ?? 0
}

function rowOf(options: { layout: Layout; row: number } & Pick<PlateShape, 'columns'>) {
  const { layout, row, columns } = options
  return layout.wells.slice(row * columns, (row + 1) * columns)
}

/** Standards by level, then controls, blanks, and samples by letter. */
function rank({ example, mark }: LegendEntry): number {
  const within = example.level ?? (example.role === 'sample' ? letterRank(mark) : 0)
  return ROLES.indexOf(example.role) * 1000 + within
}

function letterRank(mark: string): number {
  return mark.split('').reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 96, 0)
}
