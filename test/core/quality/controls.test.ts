import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { NO_HISTORY } from '../../../src/core/history.ts'
import { rule as controlNotMeasured } from '../../../src/core/quality/control-not-measured.ts'
import {
  controlLimits,
  standardScore,
  valueAtScore,
} from '../../../src/core/quality/evidence/control-limits.ts'
import { leveyJennings } from '../../../src/core/quality/evidence/levey-jennings.ts'
import type { QualityRule } from '../../../src/core/quality/rule.ts'
import { rule as oneTwo } from '../../../src/core/quality/westgard-1-2s.ts'
import { rule as oneThree } from '../../../src/core/quality/westgard-1-3s.ts'
import { rule as tenX } from '../../../src/core/quality/westgard-10-x.ts'
import { rule as twoTwo } from '../../../src/core/quality/westgard-2-2s.ts'
import { rule as fourOne } from '../../../src/core/quality/westgard-4-1s.ts'
import { rule as rFour } from '../../../src/core/quality/westgard-r-4s.ts'
import { finding, findings } from '../../support/findings.ts'
import { judgedPlate } from '../../support/judged-plate.ts'
import { normalNoise } from '../../support/normal-noise.ts'

const RULES: Readonly<Record<string, QualityRule>> = {
  '1_2s': oneTwo,
  '1_3s': oneThree,
  '2_2s': twoTwo,
  r_4s: rFour,
  '4_1s': fourOne,
  '10_x': tenX,
}

/** Twenty runs about 2 (100 in the unit) with an SD of 0.05: ±h alternating, h chosen for it. */
const HALF = 0.05 * Math.sqrt(19 / 20)
const TWENTY = Array.from({ length: 20 }, (_, i) => 2 + (i % 2 === 0 ? HALF : -HALF))

const GOOD = judgedPlate()
const CONTROL = GOOD.samples.find(({ role }) => role === 'control')

/** Scores of controls today and in the runs after the first twenty. */
type Runs = Readonly<Record<string, readonly number[]>>

/**
 * A plate with controls at these distances in SDs, the last today's, the others after the first
 * twenty.
 */
function controls(runs: Runs, base = TWENTY): typeof GOOD {
  if (CONTROL === undefined) throw new RangeError('Expected a control.')
  const log10 = (score: number): number => 2 + 0.05 * score
  const samples = Object.entries(runs).map(([specimen, scores]) => ({
    ...CONTROL,
    specimen,
    concentration: { ...CONTROL.concentration, value: 10 ** log10(scores.at(-1) ?? 0) },
  }))
  const earlier = Object.entries(runs).map(
    ([name, scores]) => [name, [...base, ...scores.slice(0, -1).map(log10)]] as const,
  )
  const history = { ...NO_HISTORY, controls: new Map(earlier) }
  return judgedPlate({ judged: { samples, history } })
}

function fired(runs: Runs): readonly string[] {
  const plate = controls(runs)
  return Object.entries(RULES).flatMap(([name, rule]) =>
    findings(rule, plate).length > 0 ? [name] : [],
  )
}

