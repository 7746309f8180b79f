import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { signTestUpperTail } from '../../../src/core/stats/binomial-tail.ts'
import {
  fCdf,
  fQuantile,
  fUpperQuantile,
  fUpperTail,
} from '../../../src/core/stats/f-distribution.ts'
import { betaTails } from '../../../src/core/stats/incomplete-beta.ts'
import { logGamma, stirlingError } from '../../../src/core/stats/log-gamma.ts'
import {
  normalCdf,
  normalQuantile,
  normalUpperQuantile,
  normalUpperTail,
} from '../../../src/core/stats/normal.ts'
import { studentTQuantile } from '../../../src/core/stats/student-t.ts'
import { studentTCdf, studentTUpperTail } from '../../../src/core/stats/student-t-tail.ts'
import { apart, cell, oracleRows, type OracleRow } from '../../support/oracle-rows.ts'

const EXACT = 1e-10

/** The rows where a function misses R's answer by more than it may. */
function misses(
  rows: readonly OracleRow[],
  column: string,
  actual: (row: OracleRow) => number,
): readonly string[] {
  expect(rows.length).toBeGreaterThan(5)
  return rows
    .filter((row) => !(apart(actual(row), cell(row, column)) <= EXACT))
    .map((row) => `${JSON.stringify(row)} gave ${actual(row)}`)
}

describe('distributions agree with R to 1e-10 of the answer', () => {
  it('normal tails, from 30 SDs below to 30 above', () => {
    const rows = oracleRows('normal-cdf')
    expect(misses(rows, 'lower', (row) => normalCdf(cell(row, 'z')))).toEqual([])
    expect(misses(rows, 'upper', (row) => normalUpperTail(cell(row, 'z')))).toEqual([])
  })

  it('normal quantiles, down to tails of 1e-300', () => {
    const rows = oracleRows('normal-quantile')
    expect(misses(rows, 'z', (row) => normalUpperQuantile(cell(row, 'tail')))).toEqual([])
    expect(misses(rows, 'z', (row) => -normalQuantile(cell(row, 'tail')))).toEqual([])
  })

  it('the logarithm of gamma', () => {
    const rows = oracleRows('log-gamma')
    expect(misses(rows, 'log_gamma', (row) => logGamma(cell(row, 'x')))).toEqual([])
  })

  it('both tails of the incomplete beta', () => {
    const rows = oracleRows('beta-cdf')
    const tails = (row: OracleRow): ReturnType<typeof betaTails> => {
      const x = cell(row, 'x')
      return betaTails({ x, complement: 1 - x }, cell(row, 'a'), cell(row, 'b'))
    }
    expect(misses(rows, 'lower', (row) => tails(row).lower)).toEqual([])
    expect(misses(rows, 'upper', (row) => tails(row).upper)).toEqual([])
  })

  it('both tails of Student’s t', () => {
    const rows = oracleRows('student-t-tail')
    const of = (row: OracleRow): [number, number] => [cell(row, 't'), cell(row, 'df')]
    expect(misses(rows, 'upper', (row) => studentTUpperTail(...of(row)))).toEqual([])
    expect(misses(rows, 'lower', (row) => studentTCdf(...of(row)))).toEqual([])
  })

  it('both tails of F and its quantiles', () => {
    const freedom = (row: OracleRow): { df1: number; df2: number } => ({
      df1: cell(row, 'df1'),
      df2: cell(row, 'df2'),
    })
    const tails = oracleRows('f-cdf')
    expect(misses(tails, 'lower', (row) => fCdf(cell(row, 'f'), freedom(row)))).toEqual([])
    expect(misses(tails, 'upper', (row) => fUpperTail(cell(row, 'f'), freedom(row)))).toEqual([])
    const quantiles = oracleRows('f-quantile')
    expect(misses(quantiles, 'lower', (row) => fQuantile(cell(row, 'p'), freedom(row)))).toEqual([])
    expect(
      misses(quantiles, 'upper', (row) => fUpperQuantile(cell(row, 'p'), freedom(row))),
    ).toEqual([])
  })

  it('the sign test', () => {
    const rows = oracleRows('sign-test')
    expect(
      misses(rows, 'upper', (row) =>
        signTestUpperTail(cell(row, 'successes'), cell(row, 'trials')),
      ),
    ).toEqual([])
  })
})

