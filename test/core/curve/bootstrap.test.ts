import { beforeEach, describe, expect, it } from 'vitest'

import { randomFrom } from '../../../scripts/demo/random.ts'
import type { Curve } from '../../../src/core/analysis.ts'
import type { CurveChoice } from '../../../src/core/assay.ts'
import { bootstrapInverse, type Bootstrap } from '../../../src/core/curve/bootstrap.ts'
import { fitCurve } from '../../../src/core/curve/fit-curve.ts'
import { invert } from '../../../src/core/curve/invert.ts'
import { odAt } from '../../../src/core/curve/read-curve.ts'

const LINE: CurveChoice = { model: 'linear', weights: 'none', points: 'wells' }

/** The line 0.1 + 0.2·x with residuals of ±0.01: σ = √(0.0004/2), and over it, scaled, ±1. */
const [PLUS, MINUS] = [0, 0.25]
const onLine = [0.11, 0.29, 0.49, 0.71].map((od, concentration) => ({ concentration, od }))
const SIGMA = Math.sqrt(2e-4)

/** Hands out the same numbers again and again: four for the standards, the rest for the unknown. */
function cycling(numbers: readonly number[]): () => number {
  let next = 0
  return () => {
    next += 1
    return numbers[(next - 1) % numbers.length] ?? NaN
  }
}

/**
 * All standards up by σ in each of 41 draws; of the unknown's forty wells none is up in the first
 * draw, all of them are in the last.
 */
function stepByStep(): () => number {
  const draws = Array.from({ length: 41 }, (_, ups) => [
    PLUS,
    PLUS,
    PLUS,
    PLUS,
    ...Array.from({ length: 40 }, (__, well) => (well < ups ? PLUS : MINUS)),
  ])
  return cycling(draws.flat())
}

function drawn(how: Partial<Parameters<typeof bootstrapInverse>[2]>): Bootstrap {
  const all = { od: 0.4, wells: 2, draws: 41, random: cycling([PLUS]), ...how }
  const found = bootstrapInverse(onLine, LINE, all)
  if (found === null) throw new RangeError('Expected a bootstrap.')
  return found
}

describe('the bootstrap of a line', () => {
  it('moves nothing when standards and unknown are up alike', () => {
    const { interval, median, failed, draws } = drawn({})
    for (const place of [interval.low, median, interval.high]) expect(place).toBeCloseTo(1.5, 12)
    expect([failed, draws]).toEqual([0, 41])
  })

  it('moves the unknown by the mean of its wells', () => {
    const up = [PLUS, PLUS, PLUS, PLUS]
    const down = drawn({ random: cycling([...up, MINUS, MINUS]) })
    expect(down.median).toBeCloseTo(1.5 - (2 * SIGMA) / 0.2, 12)
    const even = drawn({ random: cycling([...up, MINUS, PLUS]) })
    expect(even.median).toBeCloseTo(1.5 - SIGMA / 0.2, 12)
  })

  it('turns with the standards', () => {
    // Up, up, down, down: the slope falls by 0.8·σ, the middle stays.
    const turned = drawn({ random: cycling([PLUS, PLUS, MINUS, MINUS, PLUS, MINUS]), od: 0.5 })
    expect(turned.median).toBeCloseTo(1.5 + 0.1 / (0.2 - 0.8 * SIGMA), 12)
  })

  it('has its limits where 2.5 % of the draws lie beyond, between draws where need be', () => {
    const at = (ups: number): number => 1.5 + (SIGMA / 0.2) * (ups / 20 - 2)
    const { interval, median } = drawn({ wells: 40, random: stepByStep() })
    expect(interval.low).toBeCloseTo(at(1), 12)
    expect(median).toBeCloseTo(at(20), 12)
    expect(interval.high).toBeCloseTo(at(39), 12)
    const narrower = drawn({ wells: 40, random: stepByStep(), confidence: 0.93 }).interval
    expect(narrower.low).toBeCloseTo(at(1.4), 12)
    expect(narrower.high).toBeCloseTo(at(38.6), 12)
  })

  it('has no limit above zero where draws lie at zero or below', () => {
    const { interval, median } = drawn({ od: 0.1 + SIGMA, wells: 40, random: stepByStep() })
    expect([interval.low, median]).toEqual([null, null])
    expect(interval.high).toBeCloseTo((38 / 8) * SIGMA, 12)
  })

  it('leaves out draws that have no curve, and counts them', () => {
    const faint = [0.011, -0.009, 0.011, 0.031].map((od, concentration) => ({ concentration, od }))
    const how = { od: 0.02, wells: 1, draws: 40 }
    const choice: CurveChoice = { ...LINE, weights: '1/y2' }
    const none = bootstrapInverse(faint, choice, { ...how, random: cycling([0.25]) })
    expect(none).toEqual({
      interval: { low: null, high: null },
      median: null,
      failed: 40,
      draws: 40,
    })
  })
})

describe('the bootstrap', () => {
  const random = randomFrom(7)
  const choice: CurveChoice = { model: '4pl', weights: '1/y2', points: 'wells' }
  const points = [0, 9.375, 18.75, 37.5, 75, 150, 300, 600].flatMap((concentration) =>
    [0, 1].map(() => {
      const od = 3.1 + (0.06 - 3.1) / (1 + (concentration / 240) ** 1.1)
      return { concentration, od: od * (1 + 0.03 * random.normal()) }
    }),
  )
  let curve: Curve
  beforeEach(() => {
    curve = fitCurve(points, choice)
  })
  const withSeed = (seed: number, od: number): Bootstrap | null => {
    const generator = randomFrom(seed)
    const how = { od, wells: 2, draws: 200, random: () => generator.uniform() }
    return bootstrapInverse(points, choice, how)
  }

  it('agrees with the delta method, and with itself', () => {
    const once = withSeed(1, 1)
    expect(withSeed(1, 1)).toStrictEqual(once)
    const { ciLow, ciHigh, concentration } = invert(curve, 1, 2)
    expect(once?.failed).toBe(0)
    expect((once?.median ?? NaN) / (concentration ?? NaN)).toBeCloseTo(1, 1)
    const width = Math.log((once?.interval.high ?? NaN) / (once?.interval.low ?? NaN))
    // The bootstrap has no Student's t: 2.18 of it to 1.96.
    const expected = (Math.log((ciHigh ?? NaN) / (ciLow ?? NaN)) * 1.96) / 2.18
    expect(Math.abs(width / expected - 1)).toBeLessThan(0.2)
  })

  it('has no finite limit where draws lie beyond the curve', () => {
    const { low, high } = withSeed(2, odAt(curve, 1e9) * 0.995)?.interval ?? {}
    expect(low).toBeGreaterThan(300)
    expect(high).toBeNull()
  })

  it('is none without a curve, and refuses fewer than 40 draws', () => {
    const how = { od: 1, wells: 2, draws: 40, random: () => 0 }
    expect(bootstrapInverse(points.slice(0, 2), choice, how)).toBeNull()
    expect(() => bootstrapInverse(points, choice, { ...how, draws: 39 })).toThrow(
      new RangeError("Expected 40 draws or more, got '39'."),
    )
  })

  it('draws onto wells even where the assay fits means', () => {
    const how = { od: 0.4, wells: 2, draws: 40, random: () => PLUS }
    const doubled = [...onLine, ...onLine]
    const [wells, means] = (['wells', 'means'] as const).map((mode) =>
      bootstrapInverse(doubled, { ...LINE, points: mode }, how),
    )
    expect(means).toStrictEqual(wells)
  })
})
