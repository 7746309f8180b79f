import { describe, expect, it } from 'vitest'

import type { StandardResult } from '../../../src/core/analysis.ts'
import { rule as aboveRange } from '../../../src/core/quality/above-range.ts'
import { rule as blankAboveStandard } from '../../../src/core/quality/blank-above-standard.ts'
import { rule as controlNotMeasured } from '../../../src/core/quality/control-not-measured.ts'
import { rule as dixonOutlier } from '../../../src/core/quality/dixon-outlier.ts'
import { rule as duplicateWells } from '../../../src/core/quality/duplicate-wells.ts'
import { hookOf } from '../../../src/core/quality/evidence/hook.ts'
import { standardOrder } from '../../../src/core/quality/evidence/standard-order.ts'
import { brokenRules, isRunBeyond } from '../../../src/core/quality/evidence/westgard.ts'
import { rule as parallelism } from '../../../src/core/quality/parallelism.ts'
import { rule as saturationPlateau } from '../../../src/core/quality/saturation-plateau.ts'
import { rule as standardRecovery } from '../../../src/core/quality/standard-recovery.ts'
import type { Concentration, ResultState } from '../../../src/core/result.ts'
import { finding } from '../../support/findings.ts'
import { IL6, type Place } from '../../support/il6-plate.ts'
import { judgedPlate, layoutWith } from '../../support/judged-plate.ts'

/** Just inside and just outside of limits, and what a message leaves out where it is not known. */

const GOOD = judgedPlate()
type Plate = typeof GOOD

describe('Westgard’s rules on scores', () => {
  it('want their limits exceeded, never met', () => {
    expect(brokenRules([2], {})).toEqual([])
    expect(brokenRules([-2], {})).toEqual([])
    expect(brokenRules([3], {})).toEqual(['1_2s'])
    expect(brokenRules([2, 2], {})).toEqual([])
    expect(brokenRules([1, 1, 1, 1], {})).toEqual([])
    expect(brokenRules(Array(10).fill(0), {})).toEqual([])
    expect(brokenRules([], {})).toEqual([])
  })

  it('tell all that is broken, the gravest first', () => {
    expect(brokenRules([...Array<number>(6).fill(0.1), 1.1, 1.2, 2.5, 3.5], {})).toEqual([
      '1_3s',
      '2_2s',
      '4_1s',
      '10_x',
    ])
  })

  it('speak of 2 SD where that of 3 SD is not asked', () => {
    const off = { quality: { 'westgard-1-3s': { severity: 'off', limits: {} } } } as const
    expect(brokenRules([3.5], off)).toEqual(['1_3s', '1_2s'])
  })

  it('do not count runs that there are not', () => {
    expect(isRunBeyond([3], 2, 2)).toBe(false)
    expect(isRunBeyond([0, 3, 3], 2, 2)).toBe(true)
    expect(isRunBeyond([3, 3, 0], 2, 2)).toBe(false)
    expect(isRunBeyond([3, -3], 2, 2)).toBe(false)
  })
})

describe('a hook among dilutions', () => {
  it('falls by more than is always fine, and than a tenth of its OD', () => {
    // 0.03 is always fine; a tenth of 0.2 is less than that, of 1 more.
    expect(hookOf([0.2, 0.2299], 1, IL6)).toBeNull()
    expect(hookOf([0.2, 0.231], 1, IL6)?.limit).toBe(0.03)
    expect(hookOf([1, 1.0999], 1, IL6)).toBeNull()
    const found = hookOf([1, 1.11], 1, IL6)
    expect(found?.drop).toBeCloseTo(0.11, 12)
    expect(found?.limit).toBe(0.1)
  })

  it('is looked for between neighbours that have an OD, and the clearest is told', () => {
    expect(hookOf([1, null, 1.5, 1.2, 2], 1, IL6)?.drop).toBeCloseTo(0.8, 12)
    expect(hookOf([1, 1.5, 1.2, 1.4], 1, IL6)?.drop).toBeCloseTo(0.5, 12)
    expect(hookOf([1], 1, IL6)).toBeNull()
  })

  it('goes the other way on a falling curve, and no way without one', () => {
    expect(hookOf([1, 1.5], -1, IL6)).toBeNull()
    expect(hookOf([1.5, 1], -1, IL6)?.drop).toBeCloseTo(0.5, 12)
    expect(hookOf([1, 1.5], 0, IL6)).toBeNull()
  })
})

