import { beforeEach, describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import { fitCurve } from '../../../src/core/curve/fit-curve.ts'
import { invert } from '../../../src/core/curve/invert.ts'
import { fourOf } from './reference.ts'

const LEVELS = [0, 9.375, 18.75, 37.5, 75, 150, 300, 600]
const [A, B, C, D] = [0.06, 1.1, 240, 3.1]

function odAt(concentration: number): number {
  return D + (A - D) / (1 + (concentration / C) ** B)
}

/** Duplicates two percent apart; `mirrored` turns the curve into that of a competitive assay. */
function curveOf({ mirrored }: { readonly mirrored: boolean }): Curve {
  const points = LEVELS.flatMap((concentration) =>
    [0.99, 1.01].map((factor) => {
      const od = odAt(concentration)
      return { concentration, od: factor * (mirrored ? A + D - od : od) }
    }),
  )
  return fitCurve(points, { model: '4pl', weights: 'irls', points: 'wells' })
}

let rising: Curve
let falling: Curve
beforeEach(() => {
  rising = curveOf({ mirrored: false })
  falling = curveOf({ mirrored: true })
})

const NO_NUMBERS = {
  concentration: null,
  se: null,
  ciLow: null,
  ciHigh: null,
  gradient: [],
  slope: 0,
}

describe('a concentration read off a curve', () => {
  it('is where the curve has that OD', () => {
    const { concentration, se, ciLow, ciHigh, slope, beyond } = invert(rising, odAt(100), 2)
    expect(beyond).toBeNull()
    expect(concentration).toBeCloseTo(100, 0)
    expect(slope).toBeGreaterThan(0)
    expect(se).toBeGreaterThan(0)
    expect(ciLow).toBeLessThan(concentration ?? 0)
    expect(ciHigh).toBeGreaterThan(concentration ?? 0)
  })

  it('falls with the OD where the curve falls', () => {
    const [near, far] = [invert(falling, 2.5, 1), invert(falling, 0.5, 1)]
    expect(near.slope).toBeLessThan(0)
    expect(far.concentration).toBeGreaterThan(near.concentration ?? Infinity)
  })

  it('is surer from more wells, but never surer than the curve', () => {
    const errors = [1, 2, 8, 1_000_000].map((wells) => invert(rising, 1, wells).se ?? NaN)
    expect(errors).toStrictEqual(errors.toSorted((a, b) => b - a))
    const { gradient } = invert(rising, 1, 1)
    const ofCurve = gradient.reduce(
      (sum, gi, i) =>
        sum + gradient.reduce((s, gj, j) => s + gi * gj * (rising.covariance[i]?.[j] ?? NaN), 0),
      0,
    )
    expect(errors.at(-1)).toBeCloseTo(Math.sqrt(ofCurve), 4)
  })

  it("has the noise of the wells' own OD in it, by the weight of the fit", () => {
    const [low, high] = [invert(rising, 0.2, 2), invert(rising, 2, 2)]
    expect(low.noiseVariance).toBeCloseTo((rising.sigma * 0.2) ** 2 / 2, 15)
    expect(high.noiseVariance).toBeCloseTo((rising.sigma * 2) ** 2 / 2, 15)
  })

  it('moves with a parameter as its gradient says', () => {
    const step = 1e-6
    const { gradient, concentration } = invert(rising, 1, 1)
    for (const [k, name] of (['A', 'B', 'C', 'D'] as const).entries()) {
      const value = fourOf(rising)[name].value * (1 + step)
      const moved = { ...rising.parameters, [name]: { value, se: 0 } }
      const change =
        (invert({ ...rising, parameters: moved }, 1, 1).concentration ?? NaN) -
        (concentration ?? NaN)
      const byParameter = change / (fourOf(rising)[name].value * step)
      expect(byParameter / (gradient[k] ?? NaN)).toBeCloseTo(1, 4)
    }
  })
})

describe('an OD without a concentration', () => {
  it.each([
    ['at A', 0],
    ['below A', 0.01],
    ['far below zero', 40],
  ])('%s is below a rising curve', (_, below) => {
    expect(invert(rising, fourOf(rising).A.value - below, 2)).toMatchObject({
      ...NO_NUMBERS,
      beyond: 'below_curve',
    })
  })

  it.each([
    ['at D', 0],
    ['above D', 0.01],
  ])('%s is above a rising curve', (_, above) => {
    expect(invert(rising, fourOf(rising).D.value + above, 2)).toMatchObject({
      ...NO_NUMBERS,
      beyond: 'above_curve',
    })
  })

  it('has its sides by concentration, not by OD', () => {
    expect(invert(falling, fourOf(falling).A.value, 1).beyond).toBe('below_curve')
    expect(invert(falling, 9, 1).beyond).toBe('below_curve')
    expect(invert(falling, fourOf(falling).D.value, 1).beyond).toBe('above_curve')
    expect(invert(falling, -1, 1).beyond).toBe('above_curve')
  })

  it('a hair inside an asymptote has a number, and no finite upper limit', () => {
    const { beyond, concentration, ciHigh } = invert(rising, fourOf(rising).D.value - 1e-9, 1)
    expect(beyond).toBeNull()
    expect(concentration).toBeGreaterThan(1e6)
    expect(ciHigh).toBeNull()
  })

  it('within rounding of an asymptote is at it', () => {
    const flat = { ...rising.parameters, B: { value: 0.04, se: 0 } }
    const curve = { ...rising, parameters: flat }
    const { A: a, D: d } = fourOf(rising)
    expect(invert(curve, a.value + 1e-16, 1).beyond).toBe('below_curve')
    expect(invert(curve, d.value - 1e-15, 1).beyond).toBe('above_curve')
  })
})

describe('what invert refuses', () => {
  it.each([NaN, Infinity, -Infinity])('an OD of %s', (od) => {
    expect(() => invert(rising, od, 1)).toThrow(RangeError)
  })

  it.each([0, -1, 1.5, NaN])('%s wells', (wells) => {
    expect(() => invert(rising, 1, wells)).toThrow(RangeError)
  })
})
