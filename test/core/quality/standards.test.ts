import { describe, expect, it } from 'vitest'

import type { Direction } from '../../../src/core/assay.ts'
import type { StandardResult } from '../../../src/core/analysis.ts'
import { rule as asymptoteUnidentified } from '../../../src/core/quality/asymptote-unidentified.ts'
import { rule as blankAboveStandard } from '../../../src/core/quality/blank-above-standard.ts'
import { rule as curveNotConverged } from '../../../src/core/quality/curve-not-converged.ts'
import { rule as standardCv } from '../../../src/core/quality/standard-cv.ts'
import { rule as standardRecovery } from '../../../src/core/quality/standard-recovery.ts'
import { rule as standardsHook } from '../../../src/core/quality/standards-hook.ts'
import { rule as standardsMonotone } from '../../../src/core/quality/standards-monotone.ts'
import { rule as weakCurve } from '../../../src/core/quality/weak-curve.ts'
import { finding } from '../../support/findings.ts'
import { IL6 } from '../../support/il6-plate.ts'
import { judgedPlate, layoutWith } from '../../support/judged-plate.ts'

const GOOD = judgedPlate()

/**
 * The good plate's standards, with mean ODs in order of concentration (the zero standard first).
 */
function withMeans(
  means: readonly number[],
  direction: Direction = 'rising',
): ReturnType<typeof judgedPlate> {
  const rising = GOOD.standards.toSorted((a, b) => a.nominal - b.nominal)
  const standards = rising.map((standard, i) => ({ ...standard, meanOd: means[i] ?? null }))
  return judgedPlate({ assay: { ...IL6, direction }, judged: { standards } })
}

const RISING = [0.05, 0.1, 0.2, 0.4, 0.8, 1.3, 1.9, 2.5]
const FALLING = RISING.toReversed()

function replaced(means: readonly number[], at: number, od: number): readonly number[] {
  return means.map((mean, i) => (i === at ? od : mean))
}

describe('standards-monotone', () => {
  it('is silent on standards in order, rising or falling', () => {
    expect(standardsMonotone.check(withMeans(RISING))).toEqual([])
    expect(standardsMonotone.check(withMeans(FALLING, 'falling'))).toEqual([])
  })

  it.each([
    [FALLING, 'rising', 'fall'],
    [RISING, 'falling', 'rise'],
  ] as const)('blocks once when all of them run the other way', (means, direction, is) => {
    const found = finding(standardsMonotone, withMeans(means, direction))
    expect(found).toMatchObject({ severity: 'block', value: 0, limit: 50 })
    expect(found.message).toContain(`standards ${is} with the concentration, but`)
    expect(found.wells).toHaveLength(16)
  })

  it('blocks when a standard lies clearly on the wrong side of its neighbour', () => {
    const found = finding(standardsMonotone, withMeans(replaced(RISING, 4, 0.3)))
    expect(found).toMatchObject({ severity: 'block', value: 0.3, limit: 0.4 })
    expect(found.message).toContain('0.300')
    expect(found.wells).toEqual(['E1', 'E2', 'D1', 'D2'])
  })

  it('blocks on a falling curve that turns up', () => {
    const found = finding(standardsMonotone, withMeans(replaced(FALLING, 4, 1), 'falling'))
    expect(found).toMatchObject({ severity: 'block', value: 1 })
  })

  it('only warns of a harmless difference, up to and with the limit', () => {
    const { odDifferenceAlwaysFine: fine } = IL6.limits
    const at = (od: number): string =>
      finding(standardsMonotone, withMeans(replaced(RISING, 1, od))).severity
    expect(at(0.05)).toBe('warn')
    expect(at(0.05 - fine + 1e-9)).toBe('warn')
    expect(at(0.05 - fine - 1e-9)).toBe('block')
  })

  it('leaves out standards without an OD', () => {
    const plate = withMeans(RISING)
    const standards = plate.standards.map((one, i) => (i === 3 ? { ...one, meanOd: null } : one))
    expect(standardsMonotone.check(judgedPlate({ judged: { standards } }))).toEqual([])
  })
})

