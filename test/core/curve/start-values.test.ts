import { describe, expect, it } from 'vitest'

import { firstLogisticStart } from '../../../src/core/curve/start-values.ts'
import { standardsFrom } from '../../../src/core/curve/standards.ts'

function startOn(odOf: readonly (readonly [number, number])[]): readonly number[] {
  const points = odOf.map(([concentration, od]) => ({ concentration, od }))
  return [...firstLogisticStart(standardsFrom(points, 'wells'))]
}

const LEVELS = [0, 2, 5, 10, 30, 80, 200]

function onLevels(ods: readonly number[]): readonly (readonly [number, number])[] {
  return LEVELS.map((x, i) => [x, ods[i] ?? NaN])
}

/** A logistic whose asymptotes are the start's own for level means from 0.1 to 2.1. */
function logistic(x: number): number {
  const [a, d] = [0.1 - 0.02 * 2, 2.1 + 0.3 * 2]
  return d + (a - d) / (1 + (x / 40) ** 1.5)
}

describe('the first start of a logistic', () => {
  it('puts the asymptotes outside the level means, by 2 % of their span and by 30 %', () => {
    const [a, , , d] = startOn(onLevels([0.1, 0.3, 0.2, 0.9, 1.5, 2.1, 2]))
    expect(a).toBeCloseTo(0.06, 14)
    expect(d).toBeCloseTo(2.7, 14)
  })

  it('turns them round where the standards fall', () => {
    const [a, b, , d] = startOn(
      LEVELS.map((x, i) => [x, [2.1, 2, 1.8, 1.2, 0.8, 0.3, 0.1][i] ?? 0]),
    )
    expect(a).toBeCloseTo(2.14, 14)
    expect(d).toBeCloseTo(-0.5, 14)
    expect(b).toBeGreaterThan(0)
  })

  it('goes straight through standards whose logits are a line', () => {
    // Level means of exactly 0.1 and 2.1 at the ends, the others on the curve between.
    const low = 40 * (0.04 / 2.6) ** (1 / 1.5)
    const high = 40 * (2.04 / 0.6) ** (1 / 1.5)
    const inner = [2.9, 5, 10, 30, 80].map((x) => [x, logistic(x)] as const)
    const [a, b, logC, d] = startOn([[low, 0.1], ...inner, [high, 2.1]])
    expect(a).toBeCloseTo(0.06, 12)
    expect(b).toBeCloseTo(1.5, 9)
    expect(logC).toBeCloseTo(Math.log(40), 9)
    expect(d).toBeCloseTo(2.7, 12)
  })

  it('trusts a logit by the square of its own slope', () => {
    // The weighted line, by numpy, through the logits of y = (OD + 0.02)/1.32 at 0, 1, 2, 3 with
    // weights (y·(1 - y))²; the asymptotes are -0.02 and 1.3.
    const rows = [0, 0.2, 0.4, 1].map((od, i) => [Math.exp(i), od] as const)
    const [, b, logC] = startOn(rows)
    expect(b).toBeCloseTo(1.488_865_147_505_995, 9)
    expect(logC).toBeCloseTo(2.321_541_424_833_303, 9)
  })

  it('has slope 1 at the middle of the logarithms where no line rises', () => {
    const [, b, logC] = startOn([
      [0, 0.1],
      [1, 0.9],
      [10, 0.5],
      [100, 0.4],
    ])
    expect(b).toBe(1)
    expect(logC).toBeCloseTo(Math.log(10), 14)
  })

  it('has slope 1 where a single level is above concentration zero', () => {
    const [, b, logC] = startOn([
      [0, 0.1],
      [7, 0.9],
    ])
    expect(b).toBe(1)
    expect(logC).toBeCloseTo(Math.log(7), 14)
  })
})
