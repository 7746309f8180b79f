import { describe, expect, it } from 'vitest'

import {
  DAMPING_MAX,
  DAMPING_MIN,
  keptShare,
  nextDamping,
} from '../../../src/core/curve/damping.ts'

describe('the share of its promise that a step kept', () => {
  const exact = { before: 10, rounding: 0 }

  it('is the fall of the sum of squares over the promised one', () => {
    expect(keptShare(4, { ...exact, after: 6 })).toBe(1)
    expect(keptShare(4, { ...exact, after: 7 })).toBe(0.75)
    expect(keptShare(4, { ...exact, after: 12 })).toBe(-0.5)
  })

  it('is nothing at all where the model has no value', () => {
    for (const after of [NaN, Infinity]) expect(keptShare(4, { ...exact, after })).toBe(-Infinity)
  })

  it('cannot be seen below a part in 1e11 of the sum, and then passes what does no harm', () => {
    expect(keptShare(1.01e-10, { ...exact, after: 10 })).toBe(0)
    expect(keptShare(0.99e-10, { ...exact, after: 10 })).toBe(0.5)
    expect(keptShare(0.99e-10, { ...exact, after: 10 + 0.9e-10 })).toBe(0.5)
    expect(keptShare(0.99e-10, { ...exact, after: 10 + 1.1e-10 })).toBe(-Infinity)
  })

  it('cannot be seen where residuals that are off by their rounding move the sum as much', () => {
    // 2·r·δ of a norm r = 2 and a rounding δ = 0.25 is 1, and no less than the sum of both parts.
    const rough = { before: 4, rounding: 0.25 }
    expect(keptShare(1.01, { ...rough, after: 3.9 })).toBeCloseTo(0.1 / 1.01, 12)
    expect(keptShare(0.99, { ...rough, after: 3.9 })).toBe(0.5)
    expect(keptShare(0.99, { ...rough, after: 4.9 })).toBe(0.5)
    expect(keptShare(0.99, { ...rough, after: 5.1 })).toBe(-Infinity)
  })
})

/** Standard errors that are left to go. */
const FAR = 5

describe('the damping of the next step', () => {
  it('is four times as much below a quarter, a tenth from three quarters on, else the same', () => {
    expect(nextDamping(1, 0.2499, FAR)).toBe(4)
    expect(nextDamping(1, 0.25, FAR)).toBe(1)
    expect(nextDamping(1, 0.7499, FAR)).toBe(1)
    expect(nextDamping(1, 0.75, FAR)).toBe(0.1)
  })

  it('is none once it is next to nothing, and something again when a step falls short', () => {
    expect(nextDamping(DAMPING_MIN, 0.9, FAR)).toBe(DAMPING_MIN / 10)
    expect(nextDamping(DAMPING_MIN / 10, 0.9, FAR)).toBe(0)
    expect(nextDamping(0, 0.1, FAR)).toBe(4 * DAMPING_MIN)
  })

  it('is none as soon as a tenth of a standard error is left and the promise was kept', () => {
    expect(nextDamping(1, 0.95, 0.099)).toBe(0)
    expect(nextDamping(1, 1.05, 0.099)).toBe(0)
    for (const kept of [0.89, 1.11]) expect(nextDamping(1, kept, 0.099)).toBe(0.1)
    expect(nextDamping(1, 1, 0.1)).toBe(0.1)
  })

  it('does not grow without end', () => {
    expect(nextDamping(DAMPING_MAX, 0.1, FAR)).toBe(DAMPING_MAX)
  })
})