describe('standards-hook', () => {
  it('blocks when the top turns back, and is alone in saying so', () => {
    const plate = withMeans(replaced(RISING, 7, 1.2))
    const found = finding(standardsHook, plate)
    expect(found).toMatchObject({ severity: 'block', limit: 0.03, wells: ['A1', 'A2'] })
    expect(found.value).toBeCloseTo(0.7, 12)
    expect(found.message).toContain('600 at 1.200')
    expect(standardsMonotone.check(plate)).toEqual([])
  })

  it('sees a hook that begins two standards below the top', () => {
    const plate = withMeans([0.05, 0.1, 0.2, 0.4, 0.8, 1.3, 1.2, 0.9])
    expect(finding(standardsHook, plate).wells).toEqual(['B1', 'B2', 'A1', 'A2'])
  })

  it('sees one on a falling curve', () => {
    const plate = withMeans(replaced(FALLING, 7, 0.4), 'falling')
    expect(finding(standardsHook, plate).value).toBeCloseTo(0.3, 12)
  })

  it('is silent at the limit and speaks beyond it', () => {
    expect(standardsHook.check(withMeans(replaced(RISING, 7, 1.9 - 0.03 + 1e-9)))).toEqual([])
    expect(standardsHook.check(withMeans(replaced(RISING, 7, 1.9 - 0.03 - 1e-9)))).toHaveLength(1)
  })

  it.each([
    ['a fall all the way', [0.05, 0.1, 0.2, 0.4, 0.8, 1.3, 0.9, 0.9]],
    ['a rise all the way before', [0.05, 0.1, 0.1, 0.4, 0.8, 1.3, 1.2, 0.9]],
  ])('asks for %s', (_, means) => {
    const plate = withMeans(means)
    expect(standardsHook.check(plate)).toEqual([])
    expect(standardsMonotone.check(plate).length).toBeGreaterThan(0)
  })

  it('leaves disorder below the top to the rule for that', () => {
    const plate = withMeans(replaced(replaced(RISING, 7, 1.2), 3, 0.1))
    expect(standardsHook.check(plate)).toEqual([])
    expect(standardsMonotone.check(plate).map(({ severity }) => severity)).toEqual([
      'block',
      'block',
    ])
  })

  it('is silent without standards', () => {
    expect(standardsHook.check(judgedPlate({ judged: { standards: [] } }))).toEqual([])
  })
})

describe('standard-cv', () => {
  it('warns of standards whose wells disagree', () => {
    const found = finding(standardCv, judgedPlate({ od: { C1: 0.9, C2: 0.5 } }))
    expect(found).toMatchObject({ severity: 'warn', limit: 25, wells: ['C1', 'C2'] })
    expect(found.value).toBeCloseTo((100 * 0.4) / Math.SQRT2 / 0.7, 6)
  })

  it('is silent at the limit itself and where the difference is harmless', () => {
    const standards = GOOD.standards.map((one) => ({ ...one, cvOdPercent: 25 }))
    expect(standardCv.check(judgedPlate({ judged: { standards } }))).toEqual([])
    expect(standardCv.check(judgedPlate({ od: { H1: 0.04, H2: 0.07 } }))).toEqual([])
    expect(standardCv.check(judgedPlate({ od: { H1: 0.04, H2: 0.071 } }))).toHaveLength(1)
  })
})

/** Standards of which some do not pass. */
function withFailing(failing: readonly number[], limits = IL6.limits): typeof GOOD {
  const standards = GOOD.standards.map((one): StandardResult =>
    failing.includes(one.nominal) ? { ...one, passes: false, recoveryPercent: 60 } : one,
  )
  return judgedPlate({ judged: { standards, assay: { ...IL6, limits } } })
}

