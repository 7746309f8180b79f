import { describe, expect, it } from 'vitest'

import { historyOf, landmarksOf, NO_HISTORY } from '../../../src/core/history.ts'
import type { PlateHistory } from '../../../src/core/history.ts'
import { rule as midpointHistory } from '../../../src/core/quality/midpoint-history.ts'
import { rule as slopeHistory } from '../../../src/core/quality/slope-history.ts'
import { rule as topOdHistory } from '../../../src/core/quality/top-od-history.ts'
import { rule as zeroOdHistory } from '../../../src/core/quality/zero-od-history.ts'
import { finding } from '../../support/findings.ts'
import { IL6 } from '../../support/il6-plate.ts'
import { judgedPlate } from '../../support/judged-plate.ts'

const GOOD = judgedPlate()
const LANDMARKS = landmarksOf(GOOD)

/** Plates that scatter by some percent about a value. */
function about(value: number | null, count = 20): readonly number[] {
  return Array.from({ length: count }, (_, i) => (value ?? NaN) * (1 + 0.03 * (((i * 7) % 5) - 2)))
}

function withHistory(history: Partial<PlateHistory>, changes = {}): typeof GOOD {
  return judgedPlate({ ...changes, judged: { history: { ...NO_HISTORY, ...history } } })
}

describe('landmarks', () => {
  it('are the mean ODs of the end standards, and the curve between them', () => {
    expect(LANDMARKS.zeroOd).toBeCloseTo(0.06, 2)
    expect(LANDMARKS.topOd).toBe(GOOD.standards.find(({ nominal }) => nominal === 600)?.meanOd)
    // Half-way between the ODs at 9.375 and 600 of OD = 3.2 - 3.14 / (1 + (x/500)^1.2).
    expect(LANDMARKS.midpoint).toBeGreaterThan(200)
    expect(LANDMARKS.midpoint).toBeLessThan(250)
    expect(LANDMARKS.slope).toBeGreaterThan(0.05)
  })

  it('scale with the unit, all but the slope', () => {
    const assay = { ...IL6, standards: IL6.standards.map((one) => one * 1000) }
    const scaled = landmarksOf(judgedPlate({ assay }))
    expect((scaled.midpoint ?? NaN) / (LANDMARKS.midpoint ?? NaN)).toBeCloseTo(1000, 4)
    expect(scaled.slope).toBeCloseTo(LANDMARKS.slope ?? NaN, 6)
  })

  it('of the curve are none with one standard, nor where it is flat', () => {
    const top = GOOD.standards.filter(({ nominal }) => nominal === 600)
    expect(landmarksOf({ ...GOOD, standards: top })).toMatchObject({ slope: null, midpoint: null })
    const { curve } = GOOD
    if (curve === null) throw new RangeError('Expected a curve.')
    const one = { value: 1, se: 0 }
    const flat = { ...curve, parameters: { A: one, B: one, C: one, D: one } }
    expect(landmarksOf({ ...GOOD, curve: flat })).toMatchObject({ slope: null, midpoint: null })
    const failed = { ...curve, converged: false }
    expect(landmarksOf({ ...GOOD, curve: failed })).toMatchObject({ slope: null, midpoint: null })
  })

  it('of the curve are none without one', () => {
    expect(landmarksOf({ ...GOOD, curve: null })).toMatchObject({ slope: null, midpoint: null })
    const none = landmarksOf({ curve: GOOD.curve, standards: [], samples: [] })
    expect(none).toEqual({ zeroOd: null, topOd: null, slope: null, midpoint: null })
  })
})