describe('laws', () => {
  it('quantiles undo distribution functions', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 8, noNaN: true }), (z) => {
        expect(Math.abs(normalQuantile(normalCdf(z)) - z)).toBeLessThan(z > 0 ? 2e-2 : 1e-9)
      }),
    )
    fc.assert(
      fc.property(
        fc.double({ min: 1e-12, max: 0.5, noNaN: true }),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        (tail, df) => {
          expect(apart(studentTUpperTail(-studentTQuantile(tail, df), df), tail)).toBeLessThan(1e-9)
        },
      ),
    )
  })

  it('t² with ν degrees of freedom is F with 1 and ν', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.double({ min: 0.5, max: 300, noNaN: true }),
        (t, df2) => {
          const both = 2 * studentTUpperTail(t, df2)
          expect(apart(fUpperTail(t * t, { df1: 1, df2 }), both)).toBeLessThan(1e-11)
        },
      ),
    )
  })

  it('Γ(x + 1) = x Γ(x), wherever the method changes', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 40, noNaN: true }), (x) => {
        expect(Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x))).toBeLessThan(1e-12)
      }),
    )
  })

  it('keeps the digits of ln Γ next to its zeros', () => {
    const gamma = 0.577_215_664_901_532_9
    for (const step of [1e-6, 1e-9, -1e-9, 1e-12]) {
      const [near1, near2] = [1 + step, 2 + step]
      // ln Γ(1 + s) = -γs + ζ(2)s²/2, ln Γ(2 + s) = (1 - γ)s + (ζ(2) - 1)s²/2 (DLMF 5.7.3).
      const second = Math.PI ** 2 / 6
      const [s1, s2] = [near1 - 1, near2 - 2]
      expect(apart(logGamma(near1), -gamma * s1 + (second * s1 ** 2) / 2)).toBeLessThan(1e-11)
      expect(apart(logGamma(near2), (1 - gamma) * s2 + ((second - 1) * s2 ** 2) / 2)).toBeLessThan(
        1e-11,
      )
    }
  })

  it('the error of Stirling’s formula is one function across its methods', () => {
    expect(apart(stirlingError(9.999_999), stirlingError(10.000_001))).toBeLessThan(1e-6)
    // Γ(5) = 24.
    const five = Math.log(24) - (4.5 * Math.log(5) - 5 + Math.log(2 * Math.PI) / 2)
    expect(Math.abs(stirlingError(5) - five)).toBeLessThan(1e-14)
  })
})

describe('what is no distribution', () => {
  it.each([
    ['a probability of 0', () => normalQuantile(0)],
    ['a probability of 1', () => fQuantile(1, { df1: 1, df2: 1 })],
    ['a negative F', () => fCdf(-1, { df1: 1, df2: 1 })],
    ['no degrees of freedom', () => studentTUpperTail(1, 0)],
    ['infinite degrees of freedom', () => fUpperTail(1, { df1: 1, df2: Infinity })],
    ['gamma at zero', () => logGamma(0)],
    ['gamma of no number', () => stirlingError(Number.NaN)],
    ['a shape of zero', () => betaTails({ x: 0.5, complement: 0.5 }, 0, 1)],
    ['a place beyond 1', () => betaTails({ x: 1.5, complement: -0.5 }, 1, 1)],
    [
      'a place and a complement that are not one',
      () => betaTails({ x: 0.5, complement: 0.4 }, 1, 1),
    ],
    ['more successes than trials', () => signTestUpperTail(3, 2)],
    ['half a success', () => signTestUpperTail(0.5, 2)],
    ['no number', () => normalUpperTail(Number.NaN)],
  ])('%s is refused', (_, ask) => {
    expect(ask).toThrow(RangeError)
  })

  it('the ends are exact', () => {
    expect(fCdf(0, { df1: 3, df2: 4 })).toBe(0)
    expect(fUpperTail(Infinity, { df1: 3, df2: 4 })).toBe(0)
    expect(studentTUpperTail(Infinity, 3)).toBe(0)
    expect(studentTCdf(Infinity, 3)).toBe(1)
    expect(normalUpperTail(Infinity)).toBe(0)
    expect(normalCdf(Infinity)).toBe(1)
  })
})
