import type { Well } from '../well.ts'
import type { PatternPiece } from './parse-pattern.ts'
import type { AreaPlan } from './plan.ts'

/** How an area is cut into tiles; see AreaPlan. */
export type Tiling = Pick<AreaPlan, 'fill' | 'run' | 'replicates'>

/**
 * Cuts an area into tiles of `replicates` wells, in the order in which groups take them. Wells that
 * fill no whole tile are left out. Single wells that are listed one by one are taken as they stand.
 */
export function tilesOf(pieces: readonly PatternPiece[], tiling: Tiling): readonly Well[][] {
  return pieces.flatMap((piece) =>
    piece.kind === 'list' ? chunks(piece.wells, tiling.replicates) : gridTiles(piece.wells, tiling),
  )
}

function chunks(wells: readonly Well[], size: number): Well[][] {
  const count = Math.floor(wells.length / size)
  return Array.from({ length: count }, (_, at) => wells.slice(at * size, (at + 1) * size))
}

/** Tiles of a grid: along the lines the replicates run in, ordered the way the area is filled. */
function gridTiles(
  grid: readonly (readonly Well[])[],
  { fill, run, replicates }: Tiling,
): Well[][] {
  const lines = run === 'across' ? grid : transposed(grid)
  const tiled = lines.map((line) => chunks(line, replicates))
  return (fill === run ? tiled : transposed(tiled)).flat()
}

function transposed<Cell>(lines: readonly (readonly Cell[])[]): Cell[][] {
  const width = lines[0]?.length ?? 0
  return Array.from({ length: width }, (_, at) => lines.flatMap((line) => line.slice(at, at + 1)))
}
