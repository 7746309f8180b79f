import { describe, expect, it } from 'vitest'

import {
  boundedText,
  concentrationText,
  concise,
  percent,
  significant,
} from '../../src/cli/number-format.ts'
import type { Concentration, ResultState } from '../../src/core/result.ts'

describe('numbers for people', () => {
  it.each([
    [1234.56, '1235'],
    [0.012_345_6, '0.01235'],
    [20.719, '20.72'],
    [9.9996, '10.00'],
    [-3.14159, '-3.142'],
    [0, '0'],
    [1_234_567, '1234567'],
    [12_345_678, '1.235e+7'],
    [0.000_012_345, '1.234e-5'],
    [null, '–'],
  ])('have as many digits as say something: %d', (value, text) => {
    expect(significant(value)).toBe(text)
  })

  it.each([
    [600, '600'],
    [9.375, '9.375'],
    [37.5, '37.5'],
    [10, '10'],
    [1, '1'],
    [12_000_000, '1.200e+7'],
  ])('have no zeros behind when somebody chose them: %d', (value, text) => {
    expect(concise(value)).toBe(text)
  })

  it('are percentages with one decimal', () => {
    expect([percent(3.14159), percent(null)]).toStrictEqual(['3.1', '–'])
  })
})

describe('a concentration', () => {
  const said = (state: ResultState, numbers: Partial<Concentration>) =>
    concentrationText({
      state,
      value: null,
      se: null,
      ciLow: null,
      ciHigh: null,
      lower: null,
      upper: null,
      reason: '',
      ...numbers,
    })

  it('outside the range is a bound, not a number', () => {
    expect(said('ok', { value: 20.719, lower: 20.719, upper: 20.719 })).toBe('20.72')
    expect(said('below_lloq', { value: 5, lower: 0, upper: 9.375 })).toBe('< 9.375')
    expect(said('below_curve', { lower: 0, upper: 37.5 })).toBe('< 37.5')
    expect(said('above_uloq', { value: 700, lower: 600 })).toBe('> 600')
    expect(said('saturated', { lower: 2400 })).toBe('> 2400')
    expect(said('masked', {})).toBe('–')
  })
})

describe('a derived number', () => {
  const none = { value: null, se: null, lower: null, upper: null }

  it('is shown with what is certain of it', () => {
    expect(boundedText({ value: -12.68, se: 1, lower: -12.68, upper: -12.68 })).toBe('-12.68')
    expect(boundedText({ ...none, lower: 27.19 })).toBe('≥ 27.19')
    expect(boundedText({ ...none, upper: 0.869 })).toBe('≤ 0.869')
    expect(boundedText({ ...none, lower: 0, upper: 1.826 })).toBe('0 … 1.826')
    expect(boundedText(none)).toBe('–')
  })
})