describe('standard-recovery', () => {
  it('warns of one standard outside and says which', () => {
    const found = finding(standardRecovery, withFailing([150]))
    expect(found).toMatchObject({ severity: 'warn', limit: 75, wells: ['C1', 'C2'] })
    expect(found.value).toBeCloseTo(600 / 7, 9)
    expect(found.message).toContain('6 of 7')
    expect(found.message).toMatch(/outside: 150 \(60 %, CV \d/)
    expect(found.message).not.toContain('quantifies')
  })

  it('says what the range is when an end of it fails', () => {
    const plate = withFailing([9.375])
    expect(finding(standardRecovery, plate).message).toContain('quantifies only from')
    const nothing = judgedPlate({ judged: { ...plate, range: null } })
    expect(finding(standardRecovery, nothing).message).toContain('quantifies nothing')
  })

  it('blocks below six levels or below 75 %, and not at either', () => {
    expect(finding(standardRecovery, withFailing([150, 75])).severity).toBe('block')
    const five = { ...IL6.limits, standardLevelsMin: 5 }
    // 5 of 7 are 71 %.
    expect(finding(standardRecovery, withFailing([150, 75], five)).severity).toBe('block')
    const lax = { ...five, standardsPassingMinPercent: 500 / 7 }
    expect(finding(standardRecovery, withFailing([150, 75], lax)).severity).toBe('warn')
  })

  it('blocks when all pass but there are too few of them', () => {
    const standards = GOOD.standards.slice(0, 5)
    const found = finding(standardRecovery, judgedPlate({ judged: { standards } }))
    expect(found).toMatchObject({ severity: 'block', value: 100 })
  })

  it('puts no criterion on anchors: the zero standard and those below the kit’s limit', () => {
    expect(standardRecovery.check(withFailing([0]))).toEqual([])
    const limits = { ...IL6.limits, kitLloq: 10 }
    expect(standardRecovery.check(withFailing([9.375], limits))).toEqual([])
    expect(standardRecovery.check(withFailing([18.75], limits))).toHaveLength(1)
  })

  it('is silent without a curve, of which another rule speaks', () => {
    expect(standardRecovery.check(judgedPlate({ judged: { curve: null } }))).toEqual([])
  })
})

describe('blank-above-standard', () => {
  const layout = layoutWith(['G11', 'H11'].map((well) => ({ well, role: 'blank' as const })))

  it('blocks when the blank reads like analyte', () => {
    const found = finding(blankAboveStandard, judgedPlate({ layout, od: { G11: 0.2, H11: 0.22 } }))
    expect(found).toMatchObject({ severity: 'block', wells: ['G11', 'H11', 'G1', 'G2'] })
    expect(found.value).toBeCloseTo(0.21, 9)
  })

  it('speaks at the standard itself and not below it', () => {
    const lowest = judgedPlate({ layout }).standards.find(({ nominal }) => nominal === 9.375)
    const od = lowest?.meanOd ?? NaN
    expect(
      blankAboveStandard.check(judgedPlate({ layout, od: { G11: od, H11: od } })),
    ).toHaveLength(1)
    const below = judgedPlate({ layout, od: { G11: od, H11: od - 0.001 } })
    expect(blankAboveStandard.check(below)).toEqual([])
  })

  it('is silent without blanks, and on a falling curve', () => {
    expect(blankAboveStandard.check(GOOD)).toEqual([])
    const bare = judgedPlate({ layout, judged: { standards: [] } })
    expect(blankAboveStandard.check(bare)).toEqual([])
    const falling = withMeans(FALLING).standards
    const plate = judgedPlate({
      layout,
      od: { G11: 3, H11: 3 },
      assay: { ...IL6, direction: 'falling' },
      judged: { standards: falling },
    })
    expect(blankAboveStandard.check(plate)).toEqual([])
  })
})

describe('the curve', () => {
  const { curve } = GOOD
  if (curve === null) throw new RangeError('Expected a curve.')
  const estimate = (value: number, se: number): { value: number; se: number } => ({ value, se })
  const withParameters = (c: number, seD: number): typeof GOOD => {
    const parameters = {
      ...curve.parameters,
      A: estimate(0, 0),
      C: estimate(c, 1),
      D: estimate(3, seD),
    }
    return judgedPlate({ judged: { curve: { ...curve, parameters } } })
  }

  it('that is far beyond the standards is warned of, not at the limit', () => {
    expect(asymptoteUnidentified.check(withParameters(3000, 0.1))).toEqual([])
    expect(finding(asymptoteUnidentified, withParameters(3001, 0.1))).toMatchObject({
      severity: 'warn',
      limit: 5,
    })
  })

  it('has its rise from asymptote to asymptote', () => {
    const parameters = { ...curve.parameters, A: estimate(2, 0), D: estimate(3, 1.5) }
    const found = finding(
      asymptoteUnidentified,
      judgedPlate({ judged: { curve: { ...curve, parameters } } }),
    )
    expect(found.value).toBeCloseTo(1.5, 12)
  })

  it('whose asymptote has an error as large as the rise is warned of', () => {
    expect(asymptoteUnidentified.check(withParameters(300, 3))).toEqual([])
    expect(finding(asymptoteUnidentified, withParameters(300, 3.01)).limit).toBe(1)
  })

  it('without such parameters, or without a fit, is left alone', () => {
    const spline = { ...curve, parameters: { x001: estimate(1, 0) } }
    expect(asymptoteUnidentified.check(judgedPlate({ judged: { curve: spline } }))).toEqual([])
    for (const missing of ['A', 'C', 'D']) {
      const all = Object.entries({ A: estimate(0, 0), C: estimate(1e6, 1), D: estimate(3, 9) })
      const parameters = Object.fromEntries(all.filter(([name]) => name !== missing))
      const partial = { ...curve, parameters }
      expect(asymptoteUnidentified.check(judgedPlate({ judged: { curve: partial } }))).toEqual([])
    }
    const failed = { ...curve, converged: false }
    expect(asymptoteUnidentified.check(judgedPlate({ judged: { curve: failed } }))).toEqual([])
    expect(asymptoteUnidentified.check(judgedPlate({ judged: { curve: null } }))).toEqual([])
  })

  it('that is hardly determined is warned of beyond a condition of 1e5', () => {
    const at = (condition: number): typeof GOOD =>
      judgedPlate({ judged: { curve: { ...curve, condition } } })
    expect(weakCurve.check(at(1e5))).toEqual([])
    expect(finding(weakCurve, at(1.01e5))).toMatchObject({ severity: 'warn', limit: 1e5 })
    expect(weakCurve.check(judgedPlate({ judged: { curve: null } }))).toEqual([])
  })

  it('that was not fitted blocks, with the reason', () => {
    const failed = { ...curve, converged: false, reason: 'Because of 7.' }
    const found = finding(curveNotConverged, judgedPlate({ judged: { curve: failed } }))
    expect(found).toMatchObject({ severity: 'block' })
    expect(found.message).toContain('Because of 7.')
    const none = curveNotConverged.check(judgedPlate({ judged: { curve: null, standards: [] } }))
    expect(none).toMatchObject([{ severity: 'block', value: 0, limit: 1 }])
  })
})
