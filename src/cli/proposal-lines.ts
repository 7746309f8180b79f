import { isOd, type Block, type WellMark } from '../core/plate-read.ts'
import { shapeOf, wellFromRowColumn, type PlateFormat } from '../core/well.ts'
import type { Proposal } from '../ports/lesson.ts'

const MARKS: readonly WellMark[] = ['overflow', 'underflow', 'unread', 'masked']

/** A proposal to compare with a printout: what was found, and the plate in the reader's words. */
export function proposalLines({ findings, read }: Proposal): readonly string[] {
  return [
    ...findings.map((finding) => `  ${finding}`),
    ...read.blocks.flatMap((block) => ['', ...blockLines(block, read.format)]),
    '',
  ]
}

/** The same for programs; bytes are in hex. */
export function proposalJson({ findings, read }: Proposal) {
  return { findings, read: { ...read, bytes: Buffer.from(read.bytes).toString('hex') } }
}

/** The wells as they are printed, so that every digit can be compared. */
function blockLines(block: Block, format: PlateFormat): readonly string[] {
  const { rows, columns } = shapeOf(format)
  const texts = new Map(block.wells.map(({ well, text }) => [well, text]))
  const width = Math.max(4, ...block.wells.map(({ text }) => text.length)) + 1
  const numbers = Array.from({ length: columns }, (_, index) => String(index + 1).padStart(width))
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = numbers.map((_number, index) => {
      const well = wellFromRowColumn({ row: row + 1, column: index + 1 })
      return (texts.get(well) ?? '').padStart(width)
    })
    return `  ${String.fromCharCode(65 + row)}${cells.join('')}`
  })
  return [`  ${titleOf(block)}`, `   ${numbers.join('')}`, ...lines, ...markLines(block)]
}

function titleOf({ wavelengthNm, referenceNm, subtractedByInstrument }: Block): string {
  if (referenceNm !== null) return `${wavelengthNm} nm, less ${referenceNm} nm by the reader`
  const whole = subtractedByInstrument === false ? ', nothing taken off by the reader' : ''
  return `${wavelengthNm} nm${whole}`
}

function markLines({ wells }: Block): readonly string[] {
  return MARKS.flatMap((mark) => {
    const marked = wells.filter(({ value }) => !isOd(value) && value === mark)
    return marked.length === 0 ? [] : [`  ${mark}: ${marked.map(({ well }) => well).join(', ')}`]
  })
}