describe('Westgard', () => {
  it.each<[string, Runs, readonly string[]]>([
    ['within 2 SD', { a: [1.9] }, []],
    ['at 2 SD', { a: [1.999_999] }, []],
    ['beyond 2 SD', { a: [2.01] }, ['1_2s']],
    ['beyond 2 SD below', { a: [-2.01] }, ['1_2s']],
    ['beyond 3 SD', { a: [3.01] }, ['1_3s']],
    ['at 3 SD', { a: [2.999_999] }, ['1_2s']],
    ['twice in a row on one side', { a: [2.1, 2.2] }, ['1_2s', '2_2s']],
    ['twice in a row on two sides', { a: [2.1, -2.2] }, ['1_2s']],
    ['beyond and back', { a: [2.1, 1.9] }, []],
    ['twice, with a run between', { a: [2.1, 0, 2.2] }, ['1_2s']],
    ['two controls on one side', { a: [2.1], b: [2.3] }, ['1_2s', '2_2s']],
    ['two controls on two sides', { a: [2.1], b: [-2.3] }, ['1_2s', 'r_4s']],
    ['two controls of which one is well', { a: [2.1], b: [-1.9] }, ['1_2s']],
    ['four in a row beyond 1 SD', { a: [1.1, 1.2, 1.3, 1.1] }, ['4_1s']],
    ['four in a row, one at 0.9', { a: [1.1, 0.9, 1.3, 1.1] }, []],
    ['four in a row, one on the other side', { a: [-1.1, -1.2, 1.3, -1.1] }, []],
    ['four in a row below', { a: [-1.1, -1.2, -1.3, -1.1] }, ['4_1s']],
    ['ten on one side', { a: [0.1, 0.5, 0.3, 0.1, 0.4, 0.2, 0.6, 0.1, 0.2, 0.3] }, ['10_x']],
    ['exactly on the mean ten times', { a: Array.from({ length: 10 }, () => 0) }, []],
    ['nine on one side', { a: [-0.2, 0.5, 0.3, 0.1, 0.4, 0.2, 0.6, 0.1, 0.2, 0.3] }, []],
  ])('%s', (_, runs, expected) => {
    expect(fired(runs)).toEqual(expected)
  })

  it('warns for 1_2s alone and blocks for all others', () => {
    expect(finding(oneTwo, controls({ a: [2.5] })).severity).toBe('warn')
    const blocked = [
      finding(oneThree, controls({ a: [3.5] })),
      finding(twoTwo, controls({ a: [2.5, 2.5] })),
      ...findings(rFour, controls({ a: [2.5], b: [-2.5] })),
      finding(fourOne, controls({ a: [1.5, 1.5, 1.5, 1.5] })),
      finding(tenX, controls({ a: Array.from({ length: 10 }, () => 0.5) })),
    ]
    expect(blocked.map(({ severity }) => severity)).toEqual(blocked.map(() => 'block'))
    expect(blocked.map(({ limit }) => limit)).toEqual([3, 2, 2, 2, 1, 0])
  })

  it('says the numbers: today, usually, how far, and what the limits rest on', () => {
    const found = finding(oneThree, controls({ a: [-4] }))
    expect(found.value).toBeCloseTo(-4, 9)
    expect(found.wells).toEqual(['H11', 'H12'])
    expect(found.message).toContain(`today ${(10 ** 1.8).toPrecision(4)} pg/mL`)
    expect(found.message).toContain('usually 100.0 (−4.00 SD, limit 3; limits from 20 plates)')
  })

  it('names which kind of 2_2s it is', () => {
    expect(finding(twoTwo, controls({ a: [2.1, 2.2] })).message).toContain('the plate before')
    const both = findings(twoTwo, controls({ a: [2.1], b: [2.2] }))
    expect(both).toHaveLength(2)
    expect(both[0]?.message).toContain('another control')
  })

  it('is silent without history, with four runs, and on a control without a number', () => {
    const plate = controls({ a: [9] })
    expect(oneThree.check({ ...plate, history: NO_HISTORY })).toEqual([])
    expect(oneThree.check(controls({ a: [9] }, TWENTY.slice(0, 4)))).toEqual([])
    expect(oneThree.check(controls({ a: [9] }, TWENTY.slice(0, 5)))).toHaveLength(1)
    const samples = plate.samples.map((one) => ({
      ...one,
      concentration: { ...one.concentration, value: null },
    }))
    expect(oneThree.check({ ...plate, samples })).toEqual([])
  })

  it.each([
    [1.5, 3],
    [2.5, 1],
    [0.5, 9],
  ])('a shift by %d SD blocks every plate after %d, though blocked ones drop out', (sds, after) => {
    const runs: number[] = []
    const blocked = Array.from({ length: 15 }, () => {
      const plate = controls({ a: [...runs, sds] })
      const isBlocked = Object.values(RULES).some((rule) =>
        rule.check(plate).some(({ severity }) => severity === 'block'),
      )
      if (!isBlocked) runs.push(sds)
      return isBlocked
    })
    expect(blocked.indexOf(true)).toBe(after)
    expect(blocked.slice(after).every(Boolean)).toBe(true)
  })

  it('keeps a control at another dilution apart', () => {
    const plate = controls({ a: [9] })
    const samples = plate.samples.map((one) => ({ ...one, dilution: 10 }))
    expect(oneThree.check({ ...plate, samples })).toEqual([])
    const history = { ...NO_HISTORY, controls: new Map([['a 1:10', TWENTY]]) }
    expect(oneThree.check({ ...plate, samples, history })).toHaveLength(1)
  })
})

