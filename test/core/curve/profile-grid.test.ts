import { describe, expect, it } from 'vitest'

import { valleyStarts } from '../../../src/core/curve/profile-grid.ts'
import { standardsFrom } from '../../../src/core/curve/standards.ts'

const LEVELS = [0, 1, 3, 10, 30, 100, 300]

function startsOn(odAt: (concentration: number) => number): readonly Float64Array[] {
  const points = LEVELS.map((concentration) => ({ concentration, od: odAt(concentration) }))
  return valleyStarts(standardsFrom(points, 'wells'), new Float64Array(points.length).fill(1))
}

describe('the valleys of the grid', () => {
  it.each([
    ['rises', 0.1, 2.5],
    ['falls', 2.5, 0.1],
  ])('have the deepest next to a curve that %s', (_, a, d) => {
    const [deepest] = startsOn((x) => d + (a - d) / (1 + (x / 20) ** 1.4))
    const [A = NaN, B = NaN, logC = NaN, D = NaN] = deepest ?? []
    expect(Math.abs(A - a)).toBeLessThan(0.3)
    expect(Math.abs(D - d)).toBeLessThan(0.3)
    expect(Math.abs(Math.log(B / 1.4))).toBeLessThan(0.36)
    expect(Math.abs(logC - Math.log(20))).toBeLessThan(0.7)
  })

  it('are more than one where two steps explain the standards', () => {
    const starts = startsOn((x) => (x < 2 ? 0 : 1) + (x < 60 ? 0 : 1.1) - (x > 200 ? 1.6 : 0))
    expect(starts.length).toBeGreaterThan(1)
  })

  it('weigh a level by all of its wells', () => {
    const points = LEVELS.map((concentration, i) => ({ concentration, od: i % 2 ? 1 : i }))
    const doubled = standardsFrom([...points, ...points], 'wells')
    const [once] = valleyStarts(standardsFrom(points, 'wells'), new Float64Array(7).fill(1))
    const [twice] = valleyStarts(doubled, new Float64Array(14).fill(1))
    for (const [k, value] of (once ?? []).entries()) expect(twice?.[k]).toBeCloseTo(value, 9)
  })
})
