import { counted } from '../counted.ts'
import type { Well } from '../well.ts'
import type { LayoutMistake, WellContent } from './plan.ts'

/** What each well holds so far, in the order in which wells were given their content. */
export type Board = ReadonlyMap<Well, WellContent>

/** Wells that are to hold something, and where in the plan they were asked for. */
export interface Placement {
  readonly path: LayoutMistake['path']
  readonly contents: readonly (readonly [Well, WellContent])[]
}

/**
 * Puts contents on a board that grows. A well that is taken keeps what it has; one mistake a
 * placement names the first such well and counts the others.
 */
export function place(board: Map<Well, WellContent>, placement: Placement): LayoutMistake[] {
  const taken = placement.contents.filter(([well]) => board.has(well))
  for (const [well, content] of placement.contents) {
    if (!board.has(well)) board.set(well, content)
  }
  const [first] = taken
  if (first === undefined) return []
  const holds = inWords(board.get(first[0]) ?? first[1])
  const more = taken.length > 1 ? ` (and ${counted(taken.length - 1, 'more well')} here)` : ''
  const what = `'${first[0]}' is already ${holds}${more}, expected each well to be used once`
  return [{ path: placement.path, what }]
}

/** What a well holds, for a message. */
function inWords(content: WellContent): string {
  const { role, level, control, slot, condition } = content
  switch (role) {
    case 'standard':
      return `standard ${level}`
    case 'control':
      return `control '${control}'`
    case 'sample':
      return `slot ${slot} '${condition}'`
    case 'blank':
      return 'a blank'
    case 'empty':
      return 'kept empty'
  }
}
