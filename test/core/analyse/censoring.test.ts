import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { boundedDelta, boundedFold, boundedLog2 } from '../../../src/core/analyse/censoring.ts'
import type { Concentration } from '../../../src/core/result.ts'

function known(value: number): Concentration {
  const none = { se: null, ciLow: null, ciHigh: null, reason: '' }
  return { state: 'ok', value, lower: value, upper: value, ...none }
}

function bound(
  state: Concentration['state'],
  lower: number | null,
  upper: number | null,
): Concentration {
  return { state, value: null, se: null, ciLow: null, ciHigh: null, lower, upper, reason: '' }
}

describe('A response whose concentrations are both known', () => {
  it('is a number whose limits are the number', () => {
    expect(boundedDelta(known(20), known(260))).toMatchObject({
      value: 240,
      lower: 240,
      upper: 240,
    })
    expect(boundedFold(known(20), known(260))).toMatchObject({ value: 13, lower: 13, upper: 13 })
    expect(boundedLog2(boundedFold(known(20), known(80))).value).toBe(2)
  })

  it('keeps a negative delta', () => {
    expect(boundedDelta(known(95), known(58)).value).toBe(-37)
  })
})

describe('A response with a censored concentration is what is certain', () => {
  it('baseline below the limit: fold at least C/LLOQ, delta between C − LLOQ and C', () => {
    const [baseline, challenge] = [bound('below_lloq', 0, 10), known(120)]
    expect(boundedDelta(baseline, challenge)).toMatchObject({ value: null, lower: 110, upper: 120 })
    expect(boundedFold(baseline, challenge)).toMatchObject({ value: null, lower: 12, upper: null })
    expect(boundedLog2(boundedFold(baseline, challenge)).lower).toBeCloseTo(Math.log2(12), 12)
  })

  it('challenge above the limit: fold at least ULOQ/C, delta at least ULOQ − C', () => {
    const [baseline, challenge] = [known(30), bound('above_uloq', 600, null)]
    expect(boundedDelta(baseline, challenge)).toMatchObject({ lower: 570, upper: null })
    expect(boundedFold(baseline, challenge)).toMatchObject({ value: null, lower: 20, upper: null })
  })

  it('challenge below the limit: fold at most LLOQ/C, and no lower limit of its logarithm', () => {
    const fold = boundedFold(known(40), bound('below_curve', 0, 10))
    expect(fold).toMatchObject({ value: null, lower: 0, upper: 0.25 })
    expect(boundedLog2(fold)).toMatchObject({ lower: null, upper: -2 })
  })

  it('holds the truth whatever the truth is', () => {
    const amount = fc.double({ min: 0.001, max: 5_000, noNaN: true })
    fc.assert(
      fc.property(amount, amount, (c0, cs) => {
        const censor = (value: number): Concentration => {
          if (value < 10) return bound('below_lloq', 0, 10)
          return value > 600 ? bound('above_uloq', 600, null) : known(value)
        }
        const delta = boundedDelta(censor(c0), censor(cs))
        const fold = boundedFold(censor(c0), censor(cs))
        expect(delta.lower ?? -Infinity).toBeLessThanOrEqual(cs - c0 + 1e-9)
        expect(delta.upper ?? Infinity).toBeGreaterThanOrEqual(cs - c0 - 1e-9)
        expect(fold.lower ?? 0).toBeLessThanOrEqual((cs / c0) * (1 + 1e-12))
        expect(fold.upper ?? Infinity).toBeGreaterThanOrEqual((cs / c0) * (1 - 1e-12))
      }),
    )
  })

  it('says nothing where nothing is known', () => {
    const delta = boundedDelta(bound('unread', null, null), known(5))
    expect(delta).toMatchObject({ value: null, lower: null, upper: 5 })
  })
})
