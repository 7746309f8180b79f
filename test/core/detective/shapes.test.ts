import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { backgroundOf } from '../../../src/core/detective/background.ts'
import { nearestCurve, odAt } from '../../../src/core/detective/curve-shape.ts'
import { risingFit } from '../../../src/core/detective/isotonic.ts'

const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 9 })

function squares(fit: Float64Array, given: readonly number[]): number {
  return given.reduce((sum, value, at) => sum + (value - (fit[at] ?? 0)) ** 2, 0)
}

describe('the rising fit', () => {
  it('pools what falls, by weight', () => {
    const fit = risingFit(Float64Array.of(1, 5, 2, 6), Float64Array.of(1, 1, 2, 1))
    expect([...fit]).toEqual([1, 3, 3, 6])
  })

  it('rises, keeps the mean, and is nearer than any other rising sequence tried', () => {
    fc.assert(
      fc.property(values, values, (given, other) => {
        const fit = risingFit(Float64Array.from(given), new Float64Array(given.length).fill(1))
        const total = (all: Iterable<number>): number => [...all].reduce((a, b) => a + b, 0)
        expect([...fit]).toEqual([...fit].toSorted((a, b) => a - b))
        expect(total(fit)).toBeCloseTo(total(given), 9)
        const rival = given.map((_, at) => other[at % other.length] ?? 0).toSorted((a, b) => a - b)
        expect(squares(fit, given)).toBeLessThanOrEqual(
          squares(Float64Array.from(rival), given) + 1e-9,
        )
      }),
    )
  })
})

const NOMINALS = Float64Array.of(0, 9.4, 18.8, 37.5, 75, 150, 300, 600)

/** Standards in duplicate on a stated curve, the wells named being replaced. */
function standardsOn(
  curve: { foot: number; height: number; centre: number; power: number },
  bad: ReadonlyMap<number, number> = new Map(),
) {
  const levels = Int16Array.from({ length: 16 }, (_, at) => Math.floor(at / 2))
  const expected = Array.from(levels, (level) => odAt(curve, NOMINALS[level] ?? 0))
  return {
    nominals: NOMINALS,
    levels,
    ods: Float64Array.from(expected, (od, at) => bad.get(at) ?? od),
    weights: Float64Array.from(expected, (od) => (0.08 * (od + 0.02)) ** -2),
  }
}

describe('the nearest curve', () => {
  it.each([
    { foot: 0.05, height: 3.1, centre: 900, power: 1.1 },
    { foot: 0.01, height: 1.2, centre: 150, power: 1.4 },
    { foot: 0.1, height: 0.6, centre: 300, power: 0.9 },
  ])('comes within five percent of standards on $centre, $power', (curve) => {
    const found = nearestCurve(standardsOn(curve))
    for (const nominal of NOMINALS) {
      const expected = odAt(curve, nominal)
      expect(Math.abs(odAt(found, nominal) - expected)).toBeLessThan(0.05 * (expected + 0.02))
    }
  })

  it('passes by a well that got far too little', () => {
    const curve = { foot: 0.05, height: 3.1, centre: 900, power: 1.1 }
    const found = nearestCurve(standardsOn(curve, new Map([[15, 0.3]])))
    expect(odAt(found, 600) / odAt(curve, 600)).toBeCloseTo(1, 1)
  })

  it('never falls', () => {
    const falling = standardsOn({ foot: 3, height: -2.9, centre: 300, power: 1 })
    const found = nearestCurve(falling)
    expect(odAt(found, 600)).toBeGreaterThanOrEqual(odAt(found, 0))
  })
})

describe('the background of a plate', () => {
  it('is a density, and knows what lies below', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3.9, max: 1.4, noNaN: true }), { minLength: 2, maxLength: 96 }),
        (logs) => {
          const background = backgroundOf(Float64Array.from(logs))
          const steps = Array.from({ length: 680 }, (_, at) => -4.4 + at / 100)
          const area = steps.reduce((sum, at) => sum + Math.exp(background.logDensity(at)) / 100, 0)
          expect(area).toBeCloseTo(1, 1)
          expect(background.below(-4.4)).toBeLessThan(0.2)
          expect(background.below(2.3)).toBeGreaterThan(0.9)
        },
      ),
    )
  })

  it('is higher where more wells are', () => {
    const background = backgroundOf(Float64Array.of(...Array(90).fill(-2.5), 0.5, 0.6))
    expect(background.logDensity(-2.5)).toBeGreaterThan(background.logDensity(0.5) + 2)
    expect(background.logDensity(0.5)).toBeGreaterThan(background.logDensity(-1))
  })
})