describe('historyOf', () => {
  it('collects landmarks and controls, oldest first, leaving out what a plate lacks', () => {
    const without = { ...GOOD, curve: null, samples: [] }
    const history = historyOf([GOOD, without, GOOD])
    expect(history.zeroOds).toHaveLength(3)
    expect(history.slopes).toEqual([LANDMARKS.slope, LANDMARKS.slope])
    expect([...history.controls.keys()]).toEqual(['kit-control'])
    const [first, second] = history.controls.get('kit-control') ?? []
    expect(first).toBeCloseTo(2, 1)
    expect(second).toBe(first)
  })

  it('leaves out a control without a number, or with none above zero', () => {
    const samples = [null, 0, -1].flatMap((value) =>
      GOOD.samples.map((one) => ({ ...one, concentration: { ...one.concentration, value } })),
    )
    expect(historyOf([{ ...GOOD, samples }]).controls.size).toBe(0)
  })

  it('of nothing is no history', () => {
    expect(historyOf([])).toEqual(NO_HISTORY)
  })
})

describe('a plate unlike the earlier ones', () => {
  it('has a high zero standard', () => {
    const found = finding(
      zeroOdHistory,
      withHistory({ zeroOds: about(0.06) }, { od: { H1: 0.12, H2: 0.12 } }),
    )
    expect(found).toMatchObject({ severity: 'warn', wells: ['H1', 'H2'] })
    expect(found.message).toContain('is 0.120, usually 0.0600')
    expect(found.message).toContain('limits from 20 plates of this assay and lot')
  })

  it('does not, when the difference is one that is always fine', () => {
    const at = (od: number): number =>
      zeroOdHistory.check(withHistory({ zeroOds: about(0.06) }, { od: { H1: od, H2: od } })).length
    expect(at(0.089)).toBe(0)
    expect(at(0.092)).toBe(1)
  })

  it('has a low top standard', () => {
    const found = finding(topOdHistory, withHistory({ topOds: about(2.6) }))
    expect(found).toMatchObject({ severity: 'warn', wells: ['A1', 'A2'] })
    expect(found.value).toBe(LANDMARKS.topOd)
    expect(found.limit).toBeGreaterThan(LANDMARKS.topOd ?? NaN)
  })

  it('has a steeper curve', () => {
    expect(finding(slopeHistory, withHistory({ slopes: about(0.1) })).severity).toBe('warn')
  })

  it('lies at half the concentration: standards one well off', () => {
    const found = finding(
      midpointHistory,
      withHistory({ midpoints: about((LANDMARKS.midpoint ?? NaN) * 2) }),
    )
    expect(found.message).toContain('pg/mL')
    expect(found.value).toBe(LANDMARKS.midpoint)
  })

  it('is compared with provisional limits from five plates on, and not before', () => {
    const far = (count: number): typeof GOOD => withHistory({ topOds: about(0.3, count) })
    expect(topOdHistory.check(far(4))).toEqual([])
    expect(finding(topOdHistory, far(6)).message).toContain('provisional limits from 6 plates')
  })
})

describe('a plate like the earlier ones', () => {
  it('raises nothing', () => {
    const plate = withHistory({
      zeroOds: about(LANDMARKS.zeroOd),
      topOds: about(LANDMARKS.topOd),
      slopes: about(LANDMARKS.slope),
      midpoints: about(LANDMARKS.midpoint),
    })
    for (const rule of [zeroOdHistory, topOdHistory, slopeHistory, midpointHistory]) {
      expect(rule.check(plate)).toEqual([])
    }
  })

  it('nor one that lacks the landmark, nor one with ODs below zero on a scale of ratios', () => {
    const plate = withHistory({ zeroOds: about(5), topOds: [...about(-1), 0, 0, 0, 0, 0, 1] })
    expect(zeroOdHistory.check({ ...plate, standards: [] })).toEqual([])
    expect(topOdHistory.check(plate)).toEqual([])
    for (const meanOd of [0, -0.01]) {
      const standards = plate.standards.map((one) => ({ ...one, meanOd }))
      const low = { ...withHistory({ topOds: about(2) }), standards }
      expect(topOdHistory.check(low)).toEqual([])
    }
  })
})
