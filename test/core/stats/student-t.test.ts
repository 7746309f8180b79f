import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { studentTQuantile } from '../../../src/core/stats/student-t.ts'
import {
  hasReference,
  numberOf,
  referenceRows,
  relativeError,
  WITHOUT_REFERENCE,
} from '../curve/reference.ts'

describe("quantiles of Student's t", () => {
  it.skipIf(!hasReference)(`agree with the golden table to 1e-10${WITHOUT_REFERENCE}`, () => {
    const rows = referenceRows('golden/t_quantiles.csv')
    expect(rows.length).toBe(35)
    for (const row of rows) {
      const df = numberOf(row, 'df')
      for (const column of Object.keys(row).filter((name) => name.startsWith('t'))) {
        const quantile = studentTQuantile(Number(column.slice(1)), df)
        expect(relativeError(quantile, numberOf(row, column)), `${column}, df ${df}`).toBeLessThan(
          1e-10,
        )
      }
    }
  })

  it('are those of the Cauchy distribution, -1/tan(πp), at one degree of freedom', () => {
    for (const p of [1e-9, 0.01, 0.3, 0.75, 0.975, 0.999]) {
      expect(relativeError(studentTQuantile(p, 1), -1 / Math.tan(Math.PI * p))).toBeLessThan(1e-9)
    }
  })

  it('have the closed form (2p - 1)/√(2p(1 - p)) at two', () => {
    for (const p of [0.01, 0.3, 0.75, 0.975, 0.999]) {
      const exact = (2 * p - 1) / Math.sqrt(2 * p * (1 - p))
      expect(relativeError(studentTQuantile(p, 2), exact)).toBeLessThan(1e-12)
    }
  })

  it('come near the normal quantile for very many degrees of freedom', () => {
    // z₀.₉₇₅; t exceeds it by (z³ + z)/(4 df).
    expect(studentTQuantile(0.975, 1e7)).toBeCloseTo(1.959963984540054, 6)
  })

  it('are symmetric, zero in the middle, and grow with the probability', () => {
    const probability = fc.double({ min: 0.001, max: 0.49, noNaN: true })
    fc.assert(
      fc.property(probability, fc.double({ min: 0.5, max: 400, noNaN: true }), (p, df) => {
        expect(studentTQuantile(0.5, df)).toBeCloseTo(0, 12)
        expect(studentTQuantile(p + 0.001, df)).toBeGreaterThan(studentTQuantile(p, df))
        expect(relativeError(-studentTQuantile(1 - p, df), studentTQuantile(p, df))).toBeLessThan(
          1e-9,
        )
      }),
    )
  })

  it.each([
    [0, 3],
    [1, 3],
    [NaN, 3],
    [0.5, 0],
    [0.5, Infinity],
    [0.5, NaN],
  ])('refuse probability %s with %s degrees of freedom', (p, df) => {
    expect(() => studentTQuantile(p, df)).toThrow(RangeError)
  })
})