describe('control limits', () => {
  it('are provisional from 5 plates on the first ten, final from 20 on the first twenty', () => {
    const many = [...TWENTY, 99, 99, 99]
    expect(controlLimits(many.slice(0, 4))).toBeNull()
    expect(controlLimits(many.slice(0, 5))).toMatchObject({ plates: 5, isProvisional: true })
    expect(controlLimits(many.slice(0, 19))).toMatchObject({ plates: 10, isProvisional: true })
    expect(controlLimits(many.slice(0, 20))).toMatchObject({ plates: 20, isProvisional: false })
    expect(controlLimits(many)).toEqual(controlLimits(many.slice(0, 20)))
    expect(controlLimits(TWENTY)?.mean).toBeCloseTo(2, 12)
    expect(controlLimits(TWENTY)?.sd).toBeCloseTo(0.05, 12)
  })

  it('leave out a wild plate, and need five tame ones', () => {
    expect(controlLimits([2, 2.1, 1.9, 2.05, 1.95, 7])).toMatchObject({ plates: 5 })
    expect(controlLimits([2, 2.1, 1.9, 2.05, 7])).toBeNull()
  })

  it('do not exist where all plates are alike', () => {
    expect(controlLimits([1, 1, 1, 1, 1, 1])).toBeNull()
    // More than half alike leave no robust spread, and then nothing is called wild.
    expect(controlLimits([1, 1, 1, 1, 1, 2])).toMatchObject({ plates: 6 })
  })

  it('give scores that turn back into values', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -4, max: 4, noNaN: true }),
        fc.constantFrom(5, 8, 10, 20),
        (score, plates) => {
          const limits = controlLimits(TWENTY.slice(0, plates))
          if (limits === null) throw new RangeError('Expected limits.')
          expect(standardScore(valueAtScore(score, limits), limits)).toBeCloseTo(score, 8)
        },
      ),
    )
  })

  it('raise as few false alarms from five plates as from twenty: 4.6 % beyond 2 SD', () => {
    const noise = normalNoise(7)
    for (const plates of [5, 8, 12]) {
      const beyond = Array.from({ length: 6000 }, () => {
        const limits = controlLimits(Array.from({ length: plates }, noise))
        return limits === null ? 0 : Math.abs(standardScore(noise(), limits))
      }).filter((score) => score > 2).length
      // The wild-plate rule trims a little, which makes it a little more than 4.6 %.
      expect(beyond / 6000).toBeGreaterThan(0.035)
      expect(beyond / 6000).toBeLessThan(0.07)
    }
  })
})

describe('a Levey–Jennings chart', () => {
  it('has its lines at −3 to +3 SD and marks what each run broke at its time', () => {
    const chart = leveyJennings([...TWENTY, 2.11, 2.12, 2])
    expect(chart.limits?.plates).toBe(20)
    expect(chart.lines.map(({ score }) => score)).toEqual([-3, -2, -1, 0, 1, 2, 3])
    expect(chart.lines[6]?.log10).toBeCloseTo(2.15, 12)
    expect(chart.lines[3]?.concentration).toBeCloseTo(100, 9)
    expect(chart.points).toHaveLength(23)
    expect(chart.points[20]).toMatchObject({ log10: 2.11, broken: ['1_2s'] })
    expect(chart.points[20]?.score).toBeCloseTo(2.2, 9)
    expect(chart.points[21]?.broken).toEqual(['1_2s', '2_2s'])
    expect(chart.points[22]?.broken).toEqual([])
  })

  it('has wider lines while provisional', () => {
    const chart = leveyJennings(TWENTY.slice(0, 6))
    expect(chart.limits?.isProvisional).toBe(true)
    const sd = chart.limits?.sd ?? NaN
    const upper = (chart.lines[5]?.log10 ?? NaN) - (chart.limits?.mean ?? NaN)
    expect(upper).toBeGreaterThan(2.5 * sd)
  })

  it('has points and no lines while there are too few', () => {
    expect(leveyJennings([2, 2.1])).toEqual({
      limits: null,
      lines: [],
      points: [
        { log10: 2, concentration: 100, score: null, broken: [] },
        { log10: 2.1, concentration: 10 ** 2.1, score: null, broken: [] },
      ],
    })
  })
})

describe('control-not-measured', () => {
  it('blocks when the curve gave no number', () => {
    const found = controlNotMeasured.check(judgedPlate({ od: { H11: 'unread', H12: 'unread' } }))
    expect(found).toMatchObject([{ severity: 'block', value: null, wells: ['H11', 'H12'] }])
  })

  it('warns when the number lies outside the working range', () => {
    const high = finding(controlNotMeasured, judgedPlate({ od: { H11: 2.2, H12: 2.2 } }))
    expect(high).toMatchObject({ severity: 'warn', limit: 600 })
    expect(high.message).toContain('above_uloq')
    const low = finding(controlNotMeasured, judgedPlate({ od: { H11: 0.065, H12: 0.065 } }))
    expect(low).toMatchObject({ severity: 'warn', limit: 9.375 })
  })

  it('names the limits of the specimen, not of the well', () => {
    const of = (od: number): number | null | undefined => {
      const plate = judgedPlate({ od: { H11: od, H12: od } })
      const samples = plate.samples.map((one) => ({ ...one, dilution: 10 }))
      return controlNotMeasured.check({ ...plate, samples })[0]?.limit
    }
    expect([of(2.2), of(0.065)]).toEqual([6000, 93.75])
  })

  it('has no limit to name without a range', () => {
    const plate = judgedPlate({ od: { H11: 2.2, H12: 2.2 } })
    expect(controlNotMeasured.check({ ...plate, range: null })).toMatchObject([{ limit: null }])
  })
})
