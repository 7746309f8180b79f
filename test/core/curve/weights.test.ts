import { describe, expect, it } from 'vitest'

import type { Weights } from '../../../src/core/assay.ts'
import { fitCurve } from '../../../src/core/curve/fit-curve.ts'
import { standardsFrom } from '../../../src/core/curve/standards.ts'
import {
  fillRootWeights,
  flooredCount,
  odFloorOf,
  weightAt,
} from '../../../src/core/curve/weights.ts'
import { fourOf, relativeError } from './reference.ts'

const ods = Float64Array.of(-0.1, 0.01, 0.5, 2)

describe('weights', () => {
  it.each<[Weights, readonly number[], number]>([
    ['none', [1, 1, 1, 1], 0],
    ['1/y', [1 / 0.02, 1 / 0.02, 2, 1 / 2], 2],
    ['1/y2', [1 / 0.0004, 1 / 0.0004, 4, 1 / 4], 2],
    ['irls', [1 / 0.0004, 1 / 0.0004, 4, 1 / 4], 2],
    ['irls-1/y', [1 / 0.02, 1 / 0.02, 2, 1 / 2], 2],
  ])('%s are these, never by an OD below the floor', (weights, expected, floored) => {
    const roots = new Float64Array(4)
    fillRootWeights(roots, ods, { weights, odFloor: 0.02 })
    for (const [i, weight] of expected.entries()) {
      expect((roots[i] ?? NaN) ** 2).toBeCloseTo(weight, 9)
      expect(weightAt(ods[i] ?? NaN, { weights, odFloor: 0.02 })).toBeCloseTo(weight, 9)
    }
    expect(flooredCount(ods, { weights, odFloor: 0.02 })).toBe(floored)
  })

  it('have their floor at half the smallest positive mean of a standard', () => {
    const levels = [-0.2, 0.3, 0.08].map((od, concentration) => ({ od, concentration }))
    expect(odFloorOf(levels)).toBe(0.04)
    expect(odFloorOf(levels.slice(0, 1))).toBe(0)
  })
})

describe('reweighting', () => {
  it('ends where the curve is the best one under its own weights', () => {
    const points = [0, 1, 3, 9, 27, 81, 243].flatMap((concentration, i) =>
      [-1, 1].map((side) => {
        const od = 2.8 + (0.07 - 2.8) / (1 + (concentration / 60) ** 1.1)
        return { concentration, od: od * (1 + side * 0.02 + 0.01 * ((i % 3) - 1)) }
      }),
    )
    const curve = fitCurve(points, { model: '4pl', weights: 'irls', points: 'wells' })
    const parameters = fourOf(curve)
    const [A, B, C, D] = [parameters.A, parameters.B, parameters.C, parameters.D].map(
      ({ value }) => value,
    )
    const fittedAt = (x: number, d = D ?? NaN): number =>
      d + ((A ?? NaN) - d) / (1 + (x / (C ?? NaN)) ** (B ?? NaN))
    // The derivative by D of Σ w (y - f)² with the weights held at 1/f², by central differences.
    const sumAt = (d: number): number =>
      points.reduce(
        (sum, { concentration: x, od }) => sum + ((od - fittedAt(x, d)) / fittedAt(x)) ** 2,
        0,
      )
    const step = 1e-4
    const slope = (sumAt((D ?? NaN) + step) - sumAt((D ?? NaN) - step)) / (2 * step)
    const curvature =
      (sumAt((D ?? NaN) + step) + sumAt((D ?? NaN) - step) - 2 * sumAt(D ?? NaN)) / step ** 2
    expect(Math.abs(slope / curvature)).toBeLessThan(1e-8)
  })
})

describe('standards', () => {
  const wells = [
    { concentration: 8, od: 1.5 },
    { concentration: 0, od: 0.07 },
    { concentration: 8, od: 1.3 },
    { concentration: 0, od: 0.05 },
    { concentration: 8, od: 1.4 },
  ]

  it('come in order, with the mean of each level', () => {
    const { concentrations, ods: sorted, levels, logs } = standardsFrom(wells, 'wells')
    expect([...concentrations]).toStrictEqual([0, 0, 8, 8, 8])
    expect([...sorted]).toStrictEqual([0.05, 0.07, 1.3, 1.4, 1.5])
    expect(logs[0]).toBe(-Infinity)
    expect(levels.map(({ concentration }) => concentration)).toStrictEqual([0, 8])
    expect(relativeError(levels[1]?.od, 1.4)).toBeLessThan(1e-15)
  })

  it('are one point a level as means', () => {
    const { concentrations, ods: means } = standardsFrom(wells, 'means')
    expect([...concentrations]).toStrictEqual([0, 8])
    expect(means[0]).toBeCloseTo(0.06, 15)
    expect(means[1]).toBeCloseTo(1.4, 15)
  })
})
