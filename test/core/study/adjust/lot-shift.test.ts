import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { fitCurve } from '../../../../src/core/curve/fit-curve.ts'
import { compileStudy } from '../../../../src/core/study/compile-study.ts'
import type { Study, StudyPlate } from '../../../../src/core/study/study.ts'
import { adjustablePlate, standardsOf } from '../../../support/adjustable-plate.ts'
import { flagOf, measured, studyOptions } from '../../../support/sample-study.ts'

function adjusted(plates: readonly StudyPlate[], reference: string | null = null): Study {
  const adjustment = { kind: 'curve-shift', control: '', reference } as const
  return compileStudy(measured(...plates), studyOptions({ adjustment }))
}

function shiftsOf(study: Study): readonly (readonly [string, number])[] {
  return study.adjustments.map(({ plate, shift }) => [plate.plate, shift])
}

/** Never the same twice on a plate, and never in step with another plate. */
const ripple = (seed: number) => (well: number) => 0.01 * Math.sin(1 + seed * 7 + well * 2.3)

const P1 = adjustablePlate({ plate: 'P1', hour: 9, kitLot: 'A', noise: ripple(1) })

describe('The shift of a kit lot', () => {
  it('brings a lot whose standards hold 1/k of their label back by 1/k', () => {
    const law = fc.property(fc.double({ min: 0.4, max: 2.5, noNaN: true }), (k) => {
      const plates = [
        adjustablePlate({ plate: 'P1', hour: 9, kitLot: 'A' }),
        adjustablePlate({ plate: 'P2', hour: 10, kitLot: 'B', readsHighBy: k }),
      ]
      const [, row] = adjusted(plates).rows
      expect(row?.adjusted?.by.shift).toBeCloseTo(Math.log(k), 6)
      expect(row?.adjusted?.by.factor).toBeCloseTo(1 / k, 6)
      expect(row?.adjusted?.baseline.value).toBeCloseTo(20, 4)
      expect(row?.adjusted?.delta.value).toBeCloseTo(80, 4)
    })
    fc.assert(law, { numRuns: 25 })
  })

  it('is nothing between lots whose standards read the same, with noise or without', () => {
    const twin = adjustablePlate({ plate: 'P2', hour: 10, kitLot: 'B', noise: ripple(1) })
    const study = adjusted([P1, twin])
    expect(study.adjustments[1]?.factor).toBeCloseTo(1, 8)
    expect(study.adjustments[1]?.shiftSe).toBeGreaterThan(0)
  })

  it('is exactly nothing within the lot of the reference, however its plates lie', () => {
    const plates = [
      P1,
      adjustablePlate({ plate: 'P2', hour: 10, kitLot: 'A', readsHighBy: 1.3, noise: ripple(2) }),
    ]
    const study = adjusted(plates)
    expect(shiftsOf(study)).toEqual([
      ['P1', 0],
      ['P2', 0],
    ])
    const [first = NaN, second = NaN] = study.adjustments.map(({ ownShift }) => ownShift ?? NaN)
    expect(first + second).toBeCloseTo(0, 10)
    expect(second - first).toBeCloseTo(Math.log(1.3), 1)
    expect(study.warnings).toContain(
      'All plates are of the kit lot of their reference: the curve shift changes nothing.',
    )
  })

  it('is the mean over the plates of the lot, one for all of them', () => {
    const lotB = [1.5, 1.8].map((readsHighBy, at) =>
      adjustablePlate({ plate: `P${at + 2}`, hour: 10 + at, kitLot: 'B', readsHighBy }),
    )
    const study = adjusted([adjustablePlate({ plate: 'P1', hour: 9, kitLot: 'A' }), ...lotB])
    const [, [, second] = ['', NaN], [, third] = ['', NaN]] = shiftsOf(study)
    expect(second).toBe(third)
    expect(second).toBeCloseTo(Math.log(1.5 * 1.8) / 2, 6)
  })

  it('turns its sign when the other lot is the reference', () => {
    const plates = [
      P1,
      adjustablePlate({ plate: 'P2', hour: 10, kitLot: 'B', readsHighBy: 1.7, noise: ripple(3) }),
    ]
    const there = shiftsOf(adjusted(plates))[1]?.[1] ?? NaN
    const back = shiftsOf(adjusted(plates, 'P2'))[0]?.[1] ?? NaN
    expect(there).toBeCloseTo(Math.log(1.7), 1)
    expect(back).toBeCloseTo(-there, 6)
  })

  it('takes weights and means from the plates’ own curves', () => {
    const plates = (['irls', 'irls-1/y', '1/y', '1/y2', 'power'] as const).flatMap((weights, at) =>
      [1, 1.4].map((readsHighBy, lot) =>
        adjustablePlate({
          plate: `${weights} ${lot}`,
          hour: 2 * at + lot,
          kitLot: `${lot}`,
          assayId: weights,
          readsHighBy,
          weights,
          noise: (well) => 0.3 * ripple(at + lot)(well) * (well % 8 < 5 ? 1 : 0.1),
        }),
      ),
    )
    const shifts = adjusted(plates).adjustments.filter(({ plate }) => plate.kitLot === '1')
    expect(shifts).toHaveLength(5)
    for (const { shift } of shifts) expect(shift).toBeCloseTo(Math.log(1.4), 1)
  })

  it('covers the truth as often as its error says', () => {
    let state = 20_261_123
    const uniform = () => {
      state = (state * 48_271) % 2_147_483_647
      return state / 2_147_483_647
    }
    const normal = () => Array.from({ length: 12 }, uniform).reduce((sum, one) => sum + one, -6)
    const within = Array.from({ length: 300 }, () => {
      const noise = () => 0.02 * normal()
      const plates = [
        adjustablePlate({ plate: 'P1', hour: 9, kitLot: 'A', noise }),
        adjustablePlate({ plate: 'P2', hour: 10, kitLot: 'B', readsHighBy: 1.25, noise }),
      ]
      const by = adjusted(plates).adjustments[1]
      return Math.abs((by?.shift ?? NaN) - Math.log(1.25)) < 1.96 * (by?.shiftSe ?? NaN)
    })
    const share = within.filter(Boolean).length / within.length
    expect(share).toBeGreaterThan(0.91)
    expect(share).toBeLessThan(0.985)
  })
})

