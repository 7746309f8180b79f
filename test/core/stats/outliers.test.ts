import { existsSync, readFileSync } from 'node:fs'

import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { dixonRatio, dixonUpperTail } from '../../../src/core/stats/dixon.ts'
import {
  grubbsCritical,
  grubbsMost,
  grubbsStatistic,
  type Sides,
} from '../../../src/core/stats/grubbs.ts'
import { apart, cell, oracleRows, type OracleRow } from '../../support/oracle-rows.ts'

const GOLDEN = new URL('../../../../shared/reference/golden/grubbs_critical.csv', import.meta.url)
const hasGolden = existsSync(GOLDEN)
const goldenNote = hasGolden ? '' : ' (skipped: no ../shared/reference)'

/** Masses measured in the NIST/SEMATECH handbook, 1.3.5.17.1 (Tietjen and Moore 1972). */
const MASSES = [199.31, 199.53, 200.19, 200.82, 201.92, 201.95, 202.18, 245.57]

describe('Grubbs', () => {
  it.skipIf(!hasGolden)(`has the exact critical values to twelve digits${goldenNote}`, () => {
    const rows: OracleRow[] = parse(readFileSync(GOLDEN), { columns: true })
    expect(rows.length).toBe(31)
    const columns: readonly (readonly [string, number, Sides])[] = [
      ['G_1sided_0.05', 0.05, 'one'],
      ['G_1sided_0.01', 0.01, 'one'],
      ['G_2sided_0.05', 0.05, 'two'],
      ['G_2sided_0.01', 0.01, 'two'],
    ]
    for (const row of rows) {
      for (const [column, alpha, sides] of columns) {
        const critical = grubbsCritical(cell(row, 'n'), alpha, sides)
        expect(apart(critical, cell(row, column))).toBeLessThan(1e-12)
      }
    }
  })

  it('reproduces the handbook’s example: G = 2.4688 against 2.032', () => {
    const extreme = grubbsStatistic(MASSES)
    expect(extreme?.index).toBe(7)
    expect(extreme?.statistic).toBeCloseTo(2.4688, 4)
    expect(grubbsCritical(8, 0.05, 'one')).toBeCloseTo(2.0317, 4)
  })

  it('leaves three values almost no room: 1.1531 must be exceeded and 1.1547 cannot be', () => {
    expect(grubbsCritical(3, 0.05, 'one')).toBeCloseTo(1.1531, 4)
    expect(grubbsMost(3)).toBeCloseTo(1.1547, 4)
  })

  it('has no statistic of two values, nor of values that are all alike', () => {
    expect(grubbsStatistic([1, 2])).toBeNull()
    expect(grubbsStatistic([3, 3, 3, 3])).toBeNull()
  })

  it('finds a low outlier as well as a high one', () => {
    expect(grubbsStatistic([5, 5.1, 4.9, 5, 1])?.index).toBe(4)
  })

  it('keeps its value where squares would vanish', () => {
    expect(grubbsStatistic([0, -4e-162, 0])?.statistic).toBeCloseTo(grubbsMost(3), 12)
  })

  it('never exceeds its greatest possible value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 20 }),
        (values) => {
          const most = grubbsMost(values.length)
          expect(grubbsStatistic(values)?.statistic ?? 0).toBeLessThanOrEqual(most * (1 + 1e-9))
        },
      ),
    )
  })

  it.each([
    ['two values', () => grubbsCritical(2, 0.05, 'one')],
    ['half a value', () => grubbsCritical(4.5, 0.05, 'one')],
    ['an alpha of 0', () => grubbsCritical(5, 0, 'one')],
    ['an alpha of 1', () => grubbsCritical(5, 1, 'two')],
  ])('refuses %s', (_, ask) => expect(ask).toThrow(RangeError))
})

describe('Dixon', () => {
  it('has R’s probabilities to 1e-10 of the answer', () => {
    const rows = oracleRows('dixon-tail')
    expect(rows.length).toBe(25)
    for (const row of rows) {
      const tail = dixonUpperTail(cell(row, 'r'), cell(row, 'n'))
      expect(apart(tail, cell(row, 'upper'))).toBeLessThan(1e-10)
    }
  })

  // The published values are cut at three decimals: the exact one of four values is 0.8298.
  it.each([
    { count: 3, published: 0.97 },
    { count: 4, published: 0.829 },
    { count: 5, published: 0.71 },
  ])('$count values: the published two-sided 95 % value is $published', ({ count, published }) => {
    const alphaAt = (ratio: number): number => 2 * dixonUpperTail(ratio, count)
    expect(alphaAt(published)).toBeGreaterThan(0.05)
    expect(alphaAt(published + 0.001)).toBeLessThan(0.05)
  })

  it('is certain of any gap, and impossible of a gap as wide as the range', () => {
    expect(dixonUpperTail(0, 4)).toBeCloseTo(1, 12)
    expect(dixonUpperTail(1, 4)).toBe(0)
  })

  it('looks at both ends and names the suspect', () => {
    expect(dixonRatio([1, 2, 3, 11])).toEqual({ index: 3, ratio: 0.8 })
    expect(dixonRatio([10, 11, 1, 10.5])).toMatchObject({ index: 2, ratio: 0.9 })
  })

  it('has no ratio of two values, nor of values that are all alike', () => {
    expect(dixonRatio([1, 2])).toBeNull()
    expect(dixonRatio([4, 4, 4])).toBeNull()
  })

  it.each([
    ['two values', () => dixonUpperTail(0.5, 2)],
    ['a ratio above one', () => dixonUpperTail(1.01, 4)],
    ['no ratio', () => dixonUpperTail(Number.NaN, 4)],
  ])('refuses %s', (_, ask) => expect(ask).toThrow(RangeError))
})
