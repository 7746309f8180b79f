import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  asymptotesOf,
  logisticReading,
  SIGMOID_PARAMETERS,
} from '../../../src/core/curve/logistic.ts'
import { fourParameter } from '../../../src/core/curve/four-parameter.ts'
import { squaresOf } from '../../../src/core/curve/fit-sigmoid.ts'
import { LeastSquaresSearch } from '../../../src/core/curve/levenberg-marquardt.ts'
import { evaluatedAt } from '../../../src/core/curve/rows.ts'
import { Spares } from '../../../src/core/curve/spares.ts'
import { standardsFrom } from '../../../src/core/curve/standards.ts'
import { WEIGHT_IDS } from '../../../src/core/curve/weights.ts'

describe('the order of standards', () => {
  it('is by concentration and then by OD, of few points as of many', () => {
    const one = fc.record({
      concentration: fc.integer({ min: 0, max: 5 }),
      od: fc.integer({ min: 0, max: 9 }),
    })
    for (const length of [1, 2, 7, 200]) {
      const points = fc.array(one, { minLength: length, maxLength: length })
      fc.assert(
        fc.property(points, (some) => {
          const { concentrations, ods, logs } = standardsFrom(some, 'wells')
          const sorted = some.toSorted((l, r) => l.concentration - r.concentration || l.od - r.od)
          expect([...concentrations]).toEqual(sorted.map(({ concentration }) => concentration))
          expect([...ods]).toEqual(sorted.map(({ od }) => od))
          expect([...logs]).toEqual([...concentrations].map(Math.log))
        }),
      )
    }
  })

  it('leaves the points of the caller as they were', () => {
    const points = [3, 1, 2].map((concentration) => ({ concentration, od: concentration }))
    standardsFrom(points, 'wells')
    expect(points.map(({ concentration }) => concentration)).toEqual([3, 1, 2])
  })

  it('has a row for each concentration, which its wells share', () => {
    const points = [0, 0, 4, 4, 4, 9].map((concentration, od) => ({ concentration, od }))
    const { places, rows } = evaluatedAt(standardsFrom(points, 'wells'))
    expect([...places.concentrations]).toEqual([0, 4, 9])
    expect([...places.logs]).toEqual([-Infinity, Math.log(4), Math.log(9)])
    expect(rows.count).toBe(3)
    expect([...rows.of]).toEqual([0, 0, 1, 1, 1, 2])
  })
})

describe('memory that is used again', () => {
  it('is lent to one taker at a time', () => {
    const spares = new Spares<number[]>()
    const memory = [1, 2]
    expect(spares.take(7)).toBeUndefined()
    spares.giveBack(7, memory)
    expect(spares.take(8)).toBeUndefined()
    expect(spares.take(7)).toBe(memory)
    expect(spares.take(7)).toBeUndefined()
  })

  it('is kept of eight sizes, then let go', () => {
    const spares = new Spares<number>()
    for (let size = 0; size < 8; size += 1) spares.giveBack(size, size)
    expect(spares.take(0)).toBe(0)
    spares.giveBack(0, 0)
    spares.giveBack(8, 8)
    expect(spares.take(0)).toBeUndefined()
    expect(spares.take(8)).toBe(8)
  })

  it('of two searches at once are two', () => {
    const problem = {
      observed: Float64Array.of(1, 2, 4),
      parameterCount: 1,
      evaluate: ([a = 0]: Float64Array, fitted: Float64Array, jacobian: Float64Array) => {
        fitted.fill(a)
        jacobian.fill(1)
      },
    }
    const options = { start: Float64Array.of(0), stepsMax: 9, damping: 0 }
    const first = new LeastSquaresSearch(problem)
    first.release()
    const [one, other] = [new LeastSquaresSearch(problem), new LeastSquaresSearch(problem)]
    one.rootWeights.set([2, 1, 1])
    other.rootWeights.set([1, 1, 2])
    // (4·1 + 2 + 4)/6 and (1 + 2 + 4·4)/6.
    expect(one.run(options).theta[0]).toBeCloseTo(10 / 6, 9)
    expect(other.run(options).theta[0]).toBeCloseTo(19 / 6, 9)
    expect(one.fitted[0]).toBeCloseTo(10 / 6, 9)
  })

  it('begins with weights of one, whatever it was used for', () => {
    const problem = {
      observed: Float64Array.of(1, 5),
      parameterCount: 1,
      evaluate: ([a = 0]: Float64Array, fitted: Float64Array, jacobian: Float64Array) => {
        fitted.fill(a)
        jacobian.fill(1)
      },
    }
    const used = new LeastSquaresSearch(problem)
    used.rootWeights.set([9, 0])
    used.release()
    expect([...new LeastSquaresSearch(problem).rootWeights]).toEqual([1, 1])
  })
})

