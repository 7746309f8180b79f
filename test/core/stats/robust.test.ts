import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { median, madSd, pairwiseMedian } from '../../../src/core/stats/median.ts'
import { medianPolish } from '../../../src/core/stats/median-polish.ts'
import { apart, cell, oracleRows } from '../../support/oracle-rows.ts'

const finite = fc.double({ min: -1e3, max: 1e3, noNaN: true })

describe('median, MAD and the median of pairs', () => {
  it('are R’s', () => {
    const rows = oracleRows('robust')
    expect(rows.length).toBe(6)
    for (const row of rows) {
      const values = (row['values'] ?? '').split(' ').map(Number)
      expect(apart(median(values) ?? NaN, cell(row, 'median'))).toBeLessThan(1e-14)
      // R's constant is 1.4826, ours has all its digits.
      expect(apart(madSd(values) ?? NaN, cell(row, 'mad'))).toBeLessThan(1e-5)
      expect(apart(pairwiseMedian(values) ?? NaN, cell(row, 'pairwise'))).toBeLessThan(1e-14)
    }
  })

  it('are nothing of nothing', () => {
    expect([median([]), madSd([]), pairwiseMedian([])]).toEqual([null, null, null])
  })

  it('order numbers, not their names', () => {
    expect(median([10, 9, 100])).toBe(10)
  })

  it('do not follow one wild value', () => {
    const wild = [1, 1.1, 0.9, 1.05, 0.95, 1e9]
    expect(median(wild)).toBeCloseTo(1.025, 6)
    expect(madSd(wild)).toBeLessThan(0.2)
    expect(pairwiseMedian(wild)).toBeLessThan(1.2)
  })

  it('move with the data and scale with it', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 12 }), finite, (values, shift) => {
        const moved = values.map((value) => 2 * value + shift)
        const near = (actual: number | null, expected: number): void =>
          expect(Math.abs((actual ?? NaN) - expected)).toBeLessThan(1e-9)
        near(median(moved), 2 * (median(values) ?? NaN) + shift)
        near(pairwiseMedian(moved), 2 * (pairwiseMedian(values) ?? NaN) + shift)
        near(madSd(moved), 2 * (madSd(values) ?? NaN))
      }),
    )
  })
})

describe('median polish', () => {
  const cells = oracleRows('median-polish')
  const valueAt = (row: number, column: number, name: string): number | null => {
    const found = cells.find((one) => one['row'] === `${row}` && one['column'] === `${column}`)
    const text = found?.[name] ?? ''
    return text === '' ? null : Number(text)
  }
  const table = Array.from({ length: 8 }, (_, i) =>
    Array.from({ length: 12 }, (__, j) => valueAt(i + 1, j + 1, 'value')),
  )

  it('gives R’s effects and residuals, with wells missing and wells wild', () => {
    const polished = medianPolish(table)
    const effects = new Map(
      oracleRows('median-polish-effects').map((row) => [row['effect'], cell(row, 'value')]),
    )
    expect(polished.overall).toBeCloseTo(effects.get('overall') ?? NaN, 10)
    polished.rows.forEach((effect, i) => {
      expect(effect).toBeCloseTo(effects.get(`row-${i + 1}`) ?? NaN, 10)
    })
    polished.columns.forEach((effect, j) => {
      expect(effect).toBeCloseTo(effects.get(`column-${j + 1}`) ?? NaN, 10)
    })
    const residuals = polished.residuals.flatMap((row, i) =>
      row.map((residual, j) => [residual, valueAt(i + 1, j + 1, 'residual')] as const),
    )
    const wrong = residuals.filter(([residual, expected]) =>
      residual === null || expected === null
        ? residual !== expected
        : Math.abs(residual - expected) > 1e-10,
    )
    expect(wrong).toEqual([])
  })

  it('puts every value together again from its parts', () => {
    const cellOrHole = fc.option(finite, { nil: null })
    const tables = fc.array(fc.array(cellOrHole, { minLength: 4, maxLength: 4 }), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(tables, (values) => {
        const { overall, rows, columns, residuals } = medianPolish(values)
        const wrong = values.flatMap((row, i) =>
          row.filter((value, j) => {
            const residual = residuals[i]?.[j] ?? null
            if (value === null || residual === null) return value !== residual
            const whole = overall + (rows[i] ?? NaN) + (columns[j] ?? NaN) + residual
            return !(Math.abs(whole - value) < 1e-8)
          }),
        )
        expect(wrong).toEqual([])
      }),
    )
  })

  it('finds nothing on an even plate and takes an empty one as it is', () => {
    expect(
      medianPolish([
        [2, 2],
        [2, 2],
      ]),
    ).toEqual({
      overall: 2,
      rows: [0, 0],
      columns: [0, 0],
      residuals: [
        [0, 0],
        [0, 0],
      ],
    })
    expect(medianPolish([])).toEqual({ overall: 0, rows: [], columns: [], residuals: [] })
    expect(medianPolish([[null]]).residuals).toEqual([[null]])
  })

  it('refuses a ragged table', () => {
    expect(() => medianPolish([[1, 2], [3]])).toThrow(RangeError)
  })
})
