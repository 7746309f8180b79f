import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import { fitCurve } from '../../../src/core/curve/fit-curve.ts'
import { invert } from '../../../src/core/curve/invert.ts'
import { limitOfBlank, limitOfDetection } from '../../../src/core/limits/blank-limits.ts'
import { crossing, evenly, firstCrossing } from '../../../src/core/limits/crossing.ts'
import { curveErrorAt } from '../../../src/core/limits/curve-error.ts'
import { detectionLimits } from '../../../src/core/limits/detection.ts'
import {
  precisionProfile,
  quantificationLimits,
} from '../../../src/core/limits/precision-profile.ts'

const CONCENTRATIONS = [600, 300, 150, 75, 37.5, 18.75, 9.375, 0]

/**
 * A curve through duplicates that differ by a known ripple; `scale` is the unit, `flip`
 * competitive.
 */
function curveOf({ scale = 1, flip = false, ripple = 0.02 } = {}): Curve {
  const points = CONCENTRATIONS.flatMap((concentration, i) =>
    [1, -1].map((sign) => {
      const rising = 3.4 + (0.05 - 3.4) / (1 + (concentration / 400) ** 1.1)
      const od =
        (flip ? 3.5 - rising : rising) + (flip ? 0.02 : rising * ripple) * sign * (1 + i / 9)
      return { concentration: concentration * scale, od }
    }),
  )
  return fitCurve(points, { model: '4pl', weights: flip ? 'none' : 'irls', points: 'wells' })
}

const FAILED = fitCurve([{ concentration: 1, od: 1 }], {
  model: '4pl',
  weights: 'none',
  points: 'wells',
})

describe('detection limits', () => {
  it('rise in order: what the curve can leave zero by, and what leaves zero for certain', () => {
    const limits = detectionLimits(curveOf(), { wells: 2, confidence: 0.95 })
    expect(limits?.mdc).toBeGreaterThan(0)
    expect(limits?.rdl).toBeGreaterThan(limits?.mdc ?? Infinity)
  })

  it('are what they are defined as', () => {
    const curve = curveOf()
    const limits = detectionLimits(curve, { wells: 2, confidence: 0.95 })
    const [mdc, rdl] = [limits?.mdc ?? NaN, limits?.rdl ?? NaN]
    const [zero, limit] = [curveErrorAt(curve, 0, 2), limits?.odLimitOfZero ?? NaN]
    const t = limits?.t ?? NaN
    expect(limit).toBeCloseTo(zero.od + t * zero.odSe, 12)
    expect(curveErrorAt(curve, mdc, 2).od).toBeCloseTo(limit, 12)
    const reliable = curveErrorAt(curve, rdl, 2)
    expect(reliable.od - t * reliable.odSe).toBeCloseTo(limit, 12)
  })

  it('do not depend on the unit but scale with it', () => {
    const [one, thousand] = [1, 1000].map((scale) =>
      detectionLimits(curveOf({ scale }), { wells: 2, confidence: 0.95 }),
    )
    expect((thousand?.mdc ?? NaN) / (one?.mdc ?? NaN)).toBeCloseTo(1000, 4)
    expect((thousand?.rdl ?? NaN) / (one?.rdl ?? NaN)).toBeCloseTo(1000, 4)
  })

  it('fall with more wells and rise with more confidence', () => {
    const curve = curveOf()
    const mdc = (wells: number, confidence: number): number =>
      detectionLimits(curve, { wells, confidence })?.mdc ?? NaN
    expect(mdc(3, 0.95)).toBeLessThan(mdc(2, 0.95))
    expect(mdc(2, 0.99)).toBeGreaterThan(mdc(2, 0.95))
  })

  it('hold on a falling curve, where the limit of zero lies below it', () => {
    const curve = curveOf({ flip: true })
    expect(curve.parameters['D']?.value ?? NaN).toBeLessThan(curve.parameters['A']?.value ?? NaN)
    const limits = detectionLimits(curve, { wells: 2, confidence: 0.95 })
    expect(limits?.odLimitOfZero).toBeLessThan(curve.parameters['A']?.value ?? NaN)
    expect(limits?.mdc).toBeGreaterThan(0)
    expect(limits?.rdl).toBeGreaterThan(limits?.mdc ?? Infinity)
  })

  it('are null where the noise swallows them', () => {
    const curve = curveOf()
    const noisy = (sigma: number): Curve => ({ ...curve, weights: 'none', sigma })
    expect(detectionLimits(noisy(10), { wells: 1, confidence: 0.95 })).toMatchObject({
      mdc: null,
      rdl: null,
    })
    const half = detectionLimits(noisy(1), { wells: 1, confidence: 0.95 })
    expect(half?.mdc).toBeGreaterThan(0)
    expect(half?.rdl).toBeNull()
  })

  it('are null of a curve that failed', () => {
    expect(detectionLimits(FAILED, { wells: 2, confidence: 0.95 })).toBeNull()
    expect(quantificationLimits(FAILED, { wells: 2, cvMaxPercent: 20 })).toBeNull()
    expect(precisionProfile(FAILED, { wells: 2, from: 1, to: 2, points: 3 })).toEqual([])
  })
})

