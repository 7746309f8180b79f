import { median } from './median.ts'

/**
 * Tukey's median polish: a table as overall + row + column + residual, by taking the medians of
 * rows and columns out in turn until they are all zero. Wild cells stay in the residuals and do not
 * bend the effects, which a table of means could not promise.
 */

/** The parts of a polished table; a cell without a value has no residual. */
export interface Polished {
  readonly overall: number
  readonly rows: readonly number[]
  readonly columns: readonly number[]
  readonly residuals: readonly (readonly (number | null)[])[]
}

/** Polishing converges in a few rounds on ordinary plates; some tables crawl for hundreds. */
const ROUNDS_MAX = 5000
const STANDSTILL = 1e-14

/**
 * Polishes a table of rows of equal length; null where there is no value. A row or column without
 * any value has the effect zero. Polishing ends when the sum of the absolute residuals stands still
 * to the part `standstill` of itself. Throws RangeError when the rows differ in length.
 */
export function medianPolish(
  table: readonly (readonly (number | null)[])[],
  standstill = STANDSTILL,
): Polished {
  const width = table[0]?.length ?? 0
  if (table.some((row) => row.length !== width)) {
    throw new RangeError('Expected rows of equal length.')
  }
  const residuals = table.map((row) => [...row])
  const rows = residuals.map(() => 0)
  const columns = Array.from({ length: width }, () => 0)
  const state: State = { residuals, rows, columns, overall: 0 }
  let before = Number.NaN
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    polishRows(state)
    polishColumns(state)
    const now = total(residuals)
    if (now === 0 || Math.abs(now - before) < standstill * now) break
    before = now
  }
  return state
}

interface State {
  overall: number
  readonly rows: number[]
  readonly columns: number[]
  readonly residuals: (number | null)[][]
}

/** Takes the median out of every row, then the median of the column effects into the overall. */
function polishRows(state: State): void {
  for (const [i, row] of state.residuals.entries()) {
    const centre = median(row.filter((value) => value !== null)) ?? 0
    state.rows[i] = (state.rows[i] ?? 0) + centre
    for (const [j, value] of row.entries()) if (value !== null) row[j] = value - centre
  }
  state.overall += recentre(state.columns)
}

function polishColumns(state: State): void {
  for (const j of state.columns.keys()) {
    const column = state.residuals.flatMap((row) => row[j] ?? [])
    const centre = median(column) ?? 0
    state.columns[j] = (state.columns[j] ?? 0) + centre
    for (const row of state.residuals) {
      const value = row[j]
      if (value !== null && value !== undefined) row[j] = value - centre
    }
  }
  state.overall += recentre(state.rows)
}

/** Takes the median out of the effects and returns it. */
function recentre(effects: number[]): number {
  const centre = median(effects) ?? 0
  for (const [i, effect] of effects.entries()) effects[i] = effect - centre
  return centre
}

function total(residuals: readonly (readonly (number | null)[])[]): number {
  return residuals.flat().reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0)
}
