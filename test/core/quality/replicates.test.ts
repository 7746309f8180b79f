import { describe, expect, it } from 'vitest'

import { rule as dixonOutlier } from '../../../src/core/quality/dixon-outlier.ts'
import { rule as grubbsOutlier } from '../../../src/core/quality/grubbs-outlier.ts'
import { rule as replicateCv } from '../../../src/core/quality/replicate-cv.ts'
import { dixonRatio, dixonUpperTail } from '../../../src/core/stats/dixon.ts'
import { grubbsCritical, grubbsStatistic } from '../../../src/core/stats/grubbs.ts'
import type { Well } from '../../../src/core/well.ts'
import { finding } from '../../support/findings.ts'
import { controlPlace, judgedPlate, layoutWith } from '../../support/judged-plate.ts'
import { normalNoise } from '../../support/normal-noise.ts'

/** A plate whose control lies in the wells of column 12 and 11, from A on, with these ODs. */
function controlOf(ods: readonly number[]): ReturnType<typeof judgedPlate> {
  const wells = ods.map(
    (_, i): Well => `${String.fromCharCode(65 + (i % 8))}${12 - Math.floor(i / 8)}`,
  )
  const layout = layoutWith(wells.map(controlPlace))
  return judgedPlate({
    layout,
    od: Object.fromEntries(wells.map((well, i) => [well, ods[i] ?? 0])),
  })
}

const EVEN = [1, 1.05, 0.95, 1.02, 0.98, 1.03, 0.97, 1.01, 0.99, 1.04]

describe('replicate-cv', () => {
  it('warns of a pair that disagrees', () => {
    const found = finding(replicateCv, judgedPlate({ od: { A3: 0.5, A4: 0.9 } }))
    expect(found).toMatchObject({ severity: 'warn', limit: 20, wells: ['A3', 'A4'] })
    expect(found.value).toBeCloseTo((100 * 0.4) / Math.SQRT2 / 0.7, 6)
  })

  it('is silent at the limit, and near the blank where the difference is harmless', () => {
    const samples = judgedPlate().samples.map((one) => ({ ...one, cvOdPercent: 20 }))
    expect(replicateCv.check(judgedPlate({ judged: { samples } }))).toEqual([])
    expect(replicateCv.check(judgedPlate({ od: { A3: 0.02, A4: 0.05 } }))).toEqual([])
    expect(replicateCv.check(judgedPlate({ od: { A3: 0.02, A4: 0.051 } }))).toHaveLength(1)
  })
})

describe('grubbs-outlier', () => {
  it('points at one well among eight', () => {
    const found = finding(grubbsOutlier, controlOf([...EVEN.slice(0, 7), 1.6]))
    expect(found).toMatchObject({ severity: 'warn', wells: ['H12'] })
    expect(found.limit).toBeCloseTo(grubbsCritical(8, 0.05, 'two'), 12)
    expect(found.message).toContain('kit-control')
  })

  it('finds a low one, and none among wells that scatter alike', () => {
    expect(finding(grubbsOutlier, controlOf([0.2, ...EVEN.slice(1)])).wells).toEqual(['A12'])
    expect(grubbsOutlier.check(controlOf(EVEN))).toEqual([])
  })

  it('is silent below eight wells, and where the spread is harmless', () => {
    expect(grubbsOutlier.check(controlOf([...EVEN.slice(0, 6), 9]))).toEqual([])
    const near = [0.1, 0.1001, 0.0999, 0.1002, 0.0998, 0.1001, 0.1, 0.1298]
    expect(grubbsOutlier.check(controlOf(near))).toEqual([])
    expect(grubbsOutlier.check(controlOf([...near.slice(0, 7), 0.131]))).toHaveLength(1)
  })

  it('divides its alpha among the groups of a plate', () => {
    const places = ['11', '12'].flatMap((column) =>
      Array.from('ABCDEFGH', (row, i) => ({
        ...controlPlace(`${row}${column}`, i),
        control: `control-${column}`,
      })),
    )
    const od = Object.fromEntries(
      places.map(({ well }, i) => [well, well === 'H12' ? 1.6 : (EVEN[i % 7] ?? 1)]),
    )
    const found = finding(grubbsOutlier, judgedPlate({ layout: layoutWith(places), od }))
    expect(found.limit).toBeCloseTo(grubbsCritical(8, 0.025, 'two'), 12)
  })
})

describe('dixon-outlier', () => {
  it('points at one well among five to seven', () => {
    for (const count of [5, 6, 7]) {
      const found = finding(dixonOutlier, controlOf([...EVEN.slice(0, count - 1), 2]))
      expect(found.severity).toBe('warn')
      expect(found.wells).toEqual([`${String.fromCharCode(64 + count)}12`])
      expect(found.value).toBeLessThan(found.limit ?? 0)
      expect(found.limit).toBe(0.05)
    }
  })

  it('leaves four wells to the CV and eight to Grubbs', () => {
    expect(dixonOutlier.check(controlOf([1, 1.01, 0.99, 9]))).toEqual([])
    expect(dixonOutlier.check(controlOf([...EVEN.slice(0, 7), 9]))).toEqual([])
  })

  it('turns exactly at the published value of five wells, 0.710', () => {
    const withRatio = (ratio: number): ReturnType<typeof controlOf> =>
      controlOf([1, 1.1, 1.2, 2 - ratio, 2])
    expect(dixonOutlier.check(withRatio(0.7095))).toEqual([])
    expect(dixonOutlier.check(withRatio(0.711))).toHaveLength(1)
  })

  it('is silent where the spread is harmless, and on wells that are alike', () => {
    expect(dixonOutlier.check(controlOf([0.1, 0.1, 0.1001, 0.1, 0.13]))).toEqual([])
    expect(dixonOutlier.check(controlOf([1, 1, 1, 1, 1]))).toEqual([])
  })
})

describe('the power behind the silence, on 4000 groups with one well 8 SD off', () => {
  const noise = normalNoise(20_261_123)
  const groups = (count: number): readonly (readonly number[])[] =>
    Array.from({ length: 4000 }, () =>
      Array.from({ length: count }, (_, i) => noise() + (i === 0 ? 8 : 0)),
    )
  const share = (count: number, isFound: (ods: readonly number[]) => boolean): number =>
    groups(count).filter(isFound).length / 4000
  const byDixon = (ods: readonly number[]): boolean => {
    const suspect = dixonRatio(ods)
    return suspect?.index === 0 && suspect.ratio > (CRITICAL[ods.length] ?? 1)
  }
  const byGrubbs = (ods: readonly number[]): boolean => {
    const suspect = grubbsStatistic(ods)
    return suspect?.index === 0 && suspect.statistic > grubbsCritical(ods.length, 0.05, 'two')
  }
  // Exact to three decimals; 2·P(R ≥ r) = 0.05.
  const CRITICAL: Readonly<Record<number, number>> = { 3: 0.97, 4: 0.83, 5: 0.71 }

  it('is the critical values’ own', () => {
    for (const [count, ratio] of Object.entries(CRITICAL)) {
      expect(2 * dixonUpperTail(ratio, Number(count))).toBeCloseTo(0.05, 2)
    }
  })

  it('is nothing with three wells, under a half with four, three quarters with five', () => {
    expect(share(3, byDixon)).toBeLessThan(0.2)
    expect(share(3, byGrubbs)).toBeLessThan(0.2)
    expect(share(4, byDixon)).toBeLessThan(0.5)
    expect(share(5, byDixon)).toBeGreaterThan(0.7)
    expect(share(8, byGrubbs)).toBeGreaterThan(0.97)
  })
})
