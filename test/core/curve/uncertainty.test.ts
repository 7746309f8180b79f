import { beforeEach, describe, expect, it } from 'vitest'

import { randomFrom } from '../../../scripts/demo/random.ts'
import type { Curve } from '../../../src/core/analysis.ts'
import type { Weights } from '../../../src/core/assay.ts'
import { confidenceBand, type BandPoint } from '../../../src/core/curve/band.ts'
import { compareModels, type Comparison } from '../../../src/core/curve/compare-models.ts'
import { MODEL_IDS } from '../../../src/core/curve/curve-models.ts'
import { fitCurve } from '../../../src/core/curve/fit-curve.ts'
import { invert } from '../../../src/core/curve/invert.ts'
import { odAt } from '../../../src/core/curve/read-curve.ts'

const random = randomFrom(7)
const CHOICE = { model: '4pl', weights: 'irls', points: 'wells' } as const
const points = [0, 9.375, 18.75, 37.5, 75, 150, 300, 600].flatMap((concentration) =>
  [0, 1].map(() => {
    const od = 3.1 + (0.06 - 3.1) / (1 + (concentration / 240) ** 1.1)
    return { concentration, od: od * (1 + 0.03 * random.normal()) }
  }),
)
let curve: Curve
beforeEach(() => {
  curve = fitCurve(points, CHOICE)
})

describe('the confidence band', () => {
  let band: readonly BandPoint[] = []
  beforeEach(() => {
    band = confidenceBand(curve, { from: 5, to: 600, points: 21, wells: 2 })
  })

  it('goes over the grid of logarithms, both ends exact', () => {
    expect(band).toHaveLength(21)
    expect([band[0]?.concentration, band[20]?.concentration]).toStrictEqual([5, 600])
    const ratios = band.slice(1).map((one, i) => one.concentration / (band[i]?.concentration ?? 0))
    expect(Math.max(...ratios) / Math.min(...ratios)).toBeCloseTo(1, 9)
  })

  it('holds the curve, and wells scatter wider than the curve', () => {
    for (const { concentration, od, low, high, predictionLow, predictionHigh } of band) {
      expect(od).toBe(odAt(curve, concentration))
      expect(high - od).toBeCloseTo(od - low, 12)
      expect(predictionLow).toBeLessThan(low)
      expect(predictionHigh).toBeGreaterThan(high)
    }
  })

  it('is where an OD is as far off as its inverse prediction says', () => {
    const { se, slope } = invert(curve, odAt(curve, 100), 2)
    const [one] = confidenceBand(curve, { from: 100, to: 200, points: 2, wells: 2 })
    const half = (one?.predictionHigh ?? NaN) - (one?.od ?? NaN)
    expect(half / ((se ?? NaN) * slope * 2.178_812_829_667_228_4)).toBeCloseTo(1, 9)
  })

  it('is empty without errors, and refuses a grid that is none', () => {
    const joined = fitCurve(points, { ...CHOICE, model: 'pchip' })
    expect(confidenceBand(joined, { from: 1, to: 2, points: 2, wells: 1 })).toStrictEqual([])
    for (const wrong of [{ from: 0 }, { to: 1 }, { points: 1 }]) {
      const choice = { from: 5, to: 600, points: 3, wells: 1, ...wrong }
      expect(() => confidenceBand(curve, choice)).toThrow(RangeError)
    }
  })
})

describe('the comparison of models', () => {
  const choice = { weights: '1/y2', points: 'wells' } as const
  let compared: readonly Comparison[] = []
  beforeEach(() => {
    compared = compareModels(points, MODEL_IDS, choice)
  })
  const of = (id: string) => compared.find(({ model }) => model === id)

  it('has every model in the order asked for', () => {
    expect(compared.map(({ model }) => model)).toStrictEqual(MODEL_IDS)
    expect(compared.every(({ backFits }) => backFits.length === 8)).toBe(true)
  })

  it('prefers the model that made the data over a line', () => {
    expect(of('4pl')?.aicc).toBeLessThan(of('linear')?.aicc ?? -Infinity)
    expect(of('4pl')?.aicc).toBeLessThan(of('quadratic')?.aicc ?? -Infinity)
    expect(of('pchip')?.aicc).toBeNull()
    expect([of('4pl')?.estimated, of('3pl')?.estimated, of('5pl-')?.estimated]).toStrictEqual([
      5, 4, 6,
    ])
  })

  it('tests the fifth parameter by F, and only that', () => {
    const p = of('5pl-')?.pOverFourParameter ?? NaN
    expect(p).toBeGreaterThan(0.05)
    expect(p).toBeLessThanOrEqual(1)
    expect(of('4pl')?.pOverFourParameter).toBeNull()
    const bent = points.map(({ concentration }, i) => ({
      concentration,
      od: (3.1 + (0.06 - 3.1) / (1 + (concentration / 240) ** 2.5) ** 0.3) * (i % 2 ? 1.01 : 0.99),
    }))
    const [five] = compareModels(bent, ['5pl+'], choice)
    expect(five?.pOverFourParameter).toBeLessThan(0.05)
    const [refitted] = compareModels(bent, ['5pl+'], { ...choice, weights: 'irls' })
    expect(refitted?.pOverFourParameter).toBe(five?.pOverFourParameter)
  })

  it('compares under one set of weights, also where each fit would have its own', () => {
    const criteria = (weights: Weights) =>
      compareModels(points, ['4pl', '5pl-', 'quadratic'], { ...choice, weights }).map((one) => [
        one.criterionWeights,
        one.aicc,
        one.pOverFourParameter,
      ])
    expect(criteria('irls')).toEqual(criteria('1/y2'))
    expect(criteria('power')).toEqual(criteria('1/y2'))
    expect(criteria('irls-1/y')).toEqual(criteria('1/y'))
    expect(criteria('1/y')[0]?.[1]).not.toBe(criteria('1/y2')[0]?.[1])
    const recoveries = (weights: Weights) =>
      compareModels(points, ['4pl'], { ...choice, weights })[0]?.backFits
    expect(recoveries('irls')).not.toEqual(recoveries('1/y2'))
  })

  it('has no criterion for a line that leaves the zero out or weighs otherwise', () => {
    expect(of('log-log')?.aicc).toBeNull()
    const positive = points.filter(({ concentration }) => concentration > 0)
    const [weighed] = compareModels(positive, ['log-log'], choice)
    expect(weighed?.aicc).toBeNull()
    const [plain] = compareModels(positive, ['log-log'], { ...choice, weights: 'none' })
    expect(plain?.aicc).toEqual(expect.any(Number))
    const [without] = compareModels(points, ['log-log'], { ...choice, weights: 'none' })
    expect(without?.aicc).toBeNull()
  })

  it('says why a model has no curve', () => {
    const [five] = compareModels(points.slice(0, 8), ['5pl'], choice)
    expect(five).toMatchObject({ converged: false, aicc: null, backFits: [] })
    expect(five?.reason).toMatch(/too few/)
  })
})
