import type { Curve, StandardResult } from '../core/analysis.ts'
import { odAt } from '../core/curve/read-curve.ts'
import { significant } from './number-format.ts'

/** Characters across and down. */
export interface PlotSize {
  readonly columns: number
  readonly rows: number
}

const SIZE: PlotSize = { columns: 60, rows: 12 }

/**
 * Dots in one braille character (Unicode 16, block 2800), by column and row, as bits from U+2800.
 */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const

const MARK_PASSES = 'o'
const MARK_FAILS = 'x'
const AXIS_WIDTH = 6

/** Where a value falls between the ends of an axis, 0 to 1. */
type Scale = (value: number) => number

interface Axes {
  readonly x: Scale
  readonly y: Scale
  /** Concentrations at the left and right end. */
  readonly from: number
  readonly to: number
  readonly top: number
}

function axesOf(standards: readonly StandardResult[], odOf: (x: number) => number): Axes | null {
  const positive = standards.map(({ nominal }) => nominal).filter((nominal) => nominal > 0)
  if (positive.length === 0) return null
  const [from, to] = [Math.min(...positive) / 2, Math.max(...positive) * 1.5]
  const ods = standards.flatMap(({ meanOd }) => (meanOd === null ? [] : [meanOd]))
  const top = Math.max(...ods, ...[odOf(to)].filter(Number.isFinite)) * 1.05
  if (!(top > 0)) return null
  const x: Scale = (value) => Math.log(Math.max(value, from) / from) / Math.log(to / from)
  return { x, y: (od) => od / top, from, to, top }
}

/** The cell of a share of the axes, or undefined when it lies outside. */
function cellAt(share: { x: number; y: number }, { columns, rows }: PlotSize) {
  const column = Math.min(Math.floor(share.x * columns), columns - 1)
  const row = rows - 1 - Math.min(Math.floor(share.y * rows), rows - 1)
  return column < 0 || row < 0 || row >= rows ? undefined : { column, row }
}

/** The curve as braille: four dots up and two across a character. */
function curveCells(axes: Axes, odOf: (x: number) => number, size: PlotSize): string[][] {
  const fine = { columns: size.columns * 2, rows: size.rows * 4 }
  const bits = Array.from({ length: size.rows }, () => new Uint8Array(size.columns))
  for (let dot = 0; dot < fine.columns; dot += 1) {
    const x = (dot + 0.5) / fine.columns
    const od = odOf(axes.from * (axes.to / axes.from) ** x)
    // A curve through its standards ends with them.
    const cell = Number.isFinite(od) ? cellAt({ x, y: axes.y(od) }, fine) : undefined
    const line = cell === undefined ? undefined : bits[Math.floor(cell.row / 4)]
    if (cell === undefined || line === undefined) continue
    const at = Math.floor(cell.column / 2)
    line[at] = (line[at] ?? 0) | (DOTS[cell.column % 2 === 0 ? 0 : 1][cell.row % 4] ?? 0)
  }
  return bits.map((line) =>
    Array.from(line, (bit) => (bit === 0 ? ' ' : String.fromCodePoint(0x2800 + bit))),
  )
}

function markStandards(cells: string[][], axes: Axes, standards: readonly StandardResult[]): void {
  const size = { columns: cells[0]?.length ?? 0, rows: cells.length }
  for (const { nominal, meanOd, passes } of standards) {
    if (meanOd === null) continue
    const cell = cellAt({ x: axes.x(nominal), y: axes.y(meanOd) }, size)
    const line = cell === undefined ? undefined : cells[cell.row]
    if (cell !== undefined && line !== undefined) {
      line[cell.column] = passes || nominal === 0 ? MARK_PASSES : MARK_FAILS
    }
  }
}

function framed(cells: string[][], axes: Axes, unit: string): readonly string[] {
  const lines = cells.map((line, row) => {
    const isLabelled = row === 0 || row === cells.length - 1
    const label = isLabelled ? significant(row === 0 ? axes.top : 0, 3) : ''
    return `${label.padStart(AXIS_WIDTH)} │${line.join('')}`.trimEnd()
  })
  const columns = cells[0]?.length ?? 0
  const [left, right] = [significant(axes.from, 3), `${significant(axes.to, 3)} ${unit}`]
  const gap = ' '.repeat(Math.max(1, columns - left.length - right.length))
  const margin = ' '.repeat(AXIS_WIDTH + 1)
  return [...lines, `${margin}└${'─'.repeat(columns)}`, `${margin} ${left}${gap}${right}`]
}

/**
 * The curve over log concentration with the standards' mean ODs: `o` within its recovery limits,
 * `x` outside them; the zero standard stands at the left edge. Nothing when there is no fit to
 * draw.
 */
export function curvePlot(
  { curve, standards, unit }: PlotInput,
  size: PlotSize = SIZE,
): readonly string[] {
  if (curve === null || !curve.converged) return []
  const odOf = (x: number) => odAt(curve, x)
  const axes = axesOf(standards, odOf)
  if (axes === null) return []
  const cells = curveCells(axes, odOf, size)
  markStandards(cells, axes, standards)
  return framed(cells, axes, unit)
}

/** What a plot is drawn from. */
export interface PlotInput {
  readonly curve: Curve | null
  readonly standards: readonly StandardResult[]
  readonly unit: string
}