describe('where the parameters of a logistic run to', () => {
  const reading = logisticReading(SIGMOID_PARAMETERS)
  const { runaway } = squaresOf({ formula: fourParameter.formula, reading })
  /** Concentrations 0, 2 and 50, ODs spanning 0.5 to 2.5. */
  const levels = [
    { concentration: 0, od: 0.5 },
    { concentration: 2, od: 1 },
    { concentration: 50, od: 2.5 },
  ]
  const of = (...values: readonly number[]): string | undefined => runaway?.(values, levels)

  it('is nowhere within a hundred spans, a hundredfold of the standards and a slope of 50', () => {
    expect(of(0.5, 1, 20, 2.5)).toBeUndefined()
    expect(of(0, 1, 20, 200)).toBeUndefined()
    expect(of(0, 1, 5000, 3)).toBeUndefined()
    expect(of(0, 1, 0.02, 3)).toBeUndefined()
    expect(of(0, 50, 20, 3)).toBeUndefined()
    expect(of(0, -50, 20, 3)).toBeUndefined()
  })

  it('is infinity beyond these', () => {
    const away = /^an asymptote runs away to infinity/
    expect(of(0, 1, 20, 200.1)).toMatch(away)
    expect(of(100, 1, 20, -100.1)).toMatch(away)
    expect(of(0, 1, 5000.1, 3)).toMatch(away)
    expect(of(0, 1, 0.0199, 3)).toMatch(away)
  })

  it('is a step beyond a slope of 50', () => {
    const step =
      'the curve turns into a step between two standards, and its slope grows without end'
    expect(of(0, 50.1, 20, 3)).toBe(step)
    expect(of(0, -50.1, 20, 300)).toBe(step)
  })
})

describe('a logistic', () => {
  const reading = logisticReading(SIGMOID_PARAMETERS)

  it('has its ends by the sign of B', () => {
    expect(asymptotesOf([1, 2, 3, 4])).toEqual([1, 4])
    expect(asymptotesOf([1, -2, 3, 4])).toEqual([4, 1])
  })

  it('has no concentration for an OD at its ends, to the last bit', () => {
    const values = [0.1, 1, 20, 2]
    expect(reading.locate(values, 0.1)).toEqual({ beyond: 'below_curve', concentrations: [] })
    expect(reading.locate(values, 2)).toEqual({ beyond: 'above_curve', concentrations: [] })
    const falling = [2, 1, 20, 0.1]
    expect(reading.locate(falling, 2)).toEqual({ beyond: 'below_curve', concentrations: [] })
    expect(reading.locate(falling, 0.1)).toEqual({ beyond: 'above_curve', concentrations: [] })
    expect(reading.locate(falling, 1.05).concentrations[0]).toBeCloseTo(20, 12)
  })

  it('can be read where a standard lies on its slope, by a millionth at least', () => {
    const { unreadable } = squaresOf({ formula: fourParameter.formula, reading })
    // The share at concentration 1 is u/(1 + u) with u = (1/C)^B.
    const at = (u: number): string | undefined =>
      unreadable?.([0, 1, 1 / u, 3], [{ concentration: 1, od: 0 }])
    expect(at(1.1e-6)).toBeUndefined()
    expect(at(0.9e-6)).toMatch(/^The best curve is a step/)
    expect(at(0.9e6)).toBeUndefined()
    expect(at(1.1e6)).toMatch(/^The best curve is a step/)
  })
})

describe('the weights there are', () => {
  it('are offered in this order', () => {
    expect(WEIGHT_IDS).toEqual(['none', '1/y', '1/y2', 'irls', 'irls-1/y', 'power'])
  })
})
