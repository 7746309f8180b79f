import type { PlateFormat } from '../well.ts'
import { wellsOf } from '../well.ts'
import type { Board } from './board.ts'
import type { Layout, LayoutWell } from './layout.ts'
import type { WellContent } from './plan.ts'
import { EMPTY_CONTENT } from './plan.ts'

/** What a layout is beside its wells. */
export type LayoutHead = Omit<Layout, 'wells'>

/** The layout a board stands for: every well of the plate, row by row, replicates numbered. */
export function assembleLayout(head: LayoutHead, board: Board): Layout {
  return { ...head, wells: layoutWells(head.format, board) }
}

/**
 * Numbers the replicates: wells with the same content should agree, and are counted in the order in
 * which they were laid out, also across areas. Empty wells are not counted.
 */
function layoutWells(format: PlateFormat, board: Board): readonly LayoutWell[] {
  const counts = new Map<string, number>()
  const placed = new Map<string, LayoutWell>()
  for (const [well, content] of board) {
    const key = groupKey(content)
    const replicate = content.role === 'empty' ? 1 : (counts.get(key) ?? 0) + 1
    counts.set(key, replicate)
    placed.set(well, { well, ...content, replicate })
  }
  return wellsOf(format).map((well) => placed.get(well) ?? { well, ...EMPTY_CONTENT, replicate: 1 })
}

function groupKey({ role, level, control, slot, condition, dilution }: WellContent): string {
  return JSON.stringify([role, level, control, slot, condition, dilution])
}