describe('A plate that cannot be shifted', () => {
  it('is an error that lists every plate', () => {
    const points = standardsOf({ plate: '', hour: 0 })
    const line = fitCurve(points, { model: 'log-log', weights: 'none', points: 'wells' })
    const plates = [
      P1,
      adjustablePlate({ plate: 'P2', hour: 10, kitLot: '' }),
      adjustablePlate({
        plate: 'P3',
        hour: 11,
        kitLot: 'C',
        change: { flags: [flagOf('standards', 'block')] },
      }),
      adjustablePlate({
        plate: 'P4',
        hour: 12,
        kitLot: 'D',
        change: { calibration: { curve: line, points } },
      }),
    ]
    expect(() => adjusted(plates)).toThrow(
      expect.objectContaining({
        code: 'study-unadjustable',
        message: [
          "No run sheet says of which kit lot plate 'P2' is.",
          "Kit lot 'C' of plate 'P3' has no plate with a logistic curve that is not blocked.",
          "Kit lot 'D' of plate 'P4' has no plate with a logistic curve that is not blocked.",
        ].join('\n'),
      }),
    )
  })

  it('is shifted as its lot when only the plate itself is blocked', () => {
    const lotB = { kitLot: 'B', readsHighBy: 1.5 }
    const change = { flags: [flagOf('drift', 'block')], calibration: null }
    const study = adjusted([
      P1,
      adjustablePlate({ plate: 'P2', hour: 10, ...lotB, noise: ripple(4) }),
      adjustablePlate({ plate: 'P3', hour: 11, ...lotB, change }),
    ])
    const [, second, third] = study.adjustments
    expect(third?.shift).toBe(second?.shift)
    expect(third?.ownShift).toBeNull()
  })

  it('is one whose standards follow no shared curve', () => {
    const points = standardsOf({ plate: '', hour: 0 })
    const flat = points.map(({ concentration }, well) => ({
      concentration,
      od: 1 + ripple(1)(well),
    }))
    const curve = { ...(P1.calibration?.curve ?? fail()), converged: true }
    const odd = adjustablePlate({
      plate: 'P2',
      hour: 10,
      kitLot: 'B',
      change: { calibration: { curve, points: flat.slice(0, 1) } },
    })
    const few = { ...P1, calibration: { curve, points: points.slice(0, 3) } }
    expect(() => adjusted([few, odd])).toThrow(
      "No curve fits the standards of these plates but for a shift: 'P1', 'P2'.",
    )
  })
})

function fail(): never {
  throw new RangeError('The first plate has a curve.')
}
