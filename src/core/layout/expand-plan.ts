import type { PlateFormat, Well } from '../well.ts'
import type { Board } from './board.ts'
import { counted } from '../counted.ts'
import { place } from './board.ts'
import { groupsInWords, specimenGroups, standardGroups } from './groups.ts'
import type { ParsedPattern } from './parse-pattern.ts'
import { parsePattern, wellsOfPattern } from './parse-pattern.ts'
import type {
  LayoutMistake,
  LayoutPlan,
  SpecimensPlan,
  StandardsPlan,
  WellContent,
} from './plan.ts'
import { EMPTY_CONTENT } from './plan.ts'
import { tilesOf } from './tiles.ts'

type Path = LayoutMistake['path']

/** What a layout comes to: which wells hold what, and every mistake on the way there. */
export interface Expansion {
  readonly board: Board
  readonly mistakes: readonly LayoutMistake[]
}

/** The plate while it is being filled. */
interface Filling {
  readonly format: PlateFormat
  readonly board: Map<Well, WellContent>
}

/** Wells that are named one by one, and what they all hold. */
interface ExplicitWells {
  readonly path: Path
  readonly wells: string
  readonly content: WellContent
}

/**
 * Turns areas and patterns into wells. Included wells come first (already shifted), then standards,
 * specimens, controls, blanks and wells kept empty; none may take a well of another. Exceptions
 * come last and replace what is there.
 */
export function expandPlan(plan: LayoutPlan, included: Board): Expansion {
  const filling = { format: plan.plate, board: new Map(included) }
  const mistakes = [
    ...plan.standards.flatMap((area, at) => placeArea(filling, ['standards', at], area)),
    ...plan.specimens.flatMap((area, at) => placeArea(filling, ['specimens', at], area)),
    ...explicitWells(plan).flatMap((explicit) => placeWells(filling, explicit)),
    ...placeExceptions(filling, plan),
  ]
  return { board: filling.board, mistakes }
}

function placeArea(
  { format, board }: Filling,
  path: Path,
  area: SpecimensPlan | StandardsPlan,
): readonly LayoutMistake[] {
  const pattern = parsePattern(area.wells, format)
  if (pattern.mistakes.length > 0) return patternMistakes([...path, 'wells'], pattern)
  const groups = 'levels' in area ? standardGroups(area) : specimenGroups(area)
  const tiles = tilesOf(pattern.pieces, area)
  const contents = groups.flatMap((content, at) =>
    (tiles[at] ?? []).map((well) => [well, content] as const),
  )
  const taken = place(board, { path: [...path, 'wells'], contents })
  if (groups.length <= tiles.length) return taken
  const size = counted(area.replicates, 'well')
  const asked = `${groupsInWords(area)} make ${groups.length} groups of ${size}`
  const room = `'${area.wells}' has room for ${tiles.length} (run: ${area.run})`
  return [{ path: [...path, 'wells'], what: `${room}, expected more: ${asked}` }, ...taken]
}

function explicitWells({ controls, blanks, empty }: LayoutPlan): readonly ExplicitWells[] {
  const single = (key: string, wells: string | null, content: WellContent): ExplicitWells[] =>
    wells === null ? [] : [{ path: [key], wells, content }]
  return [
    ...controls.map(({ id, wells, dilution }, at) => ({
      path: ['controls', at, 'wells'],
      wells,
      content: { ...EMPTY_CONTENT, role: 'control' as const, control: id, dilution },
    })),
    ...single('blanks', blanks, { ...EMPTY_CONTENT, role: 'blank' }),
    ...single('empty', empty, EMPTY_CONTENT),
  ]
}

function placeWells(
  { format, board }: Filling,
  { path, wells, content }: ExplicitWells,
): readonly LayoutMistake[] {
  const pattern = parsePattern(wells, format)
  const contents = wellsOfPattern(pattern).map((well) => [well, content] as const)
  return [...patternMistakes(path, pattern), ...place(board, { path, contents })]
}

/** Exceptions may replace what areas say, but not one another. */
function placeExceptions({ format, board }: Filling, plan: LayoutPlan): readonly LayoutMistake[] {
  const exceptions = new Map<Well, WellContent>()
  const mistakes = plan.exceptions.flatMap(({ wells, content }, at) =>
    placeWells(
      { format, board: exceptions },
      { path: ['exceptions', at, 'wells'], wells, content },
    ),
  )
  for (const [well, content] of exceptions) {
    board.delete(well)
    board.set(well, content)
  }
  return mistakes
}

function patternMistakes(path: Path, { mistakes }: ParsedPattern): readonly LayoutMistake[] {
  return mistakes.map((what) => ({ path, what }))
}