describe('the precision profile', () => {
  it('is the error that an unknown at that OD has', () => {
    const curve = curveOf()
    const profile = precisionProfile(curve, { wells: 2, from: 9.375, to: 600, points: 25 })
    expect(profile).toHaveLength(25)
    expect(profile[0]?.concentration).toBe(9.375)
    expect(profile.at(-1)?.concentration).toBe(600)
    for (const { concentration, od, cvPercent } of profile) {
      const inverse = invert(curve, od, 2)
      expect((inverse.concentration ?? NaN) / concentration).toBeCloseTo(1, 10)
      expect((100 * (inverse.se ?? NaN)) / concentration / cvPercent).toBeCloseTo(1, 8)
    }
  })

  it('is steep at both ends and crosses the limit at LLOQ and ULOQ', () => {
    const curve = curveOf()
    const limits = quantificationLimits(curve, { wells: 2, cvMaxPercent: 20 })
    const [lloq, uloq] = [limits?.lloq ?? NaN, limits?.uloq ?? NaN]
    const at = (concentration: number): number =>
      (100 * curveErrorAt(curve, concentration, 2).se) / concentration
    expect(at(lloq)).toBeCloseTo(20, 8)
    expect(at(uloq)).toBeCloseTo(20, 8)
    expect(at(lloq * 0.99)).toBeGreaterThan(20)
    expect(at(uloq * 1.01)).toBeGreaterThan(20)
    expect(at(Math.sqrt(lloq * uloq))).toBeLessThan(20)
  })

  it('has no limits when the curve is nowhere that exact', () => {
    expect(quantificationLimits(curveOf(), { wells: 1, cvMaxPercent: 0.01 })).toBeNull()
  })

  it.each([
    ['a concentration of zero', { wells: 2, from: 0, to: 1, points: 5 }],
    ['a falling range', { wells: 2, from: 2, to: 1, points: 5 }],
    ['one point', { wells: 2, from: 1, to: 2, points: 1 }],
    ['no wells', { wells: 0, from: 1, to: 2, points: 5 }],
  ])('refuses %s', (_, choice) => {
    expect(() => precisionProfile(curveOf(), choice)).toThrow(RangeError)
  })

  it('refuses a limit of nothing', () => {
    expect(() => quantificationLimits(curveOf(), { wells: 2, cvMaxPercent: 0 })).toThrow(RangeError)
  })
})

describe('EP17', () => {
  it('puts the limit of blank 1.645 SD above the blanks, a little more for few results', () => {
    const blanks = [[1, 2, 3, 2, 2]]
    const limit = limitOfBlank(blanks)
    // SD √½, four degrees of freedom: 1.645 / (1 - 1/16) = 1.75467.
    expect(limit?.sd).toBeCloseTo(Math.SQRT1_2, 12)
    expect(limit?.factor).toBeCloseTo(1.754_666_666_7, 9)
    expect(limit?.value).toBeCloseTo(2 + 1.754_666_666_7 * Math.SQRT1_2, 9)
    expect(limit).toMatchObject({ results: 5, specimens: 1, isProvisional: true })
  })

  it('pools specimens about their own means, and the limit of detection stands on it', () => {
    const limit = limitOfDetection(3, [[4, 6], [10, 12], []])
    expect(limit?.sd).toBeCloseTo(Math.SQRT2, 12)
    expect(limit?.value).toBeCloseTo(3 + (1.645 / (1 - 1 / 8)) * Math.SQRT2, 12)
    expect(limit?.specimens).toBe(2)
  })

  it('is no longer provisional from 60 results', () => {
    const results = (count: number): readonly number[] =>
      Array.from({ length: count }, (_, i) => i % 7)
    expect(limitOfBlank([results(59)])?.isProvisional).toBe(true)
    expect(limitOfBlank([results(60)])?.isProvisional).toBe(false)
  })

  it('says nothing of nothing, nor of one result a specimen', () => {
    expect([limitOfBlank([]), limitOfBlank([[1], [2]]), limitOfDetection(1, [[]])]).toEqual([
      null,
      null,
      null,
    ])
  })
})

describe('crossings', () => {
  it('are found to the last bit, whichever way the function runs', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (root) => {
        const rising = crossing((x) => x - root, -60, 60)
        const falling = crossing((x) => root - x, -60, 60)
        expect(Math.abs(rising - root)).toBeLessThan(1e-13)
        expect(Math.abs(falling - root)).toBeLessThan(1e-13)
      }),
    )
  })

  it('stand at an end that is already zero', () => {
    expect(crossing((x) => x, 0, 1)).toBe(0)
  })

  it('are the first of several, the first place when it is already crossed, or none', () => {
    const wave = (x: number): number => Math.sin(x) - 0.5
    expect(firstCrossing(wave, evenly(0, 20, 200))).toBeCloseTo(Math.PI / 6, 12)
    expect(firstCrossing(wave, evenly(1, 2, 5))).toBe(1)
    expect(firstCrossing(() => -1, evenly(0, 1, 5))).toBeNull()
  })
})
