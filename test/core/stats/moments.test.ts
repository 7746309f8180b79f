import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { cvPercent, mean, sampleSd } from '../../../src/core/stats/moments.ts'

describe('mean, SD and CV of a few wells', () => {
  it('have no value when there is nothing to take them of', () => {
    expect(mean([])).toBeNull()
    expect(sampleSd([])).toBeNull()
    expect(sampleSd([0.5])).toBeNull()
    expect(cvPercent([0.5])).toBeNull()
  })

  it('are those of the textbook', () => {
    expect(mean([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5)
    expect(sampleSd([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 14)
    expect(cvPercent([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(20 * Math.sqrt(32 / 7), 12)
  })

  it('give duplicates the CV 100 |a - b| / (√2 mean)', () => {
    expect(cvPercent([1, 1.2])).toBeCloseTo((100 * 0.2) / (Math.SQRT2 * 1.1), 12)
  })

  it('have no CV around a mean that is not above zero', () => {
    expect(cvPercent([-0.001, 0.001])).toBeNull()
    expect(cvPercent([-0.2, -0.1])).toBeNull()
  })

  it('see no spread in wells that agree to the last digit', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: 1e-6, max: 4 }),
        fc.integer({ min: 2, max: 9 }),
        (od, n) => {
          expect(mean(Array<number>(n).fill(od))).toBe(od)
          expect(sampleSd(Array<number>(n).fill(od))).toBe(0)
        },
      ),
    )
  })

  it('keep their digits far from zero, where squares would lose them', () => {
    expect(sampleSd([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).toBeCloseTo(Math.sqrt(30), 12)
  })
})
