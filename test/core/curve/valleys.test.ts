import { beforeEach, describe, expect, it } from 'vitest'

import { valleyStarts } from '../../../src/core/curve/profile-grid.ts'
import { standardsFrom } from '../../../src/core/curve/standards.ts'

const LEVELS = [0, 1, 3, 10, 30, 100, 300]
const ONES = LEVELS.map(() => 1)

interface Start {
  readonly a: number
  readonly b: number
  readonly logC: number
  readonly d: number
}

function startsOn(ods: readonly number[], weights: readonly number[] = ONES): readonly Start[] {
  const points = ods.map((od, i) => ({ concentration: LEVELS[i] ?? NaN, od }))
  const roots = Float64Array.from(weights, Math.sqrt)
  return valleyStarts(standardsFrom(points, 'wells'), roots).map(
    ([a = NaN, b = NaN, logC = NaN, d = NaN]) => ({ a, b, logC, d }),
  )
}

/** Of the response at zero, what a curve has at one of the levels. */
function shareAt({ b, logC }: Start, level: number): number {
  return 1 / (1 + Math.exp(b * (Math.log(LEVELS[level] ?? NaN) - logC)))
}

function residualsOf(start: Start, ods: readonly number[]): readonly number[] {
  return ods.map((od, i) => od - start.d - (start.a - start.d) * shareAt(start, i))
}

function sumOf(start: Start, ods: readonly number[], weights: readonly number[]): number {
  return residualsOf(start, ods).reduce((sum, r, i) => sum + (weights[i] ?? NaN) * r * r, 0)
}

const CASES: readonly [ods: readonly number[], weights: readonly number[]][] = [
  [[0.1, 0.2, 0.5, 1.1, 1.6, 1.9, 2], ONES],
  [[2, 1.8, 1.2, 0.9, 0.4, 0.2, 0.1], ONES],
  [[0.1, 0.9, 0.4, 1.3, 0.2, 1.8, 1.1], ONES],
  [
    [0.1, 0.9, 0.4, 1.3, 0.2, 1.8, 1.1],
    [9, 4, 1, 7, 2, 1, 3],
  ],
  [[0, 0, 0.02, 1, 1.01, 0.99, 1], ONES],
]

describe.each(CASES)('the starts on standards %j with weights %j', (ods, weights) => {
  let starts: readonly Start[] = []
  beforeEach(() => {
    starts = startsOn(ods, weights)
  })

  it('have the asymptotes that are best for their slope and inflection', () => {
    for (const start of starts) {
      const residuals = residualsOf(start, ods)
      // The residuals are at right angles to what either asymptote moves.
      const byA = residuals.reduce(
        (sum, r, i) => sum + (weights[i] ?? NaN) * r * shareAt(start, i),
        0,
      )
      const byBoth = residuals.reduce((sum, r, i) => sum + (weights[i] ?? NaN) * r, 0)
      expect(byA).toBeCloseTo(0, 9)
      expect(byBoth).toBeCloseTo(0, 9)
    }
  })

  it('come with the deepest first', () => {
    const sums = starts.map((start) => sumOf(start, ods, weights))
    for (const [i, sum] of sums.entries()) {
      expect(sum).toBeGreaterThanOrEqual((sums[i - 1] ?? 0) - 1e-12)
    }
  })

  it('lie on the grid: slopes from ¼ to 8, inflections from an eighth to thirtyfold', () => {
    const onGrid = starts.filter(({ b }) => b !== 20)
    expect(onGrid.length).toBeGreaterThan(0)
    const [from, to] = [Math.log(1 / 8), Math.log(300 * 30)]
    for (const { b, logC } of onGrid) {
      const column = (17 * (logC - from)) / (to - from)
      expect(column).toBeCloseTo(Math.round(column), 9)
      expect(column).toBeGreaterThan(-1e-9)
      expect(column).toBeLessThan(17 + 1e-9)
      const row = 2 * Math.log2(b / 0.25)
      expect(row).toBeCloseTo(Math.round(row), 9)
      expect(Math.round(row)).toBeLessThanOrEqual(10)
    }
  })

  it('are lower than their neighbours on the grid', () => {
    const step = (Math.log(9000) - Math.log(1 / 8)) / 17
    for (const start of starts.filter(({ b }) => b !== 20)) {
      const lowest = Math.min(
        ...[-1, 0, 1].flatMap((di) => [-1, 0, 1].map((dj) => bestSum(start, di, dj * step))),
      )
      expect(sumOf(start, ods, weights)).toBeLessThanOrEqual(lowest + 1e-9)
    }

    function bestSum({ b, logC }: Start, di: number, shift: number): number {
      const [slope, at] = [b * Math.SQRT2 ** di, logC + shift]
      const isOff = slope < 0.249 || slope > 8.1 || at < Math.log(1 / 8) - 1e-9
      if (isOff || at > Math.log(9000) + 1e-9) return Infinity
      return sumOf(lineThrough(slope, at), ods, weights)
    }

    function lineThrough(b: number, logC: number): Start {
      const start = { a: 0, b, logC, d: 0 }
      const mean = (values: readonly number[]): number =>
        values.reduce((sum, value, i) => sum + (weights[i] ?? NaN) * value, 0) /
        weights.reduce((sum, weight) => sum + weight, 0)
      const q = ods.map((_, i) => shareAt(start, i))
      const [meanQ, meanOd] = [mean(q), mean(ods)]
      const span =
        mean(q.map((one, i) => (one - meanQ) * ((ods[i] ?? NaN) - meanOd))) /
        mean(q.map((one) => (one - meanQ) ** 2))
      const d = meanOd - span * meanQ
      return { ...start, a: d + span, d }
    }
  })
})

describe('steps', () => {
  const steps = (ods: readonly number[]): readonly number[] =>
    startsOn(ods)
      .filter(({ b }) => b === 20)
      .map(({ logC }) => logC)

  it('are tried in the middle of two levels where nothing is near as deep', () => {
    expect(steps([0, 0, 0.02, 1, 1.01, 0.99, 1])[0]).toBeCloseTo(
      (Math.log(3) + Math.log(10)) / 2,
      9,
    )
  })

  it('are tried at a level that lies half-way up', () => {
    expect(steps([0, 0, 0.02, 0.5, 1.01, 0.99, 1]).map((log) => log.toFixed(6))).toContain(
      Math.log(10).toFixed(6),
    )
  })

  it('are not tried on an ordinary curve', () => {
    expect(steps([0.1, 0.2, 0.5, 1.1, 1.6, 1.9, 2])).toEqual([])
  })
})