describe('the order of standards', () => {
  const order = (means: readonly (number | null)[]): ReturnType<typeof standardOrder> => {
    const template = GOOD.standards[0]
    if (template === undefined) throw new RangeError('Expected a standard.')
    const standards = means.map((meanOd, i) => ({ ...template, nominal: i, meanOd }))
    return standardOrder(standards.toReversed(), IL6)
  }

  it('is by concentration, of those that have an OD', () => {
    expect(order([0.1, null, 0.5]).ordered.map(({ nominal }) => nominal)).toEqual([0, 2])
  })

  it('counts the pairs that run as the assay says, alike ones among them', () => {
    expect(order([0.1, 0.5, 0.3, 0.3]).agreeingPercent).toBeCloseTo(400 / 6, 12)
    expect(order([0.1]).agreeingPercent).toBe(100)
    expect(order([0.5, 0.1]).agreeingPercent).toBe(0)
  })

  it('has its peak between the ends, with a rise before it and a fall behind it', () => {
    expect(order([0.1, 0.5, 0.3]).peak).toBe(1)
    for (const none of [[0.5, 0.3, 0.1], [0.1, 0.3, 0.5], [0.1, 0.1, 0.5, 0.3], []]) {
      expect(order(none).peak).toBeNull()
    }
    expect(order([0.1, 0.5, 0.3, 0.3]).peak).toBeNull()
    expect(order([0, 1, 0.9701]).peak).toBeNull()
    expect(order([0, 1, 0.9699]).peak).toBe(1)
  })
})

describe('standard-recovery', () => {
  const plateOf = (change: (one: StandardResult) => Partial<StandardResult>): Plate =>
    judgedPlate({
      judged: { standards: GOOD.standards.map((one) => ({ ...one, ...change(one) })) },
    })
  const failing = (nominals: readonly number[], rest: Partial<StandardResult>): Plate =>
    plateOf(({ nominal }) => (nominals.includes(nominal) ? { passes: false, ...rest } : {}))

  it('says what is not known of a standard outside', () => {
    const plate = failing([150], { recoveryPercent: null, cvOdPercent: null })
    expect(finding(standardRecovery, plate).message).toContain('; outside: 150 (no back-fit).')
    const two = failing([150, 75], { recoveryPercent: 61, cvOdPercent: null })
    expect(finding(standardRecovery, two).message).toContain('outside: 150 (61 %), 75 (61 %).')
  })

  it('says what is left of the range when either end fails, and only then', () => {
    const range = ' The plate quantifies only from 9.375 to 600.'
    for (const end of [9.375, 600]) {
      expect(finding(standardRecovery, failing([end], {})).message).toContain(range)
    }
    expect(finding(standardRecovery, failing([150], {})).message).not.toContain('quantifies')
  })

  it('judges a standard at the kit’s limit itself', () => {
    const { standards } = failing([9.375], {})
    const at = (kitLloq: number): number => {
      const assay = { ...IL6, limits: { ...IL6.limits, kitLloq } }
      return standardRecovery.check(judgedPlate({ judged: { standards, assay } })).length
    }
    expect(at(9.375)).toBe(1)
    expect(at(9.376)).toBe(0)
  })

  it('blocks when no standard holds analyte', () => {
    const standards = GOOD.standards.filter(({ nominal }) => nominal === 0)
    const found = finding(standardRecovery, judgedPlate({ judged: { standards } }))
    expect(found).toMatchObject({ severity: 'block', value: 0, wells: [] })
    expect(found.message).toBe('0 of 0 standards are within limits (needed: 75 % and 6 levels).')
  })

  it('is silent of a curve that did not converge', () => {
    const curve = GOOD.curve && { ...GOOD.curve, converged: false }
    expect(standardRecovery.check({ ...failing([150], {}), curve })).toEqual([])
  })
})

describe('control-not-measured', () => {
  const withState = (concentration: Partial<Concentration>, range = GOOD.range): Plate => {
    const samples = GOOD.samples
      .filter(({ role }) => role === 'control')
      .map((one) => ({ ...one, concentration: { ...one.concentration, ...concentration } }))
    return judgedPlate({ judged: { samples, range } })
  }
  const none = { value: null, lower: null, upper: null, reason: '' } as const

  it('has the limit on the side of its state', () => {
    const limitAt = (state: Concentration['state']): number | null | undefined =>
      controlNotMeasured.check(withState({ ...none, state }))[0]?.limit
    expect(limitAt('below_lloq')).toBe(9.375)
    expect(limitAt('above_curve')).toBe(600)
    expect(limitAt('saturated')).toBe(600)
    expect(limitAt('masked')).toBeNull()
  })

  it('says no number where there is none', () => {
    const [found] = controlNotMeasured.check(withState({ ...none, state: 'masked' }))
    expect(found).toMatchObject({ message: 'Control kit-control: masked.', value: null })
  })

  it('has for a value what is certain: the upper bound, or the lower', () => {
    const valueOf = (bounds: Partial<Concentration>): number | null | undefined =>
      controlNotMeasured.check(withState({ ...none, state: 'saturated', ...bounds }))[0]?.value
    expect(valueOf({ lower: 600 })).toBe(600)
    expect(valueOf({ lower: 0, upper: 9 })).toBe(9)
  })

  it('leaves specimens to other rules', () => {
    const samples = GOOD.samples.map((one) => ({
      ...one,
      role: 'sample' as const,
      concentration: { ...one.concentration, state: 'masked' as const },
    }))
    expect(controlNotMeasured.check(judgedPlate({ judged: { samples } }))).toEqual([])
  })
})

