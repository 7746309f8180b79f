import { describe, expect, it } from 'vitest'

import type { Weights } from '../../../src/core/assay.ts'
import { compareModels, type Comparison } from '../../../src/core/curve/compare-models.ts'
import type { CurvePoint } from '../../../src/core/curve/fit-curve.ts'
import { relativeError } from './reference.ts'

function pointsOf(concentrations: readonly number[], ods: readonly number[]): CurvePoint[] {
  return ods.map((od, i) => ({ concentration: concentrations[i] ?? NaN, od }))
}

function compared(
  points: readonly CurvePoint[],
  model: Comparison['model'],
  weights: Weights = 'none',
): Comparison {
  const [one] = compareModels(points, [model], { weights, points: 'wells' })
  if (one === undefined) throw new RangeError('Expected a comparison.')
  return one
}

const SIX = pointsOf([0, 1, 2, 3, 5, 8], [0.1, 0.5, 0.85, 1.1, 1.6, 1.9])
const LEVELS = [0, 9.375, 18.75, 37.5, 75, 150, 300, 600]
/** A bent 5PL, duplicates off by up to two percent. */
const BENT = LEVELS.flatMap((concentration, level) =>
  [0, 1].map((replicate) => {
    const od = 2.9 + (0.08 - 2.9) / (1 + (concentration / 120) ** 1.3) ** 1.6
    return { concentration, od: od * (1 + 0.01 * ((((2 * level + replicate) * 7) % 5) - 2)) }
  }),
)

describe('the criterion of a model', () => {
  it.each([
    // n·ln(wrss/n) - Σ ln w + 2k + 2k(k + 1)/(n - k - 1) by numpy, k with the noise.
    ['linear', 'none', -4.696_661_303_645],
    ['quadratic', 'none', -1.367_828_836_673],
    ['linear', '1/y2', -7.145_636_131_495],
    ['quadratic', '1/y2', -5.717_123_430_67],
  ] as const)('of a %s model with weights %s is AICc', (model, weights, aicc) => {
    const one = compared(SIX, model, weights)
    expect(one.aicc).toBeCloseTo(aicc, 9)
    expect(one.estimated).toBe(model === 'linear' ? 3 : 4)
    expect(one.criterionWeights).toBe(weights)
  })

  it('is none where there are too few points for its correction', () => {
    expect(compared(SIX.slice(0, 5), 'quadratic')).toMatchObject({ converged: true, aicc: null })
    expect(compared(SIX.slice(0, 5), 'linear').aicc).not.toBeNull()
  })

  it('is none for curves through the standards, which estimate nothing', () => {
    expect(compared(SIX, 'pchip')).toMatchObject({ estimated: 0, aicc: null, converged: true })
  })

  it('is none where the model leaves points out, and where its weights mean another thing', () => {
    expect(compared(SIX, 'log-log').aicc).toBeNull()
    const positive = SIX.slice(1)
    expect(compared(positive, 'log-log').aicc).not.toBeNull()
    expect(compared(positive, 'log-log', '1/y2')).toMatchObject({ converged: true, aicc: null })
  })

  it('is made under weights that are the same for all models', () => {
    for (const [asked, held] of [
      ['irls', '1/y2'],
      ['irls-1/y', '1/y'],
      ['power', '1/y2'],
    ] as const) {
      const one = compared(BENT, '4pl', asked)
      expect(one.criterionWeights).toBe(held)
      expect(one.aicc).toBe(compared(BENT, '4pl', held).aicc)
      // The power that is estimated counts as one more.
      expect(one.estimated).toBe(asked === 'power' ? 6 : 5)
    }
  })

  it('counts a level as one where means are fitted', () => {
    const [one] = compareModels(BENT, ['linear'], { weights: 'none', points: 'means' })
    expect(one?.aicc).not.toBeNull()
    expect(one?.backFits).toHaveLength(8)
  })
})

describe('the test of the fifth parameter', () => {
  // scipy 1.10.1: 4PL 0.0041407687, 5PL 0.0031309877, F 3.5476 on 1 and 11.
  it('is F on what it takes from the weighted sum of squares', () => {
    const one = compared(BENT, '5pl+', '1/y2')
    expect(relativeError(one.pOverFourParameter, 0.086_322_887)).toBeLessThan(1e-6)
    expect(relativeError(one.aicc, -122.413_573_11)).toBeLessThan(1e-9)
    expect(relativeError(compared(BENT, '4pl', '1/y2').aicc, -123.274_379_568)).toBeLessThan(1e-9)
  })

  it('is made for each 5PL and for nothing else', () => {
    for (const model of ['5pl', '5pl+', '5pl-'] as const) {
      expect(compared(BENT, model, '1/y2').pOverFourParameter).not.toBeNull()
    }
    for (const model of ['4pl', '3pl', 'quadratic'] as const) {
      expect(compared(BENT, model, '1/y2').pOverFourParameter).toBeNull()
    }
  })

  it('is none for an asymmetry at its bound', () => {
    const points = LEVELS.slice(1).flatMap((concentration) =>
      [0.999, 1.001].map((factor) => ({
        concentration,
        od: factor * (0.05 + 3 * Math.exp(-((concentration / 80) ** -0.9))),
      })),
    )
    const one = compared(points, '5pl-')
    expect(one.reason).toMatch(/^The asymmetry G is at its bound/)
    expect(one.pOverFourParameter).toBeNull()
  })
})

describe('the back-fits of a model', () => {
  it('are the mean OD of each standard read off the curve, in order, with the recovery', () => {
    const line = pointsOf([4, 0, 0, 2, 4], [0.9, 0.08, 0.12, 0.5, 0.9])
    const { backFits } = compared(line, 'linear')
    expect(backFits.map(({ nominal }) => nominal)).toEqual([0, 2, 4])
    for (const { nominal, backFit, recoveryPercent } of backFits.slice(1)) {
      expect(backFit).toBeCloseTo(nominal, 12)
      expect(recoveryPercent).toBeCloseTo(100, 10)
    }
    expect(backFits[0]?.recoveryPercent).toBeNull()
  })

  it('have a recovery of the nominal in percent', () => {
    const { backFits } = compared(SIX, 'linear')
    const [, one] = backFits
    // (0.5 - 0.30291829)/0.22276265.
    expect(one?.backFit).toBeCloseTo(0.884_716, 5)
    expect(one?.recoveryPercent).toBeCloseTo(88.4716, 3)
    // 0.1 lies below the line at zero.
    expect(backFits[0]).toEqual({ nominal: 0, backFit: null, recoveryPercent: null })
  })
})

describe('a model without a curve', () => {
  it('says why, and has no numbers', () => {
    expect(compared(SIX.slice(0, 3), '4pl')).toEqual({
      model: '4pl',
      converged: false,
      reason: '3 distinct standard concentrations are too few for 4 curve parameters.',
      criterionWeights: 'none',
      estimated: 0,
      aicc: null,
      pOverFourParameter: null,
      backFits: [],
    })
  })
})
