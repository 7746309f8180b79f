import type { Well } from '../well.ts'
import { rowColumnFromWell, shapeOf, wellFromRowColumn } from '../well.ts'
import type { Board } from './board.ts'
import { place } from './board.ts'
import type { Expansion } from './expand-plan.ts'
import { expandPlan } from './expand-plan.ts'
import type { IncludePlan, LayoutPlan, WellContent } from './plan.ts'

/** Layouts by id; null exists but cannot be read, which includers need not hear about. */
export type Plans = ReadonlyMap<string, LayoutPlan | null>

/** A layout with all it includes; `sound` is false when any of it has mistakes. */
export interface ExpandedLayout extends Expansion {
  readonly sound: boolean
}

const UNSOUND: ExpandedLayout = { board: new Map(), mistakes: [], sound: false }

/** Expands every layout, each with its includes; mistakes stand with the layout that makes them. */
export function expandLayouts(plans: Plans): ReadonlyMap<string, ExpandedLayout> {
  const expanded = new Map<string, ExpandedLayout>()
  for (const id of plans.keys()) expandOne({ plans, expanded, within: [] }, id)
  return expanded
}

/** Ids of everything a layout includes, directly or not, each once, in the order they are met. */
export function includedIds(plans: Plans, id: string, seen = new Set<string>()): readonly string[] {
  for (const { layout } of plans.get(id)?.include ?? []) {
    if (seen.has(layout)) continue
    seen.add(layout)
    includedIds(plans, layout, seen)
  }
  return [...seen]
}

interface Progress {
  readonly plans: Plans
  readonly expanded: Map<string, ExpandedLayout>
  /** The layouts that are being expanded, outermost first. */
  readonly within: readonly string[]
}

function expandOne(progress: Progress, id: string): ExpandedLayout {
  const done = progress.expanded.get(id)
  if (done !== undefined) return done
  const plan = progress.plans.get(id)
  const result = plan ? expandWithIncludes(progress, id, plan) : UNSOUND
  progress.expanded.set(id, result)
  return result
}

function expandWithIncludes(progress: Progress, id: string, plan: LayoutPlan): ExpandedLayout {
  const inner = { ...progress, within: [...progress.within, id] }
  const included = new Map<Well, WellContent>()
  const results = plan.include.map((include, at) => {
    const found = includeOne(inner, plan, include)
    const contents = [...found.board]
    const clashes = place(included, { path: ['include', at], contents })
    const own = found.mistakes.map(({ path, what }) => ({ path: ['include', at, ...path], what }))
    return { mistakes: [...own, ...clashes], sound: found.sound }
  })
  const { board, mistakes: later } = expandPlan(plan, included)
  const mistakes = [...results.flatMap((result) => result.mistakes), ...later]
  return { board, mistakes, sound: mistakes.length === 0 && results.every(({ sound }) => sound) }
}

/** The shifted wells of one include; mistakes are those of the including layout alone. */
function includeOne(progress: Progress, plan: LayoutPlan, include: IncludePlan): ExpandedLayout {
  const { layout, shift } = include
  const wrong = (key: string, what: string): ExpandedLayout => ({
    ...UNSOUND,
    mistakes: [{ path: [key], what }],
  })
  if (progress.within.includes(layout)) {
    const round = [...progress.within.slice(progress.within.indexOf(layout)), layout].join(' → ')
    return wrong('layout', `'${layout}' includes itself (${round}), expected no circle`)
  }
  const known = progress.plans.get(layout)
  if (known && known.plate !== plan.plate)
    return wrong('layout', `'${layout}' is for ${known.plate} wells, expected ${plan.plate}`)
  const found = expandOne(progress, layout)
  const moved = shifted(found.board, plan, shift)
  return typeof moved === 'string'
    ? wrong('shift', moved)
    : { board: moved, mistakes: [], sound: found.sound }
}

function shifted(
  board: Board,
  { plate }: LayoutPlan,
  { rows, columns }: IncludePlan['shift'],
): Board | string {
  const shape = shapeOf(plate)
  const moved = new Map<Well, WellContent>()
  for (const [well, content] of board) {
    const at = rowColumnFromWell(well) ?? { row: 0, column: 0 }
    const to = { row: at.row + rows, column: at.column + columns }
    const inside = to.row >= 1 && to.row <= shape.rows && to.column >= 1
    if (!inside || to.column > shape.columns)
      return `'${well}' moves off the ${plate}-well plate, expected a smaller shift`
    moved.set(wellFromRowColumn(to), content)
  }
  return moved
}
