import { describe, expect, it } from 'vitest'

import { parsePattern, wellsOfPattern } from '../../../src/core/layout/parse-pattern.ts'

const WELLS: readonly (readonly [string, string])[] = [
  ['A1', 'A1'],
  ['h12', 'H12'],
  ['A01', 'A1'],
  ['A1-B2', 'A1 A2 B1 B2'],
  ['C3-C3', 'C3'],
  ['A1 - A3', 'A1 A2 A3'],
  ['A1, C5', 'A1 C5'],
  ['B2,A1', 'B2 A1'],
  ['A1, A3, ..., A7', 'A1 A3 A5 A7'],
  ['A1,C1,...,G1', 'A1 C1 E1 G1'],
  ['A1, C3, ..., E5', 'A1 A3 A5 C1 C3 C5 E1 E3 E5'],
  ['A1, A2, ..., A3, B1-B2, H12', 'A1 A2 A3 B1 B2 H12'],
]

const MISTAKES: readonly (readonly [string, readonly string[]])[] = [
  ['', ["'' is not a well, expected wells such as A1, A1-H2 or A1, A3, ..., A11"]],
  ['A1:H2', ["'A1:H2' is not a well, expected wells such as A1, A1-H2 or A1, A3, ..., A11"]],
  ['A1-B2-C3', ["'A1-B2-C3' is not a well, expected wells such as A1, A1-H2 or A1, A3, ..., A11"]],
  ['A13', ["'A13' is not on a 96-well plate, expected A1 to H12"]],
  ['I1, A0, AA1', ['I1', 'A0', 'AA1'].map((well) => offPlate(well))],
  ['A1-Q2', [offPlate('Q2')]],
  ['Z9-A1', [offPlate('Z9')]],
  ['H2-A1', ["'H2-A1' runs backwards, expected the upper left corner first"]],
  ['A2-B1', ["'A2-B1' runs backwards, expected the upper left corner first"]],
  ['...', ["'...' stands alone, expected two wells before it and one after it"]],
  ['A1, ..., A5', ["'...' stands alone, expected two wells before it and one after it"]],
  ['A1, A3, ...', ["'A1, A3, ...' has no end, expected a last well"]],
  ['A1, A3, ..., A8', [outside('A8', 'A1, A3, ..., A8')]],
  ['A1, A3, ..., B7', [outside('B7', 'A1, A3, ..., B7')]],
  ['A5, A3, ..., A1', [outside('A1', 'A5, A3, ..., A1')]],
  ['A1, A1, ..., A5', [outside('A5', 'A1, A1, ..., A5')]],
  ['A1, A2, ..., A99', [offPlate('A99')]],
  ['A1, B1, A1', ["'A1' is named twice, expected each well once"]],
  ['A1-B2, B2-C3', ["'B2' is named twice, expected each well once"]],
]

function offPlate(well: string): string {
  return `'${well}' is not on a 96-well plate, expected A1 to H12`
}

function outside(well: string, series: string): string {
  return `'${well}' is not in the series '${series}', expected a last well that its steps reach`
}

describe('a well pattern', () => {
  it.each(WELLS)("'%s' names %s", (text, wells) => {
    const pattern = parsePattern(text, 96)
    expect(pattern.mistakes).toEqual([])
    expect(wellsOfPattern(pattern).join(' ')).toBe(wells)
  })

  it.each(MISTAKES)("'%s' is refused with what is wrong", (text, mistakes) => {
    expect(parsePattern(text, 96).mistakes).toEqual(mistakes)
  })

  it('reaches P24 on a 384-well plate', () => {
    expect(wellsOfPattern(parsePattern('A1-P24', 384))).toHaveLength(384)
    const expected = "'Q1' is not on a 384-well plate, expected A1 to P24"
    expect(parsePattern('Q1', 384).mistakes).toEqual([expected])
  })

  it('keeps single wells together, so that groups may span them', () => {
    const kinds = parsePattern('A1, B5, C1-D2, E1', 96).pieces.map(({ kind, text }) => [kind, text])
    expect(kinds).toEqual([
      ['list', 'A1, B5'],
      ['grid', 'C1-D2'],
      ['list', 'E1'],
    ])
  })
})
