import { describe, expect, it } from 'vitest'

import { conditionOf, covarianceFrom } from '../../../src/core/curve/covariance.ts'
import { solveUpper, triangularise } from '../../../src/core/curve/householder.ts'
import { carve, type Matrix } from '../../../src/core/curve/matrix.ts'

function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  const columns = rows[0]?.length ?? 0
  const values = Array.from({ length: columns }, (_, k) => rows.map((row) => row[k] ?? 0)).flat()
  return { rows: rows.length, columns, values: Float64Array.from(values) }
}

/** The line 1 + 2x through four points, one of them off by what no line can follow. */
const LINE = [
  [1, 0],
  [1, 1],
  [1, 2],
  [1, 3],
]

describe('least squares by reflections', () => {
  it('solves what the normal equations solve', () => {
    const matrix = matrixOf(LINE)
    const rhs = Float64Array.of(1, 3.5, 4.5, 7)
    const out = new Float64Array(2)
    triangularise(matrix, rhs)
    expect(solveUpper(matrix, rhs, out)).toBe(true)
    // XᵀX = [[4, 6], [6, 14]], Xᵀy = [16, 33.5].
    expect(out[0]).toBeCloseTo(1.15, 13)
    expect(out[1]).toBeCloseTo(1.9, 13)
    // What is left of the right-hand side is the residual: 0.15² + 0.45² + 0.45² + 0.15².
    expect(Math.hypot(rhs[2] ?? 0, rhs[3] ?? 0) ** 2).toBeCloseTo(0.45, 13)
  })

  it('does not square the condition number', () => {
    const small = 1e-9
    const matrix = matrixOf([
      [1, 1],
      [small, 0],
      [0, small],
    ])
    const out = new Float64Array(2)
    const rhs = Float64Array.of(2, small, small)
    triangularise(matrix, rhs)
    solveUpper(matrix, rhs, out)
    expect(out[0]).toBeCloseTo(1, 6)
    expect(out[1]).toBeCloseTo(1, 6)
  })

  it('sees an exactly singular matrix', () => {
    const matrix = matrixOf([
      [1, 0],
      [1, 0],
    ])
    const rhs = Float64Array.of(1, 1)
    triangularise(matrix, rhs)
    expect(solveUpper(matrix, rhs, new Float64Array(2))).toBe(false)
    expect(covarianceFrom(matrix, 1, [1, 1])).toBeNull()
    expect(conditionOf(matrix)).toBe(Infinity)
  })
})

describe('covariance and condition', () => {
  it('are σ²(XᵀX)⁻¹ scaled to the parameters', () => {
    const matrix = matrixOf(LINE)
    triangularise(matrix, new Float64Array(4))
    const [first, second] = covarianceFrom(matrix, 2, [1, 10]) ?? []
    // (XᵀX)⁻¹ = [[14, -6], [-6, 4]] / 20.
    expect(first?.[0]).toBeCloseTo(4 * 0.7, 13)
    expect(first?.[1]).toBeCloseTo(4 * -0.3 * 10, 13)
    expect(second?.[0]).toBe(first?.[1])
    expect(second?.[1]).toBeCloseTo(4 * 0.2 * 100, 12)
  })

  it('do not care for the units of the columns', () => {
    const conditions = [1, 1e-7, 1e9].map((unit) => {
      const matrix = matrixOf(LINE.map(([one = 0, x = 0]) => [one, x * unit]))
      triangularise(matrix, new Float64Array(4))
      return conditionOf(matrix)
    })
    // Columns at cosine r = 6/√(4·14) have the condition (1 + r)/(1 - r).
    const cosine = 6 / Math.sqrt(56)
    for (const condition of conditions) {
      expect(condition).toBeCloseTo((1 + cosine) / (1 - cosine), 9)
    }
  })
})

describe('the block of working memory', () => {
  it('hands out pieces that do not overlap, and no more than it has', () => {
    const take = carve(5)
    const [two, three] = [take(2).fill(1), take(3)]
    expect([...two, ...three]).toStrictEqual([1, 1, 0, 0, 0])
    expect(() => take(1)).toThrow(RangeError)
  })
})
