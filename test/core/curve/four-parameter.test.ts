import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { fourParameter } from '../../../src/core/curve/four-parameter.ts'
import { at } from '../../../src/core/curve/matrix.ts'
import { standardsFrom } from '../../../src/core/curve/standards.ts'

const parameters = [0.06, 1.2, 150, 3]
const theta = Float64Array.of(0.06, 1.2, Math.log(150), 3)
const concentrations = [0, 1e-9, 1, 30, 150, 600, 1e12]
const points = concentrations.map((concentration, od) => ({ concentration, od }))

function filled(of: Float64Array): { fitted: Float64Array; jacobian: Float64Array } {
  const [fitted, jacobian] = [new Float64Array(points.length), new Float64Array(4 * points.length)]
  fourParameter.formula.evaluator(standardsFrom(points, 'wells'))(of, fitted, jacobian)
  return { fitted, jacobian }
}

describe('the four-parameter logistic', () => {
  it('is A at concentration zero, halfway at C, and D at infinity', () => {
    expect(fourParameter.value(parameters, 0)).toBe(0.06)
    expect(fourParameter.value(parameters, 150)).toBeCloseTo(1.53, 14)
    expect(fourParameter.value(parameters, 1e300)).toBe(3)
  })

  it('is the same in the search as elsewhere', () => {
    const { fitted, jacobian } = filled(theta)
    for (const [i, concentration] of concentrations.entries()) {
      expect(at(fitted, i)).toBeCloseTo(fourParameter.value(parameters, concentration), 14)
      const [byA = 0, byB = 0, byC = 0, byD = 0] = fourParameter.gradient(parameters, concentration)
      const column = (k: number): number => at(jacobian, k * points.length + i)
      expect(column(0)).toBeCloseTo(byA, 14)
      expect(column(1)).toBeCloseTo(byB, 14)
      expect(column(2)).toBeCloseTo(byC * 150, 14)
      expect(column(3)).toBeCloseTo(byD, 14)
    }
  })

  it('has the derivatives that differences show', () => {
    const step = 1e-6
    const { jacobian } = filled(theta)
    for (const k of [0, 1, 2, 3]) {
      const [up, down] = [1, -1].map((sign) => {
        const moved = theta.slice()
        moved[k] = at(moved, k) + sign * step
        return filled(moved).fitted
      })
      for (const i of points.keys()) {
        const difference = ((up?.[i] ?? NaN) - (down?.[i] ?? NaN)) / (2 * step)
        expect(at(jacobian, k * points.length + i)).toBeCloseTo(difference, 8)
      }
    }
    const slope =
      (fourParameter.value(parameters, 30.001) - fourParameter.value(parameters, 29.999)) / 0.002
    expect(fourParameter.slope(parameters, 30)).toBeCloseTo(slope, 9)
  })

  it('moves with nothing but A at concentration zero', () => {
    const { jacobian } = filled(theta)
    const row = [0, 1, 2, 3].map((k) => Math.abs(at(jacobian, k * points.length)))
    expect(row).toStrictEqual([1, 0, 0, 0])
    expect(fourParameter.gradient(parameters, 0)).toStrictEqual([1, 0, 0, 0])
  })

  it('is one curve in two orientations, and B > 0 is the one that is kept', () => {
    const turned = Float64Array.of(3, -1.2, Math.log(150), 0.06)
    const [one, other] = [filled(theta).fitted, filled(turned).fitted]
    for (const i of points.keys()) expect(at(one, i)).toBeCloseTo(at(other, i), 14)
    expect(fourParameter.formula.oriented(turned)).toStrictEqual(theta)
    expect(fourParameter.formula.oriented(theta)).toBe(theta)
  })

  it('keeps its digits where one asymptote is enormous', () => {
    const huge = [0.01, 1, 1e12, 1e10]
    // (0.01 + 1e10 · 1e-12) / (1 + 1e-12).
    expect(fourParameter.value(huge, 1)).toBeCloseTo(0.02 / (1 + 1e-12), 16)
  })

  it('has an inverse', () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 4, noNaN: true }), (exponent) => {
        const concentration = 10 ** exponent
        const od = fourParameter.value(parameters, concentration)
        const [read = NaN] = fourParameter.locate(parameters, od).concentrations
        expect(read / concentration).toBeCloseTo(1, 7)
      }),
    )
  })
})
