import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import type { Weights } from '../../../src/core/assay.ts'
import { fitCurve, type CurvePoint } from '../../../src/core/curve/fit-curve.ts'
import { invert } from '../../../src/core/curve/invert.ts'
import { fourOf, relativeError } from './reference.ts'

/**
 * What must hold whatever the truth is: a fit does not know the zero of an unweighted OD, nor the
 * unit of an OD or of a concentration, nor the order of the wells.
 */

/**
 * An ELISA with a zero standard and duplicates some percent apart, whose curve is well determined.
 */
const plates = fc
  .record({
    a: fc.double({ min: 0.03, max: 0.12, noNaN: true }),
    d: fc.double({ min: 1.5, max: 3.5, noNaN: true }),
    b: fc.double({ min: 0.8, max: 1.6, noNaN: true }),
    c: fc.double({ min: 60, max: 250, noNaN: true }),
    falls: fc.boolean(),
    noise: fc.array(fc.double({ min: -0.01, max: 0.01, noNaN: true }), {
      minLength: 16,
      maxLength: 16,
    }),
  })
  .map(({ a, b, c, d, falls, noise }): readonly CurvePoint[] =>
    noise.map((part, i) => {
      const concentration = i < 2 ? 0 : 600 / 2 ** (7 - Math.floor(i / 2))
      const share = 1 / (1 + (concentration / c) ** b)
      const od = falls ? a + (d - a) * share : d + (a - d) * share
      return { concentration, od: od * (1 + part + (i % 2 === 0 ? 0.01 : -0.01)) }
    }),
  )

const everyWeight = fc.constantFrom<Weights>('none', '1/y', '1/y2', 'irls')
const scaleFree = fc.constantFrom<Weights>('none', '1/y2', 'irls')
const factors = fc.double({ min: -5, max: 6, noNaN: true }).map((exponent) => 10 ** exponent)

function fitted(points: readonly CurvePoint[], weights: Weights): Curve {
  const curve = fitCurve(points, { model: '4pl', weights, points: 'wells' })
  expect(curve.converged).toBe(true)
  return curve
}

function valuesOf(curve: Curve): [number, number, number, number] {
  const { A, B, C, D } = fourOf(curve)
  return [A.value, B.value, C.value, D.value]
}

/** The largest difference of two lists of numbers, relative to the second or to a given scale. */
function apart(actual: readonly number[], expected: readonly number[], scale?: number): number {
  const parts = expected.map(
    (value, i) => Math.abs((actual[i] ?? NaN) - value) / (scale ?? Math.abs(value)),
  )
  return Math.max(...parts)
}

/** Far more than rounding, far less than any well means. */
const SAME = 1e-6

describe('laws of the fit', () => {
  it('a constant added to every OD moves A and D of an unweighted fit, nothing else', () => {
    const shifts = fc.double({ min: -0.5, max: 0.5, noNaN: true })
    fc.assert(
      fc.property(plates, shifts, (points, shift) => {
        const shifted = points.map((point) => ({ ...point, od: point.od + shift }))
        const [before, after] = [fitted(points, 'none'), fitted(shifted, 'none')]
        const [a, b, c, d] = valuesOf(before)
        const span = Math.abs(d - a)
        const [shiftedA, shiftedB, shiftedC, shiftedD] = valuesOf(after)
        expect(apart([shiftedA, shiftedD], [a + shift, d + shift], span)).toBeLessThan(SAME)
        expect(apart([shiftedB, shiftedC], [b, c])).toBeLessThan(SAME)
        expect(apart([fourOf(after).C.se], [fourOf(before).C.se])).toBeLessThan(SAME)
      }),
    )
  })

  it('ODs in another unit leave B and C alone, unless they are weighed by 1/y', () => {
    fc.assert(
      fc.property(plates, scaleFree, factors, (points, weights, factor) => {
        const scaled = points.map((point) => ({ ...point, od: point.od * factor }))
        const [before, after] = [fitted(points, weights), fitted(scaled, weights)]
        const [, b, c, d] = valuesOf(before)
        const [, scaledB, scaledC, scaledD] = valuesOf(after)
        expect(apart([scaledB, scaledC, scaledD], [b, c, d * factor])).toBeLessThan(SAME)
        expect(apart([fourOf(after).D.se], [fourOf(before).D.se * factor])).toBeLessThan(SAME)
        expect(apart([after.r2], [before.r2])).toBeLessThan(SAME)
      }),
    )
  })

  it('concentrations in another unit scale C and every concentration read off', () => {
    fc.assert(
      fc.property(plates, everyWeight, factors, (points, weights, factor) => {
        const scaled = points.map((point) => ({
          ...point,
          concentration: point.concentration * factor,
        }))
        const [before, after] = [fitted(points, weights), fitted(scaled, weights)]
        const [a, b, c, d] = valuesOf(before)
        const [, scaledB, scaledC] = valuesOf(after)
        expect(apart([scaledB, scaledC], [b, c * factor])).toBeLessThan(SAME)
        expect(apart([after.condition], [before.condition])).toBeLessThan(SAME)
        const [x, y] = [before, after].map((curve) => invert(curve, (a + d) / 2, 2))
        const read = [y?.concentration ?? NaN, y?.se ?? NaN]
        const expected = [(x?.concentration ?? NaN) * factor, (x?.se ?? NaN) * factor]
        expect(apart(read, expected)).toBeLessThan(SAME)
      }),
    )
  })

  it('the order of the wells changes not a bit', () => {
    const shuffled = plates.chain((points) =>
      fc.tuple(fc.constant(points), fc.shuffledSubarray([...points], { minLength: 16 })),
    )
    fc.assert(
      fc.property(shuffled, everyWeight, ([points, other], weights) => {
        expect(fitted(other, weights)).toStrictEqual(fitted(points, weights))
      }),
    )
  })

  it('B is above zero whichever way the curve runs', () => {
    fc.assert(
      fc.property(plates, everyWeight, (points, weights) => {
        const { A, B, D } = fourOf(fitted(points, weights))
        const rises = (points.at(-1)?.od ?? 0) > (points[0]?.od ?? 0)
        expect(B.value).toBeGreaterThan(0)
        expect(D.value > A.value).toBe(rises)
      }),
    )
  })

  it('reading a concentration off and putting it back gives the OD again', () => {
    const places = fc.double({ min: 0.001, max: 0.999, noNaN: true })
    fc.assert(
      fc.property(plates, everyWeight, places, (points, weights, place) => {
        const curve = fitted(points, weights)
        const { A, B, C, D } = fourOf(curve)
        const od = A.value + place * (D.value - A.value)
        const x = invert(curve, od, 1).concentration ?? NaN
        const again = D.value + (A.value - D.value) / (1 + (x / C.value) ** B.value)
        expect(relativeError(again, od)).toBeLessThan(1e-10)
      }),
    )
  })

  it('means of balanced duplicates give the unweighted curve of the wells', () => {
    fc.assert(
      fc.property(plates, (points) => {
        const wells = fitted(points, 'none')
        const means = fitCurve(points, { model: '4pl', weights: 'none', points: 'means' })
        expect(apart(valuesOf(means), valuesOf(wells))).toBeLessThan(SAME)
        expect(means.df).toBe(4)
      }),
    )
  })
})