describe('what a message says of the content of wells', () => {
  const ODS = [1, 1.05, 0.95, 1.02, 2.4]
  const outlierAmong = (place: Omit<Place, 'well'>): string => {
    const places = ODS.map((_, i) => ({ ...place, well: `${'ABCDE'.charAt(i)}12` }))
    const od = Object.fromEntries(places.map(({ well }, i) => [well, ODS[i] ?? 0]))
    const plate = judgedPlate({ layout: layoutWith(places), od })
    return finding(dixonOutlier, plate).message
  }

  it.each<[string, Omit<Place, 'well'>]>([
    ['blank', { role: 'blank' }],
    ['control kit-control', { role: 'control', control: 'kit-control' }],
    ['slot-1 unstimulated', { role: 'sample', slot: 1, condition: 'unstimulated' }],
    [
      'slot-1 unstimulated 1:10',
      { role: 'sample', slot: 1, condition: 'unstimulated', dilution: 10 },
    ],
  ])('is %s', (what, place) => {
    expect(outlierAmong(place)).toMatch(new RegExp(`^E12 of ${what} has OD 2\\.400, `))
  })

  it('is a standard by its level', () => {
    const wells = GOOD.wells.map((one, i) =>
      i < 5
        ? { ...one, role: 'standard' as const, level: 3, specimen: '', condition: '', slot: null }
        : { ...one, od: 'unread' as const },
    )
    const even = wells.map((one, i) => ({ ...one, od: i < 5 ? (ODS[i] ?? 0) : one.od }))
    const { message } = finding(dixonOutlier, judgedPlate({ judged: { wells: even } }))
    expect(message).toMatch(/^A5 of standard 3 has OD 2\.400/)
  })
})

describe('the last of a limit', () => {
  it('parallelism allows its CV itself, and a specimen without one', () => {
    const at = (cvPercent: number | null): number => {
      const [first] = GOOD.specimens
      if (first === undefined) throw new RangeError('Expected a specimen.')
      const specimens = [{ ...first, parallelism: { ...first.parallelism, cvPercent } }]
      return parallelism.check(judgedPlate({ judged: { specimens } })).length
    }
    expect([at(30), at(30.01), at(null)]).toEqual([0, 1, 0])
  })

  it('a blank at the lowest standard’s own mean is one too high', () => {
    const layout = layoutWith([{ well: 'G11', role: 'blank' }])
    const lowest = judgedPlate({ layout }).standards.find(({ nominal }) => nominal === 9.375)
    const od = { G11: lowest?.meanOd ?? NaN }
    expect(blankAboveStandard.check(judgedPlate({ layout, od }))).toHaveLength(1)
  })

  it('a reader is blind at 3.9 itself', () => {
    const at = (raw: number): number => {
      const wells = GOOD.wells.map((one) =>
        one.well === 'A3' ? { ...one, odByNm: { 450: raw } } : one,
      )
      return saturationPlateau.check(judgedPlate({ judged: { wells } })).length
    }
    expect([at(3.8999), at(3.9)]).toEqual([0, 1])
  })
})

describe('above-range without a working range', () => {
  it('has no limit to name, and no least concentration', () => {
    const [first] = GOOD.specimens
    if (first === undefined) throw new RangeError('Expected a specimen.')
    const state: ResultState = 'saturated'
    const concentration = { ...first.concentration, state, value: null, lower: null }
    const specimens = [{ ...first, concentration, rerunAt: 10 }]
    const found = aboveRange.check(judgedPlate({ judged: { specimens, range: null } }))
    expect(found).toMatchObject([{ value: null, limit: null }])
    expect(found[0]?.message).toBe('slot-1 unstimulated: saturated.')
  })
})

describe('duplicate-wells', () => {
  it('says everything that is wrong with a read in one sentence', () => {
    const [first, ...rest] = GOOD.read.blocks
    if (first === undefined) throw new RangeError('Expected a block.')
    const wells = [
      ...first.wells,
      ...first.wells.slice(0, 1),
      { well: 'Q99', value: 0.1, text: '' },
    ]
    const blocks = [{ ...first, wells }, ...rest, ...rest]
    const read = { ...GOOD.read, blocks }
    expect(finding(duplicateWells, judgedPlate({ judged: { read } }))).toMatchObject({
      message: 'A1: twice; Q99: not on this plate; 540 nm of interval 1: twice.',
      value: 3,
      wells: ['A1', 'Q99'],
    })
  })
})
