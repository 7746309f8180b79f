import { referencePlate, type ReferencePlate } from './reference-plate.ts'

/** Parameters of y = D + (A − D) / (1 + (x/C)^B). */
export type Parameters = readonly [number, number, number, number]

function odAt([a, b, c, d]: Parameters, x: number): number {
  return d + (a - d) / (1 + (x / c) ** b)
}

/** The concentration at an OD, or null beyond the asymptotes. */
export function concentrationAt([a, b, c, d]: Parameters, od: number): number | null {
  const ratio = (a - d) / (od - d) - 1
  return ratio > 0 ? c * ratio ** (1 / b) : null
}

/** ∂y/∂(A, B, C, D) by central differences. */
function gradientAt(parameters: Parameters, x: number): readonly number[] {
  return parameters.map((value, index) => {
    const step = 1e-6 * Math.max(Math.abs(value), 1e-3)
    const moved = (by: number): Parameters => {
      const [a, b, c, d] = parameters.map((one, i) => (i === index ? one + by : one))
      return [a ?? 0, b ?? 0, c ?? 0, d ?? 0]
    }
    return (odAt(moved(step), x) - odAt(moved(-step), x)) / (2 * step)
  })
}

/**
 * How far a concentration can move, to first order, when every OD of the plate was rounded by up to
 * `odError`: the sample's own OD, and the curve through the rounded standards (hat-matrix row of
 * the fit at x).
 */
export function roundingBound(
  parameters: Parameters,
  levels: readonly number[],
  odError: number,
): (x: number) => number {
  const jacobian = levels.map((level) => gradientAt(parameters, level))
  return (x) => {
    const weights = solve(normalMatrix(jacobian), gradientAt(parameters, x))
    const leverage = jacobian.reduce((sum, row) => sum + Math.abs(dot(row, weights)), 0)
    const step = 1e-6 * x
    const slope = (odAt(parameters, x + step) - odAt(parameters, x - step)) / (2 * step)
    return (odError * (1 + leverage)) / Math.abs(slope)
  }
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0)
}

function normalMatrix(jacobian: readonly (readonly number[])[]): number[][] {
  const size = jacobian[0]?.length ?? 0
  return Array.from({ length: size }, (_row, i) =>
    Array.from({ length: size }, (_column, j) =>
      jacobian.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0),
    ),
  )
}

/** Gauss–Jordan with pivoting; the matrices are 4 × 4. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0])
  const size = rows.length
  for (let column = 0; column < size; column += 1) {
    const below = rows.slice(column).map((row) => Math.abs(row[column] ?? 0))
    const pivot = column + below.indexOf(Math.max(...below))
    const [a = [], b = []] = [rows[column], rows[pivot]]
    rows[pivot] = a
    rows[column] = b
    eliminate(rows, column)
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1))
}

function eliminate(rows: number[][], column: number): void {
  const lead = rows[column] ?? []
  for (const [index, row] of rows.entries()) {
    if (index === column) continue
    const factor = (row[column] ?? 0) / (lead[column] ?? 1)
    rows[index] = row.map((value, at) => value - factor * (lead[at] ?? 0))
  }
}

/** The levels of the standards that took part in the original fit, one entry a level. */
export function usedLevels(name: ReferencePlate['name']): readonly number[] {
  const used = referencePlate(name).wells.filter(
    ({ isStandard, isMasked }) => isStandard && !isMasked,
  )
  return [...new Set(used.map(({ nominal }) => nominal))]
}
