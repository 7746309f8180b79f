import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { compileStudy } from '../../../../src/core/study/compile-study.ts'
import type { Study, StudyPlate } from '../../../../src/core/study/study.ts'
import { adjustablePlate } from '../../../support/adjustable-plate.ts'
import {
  aboveRange,
  belowRange,
  flagOf,
  known,
  measured,
  responseOf,
  studyOptions,
} from '../../../support/sample-study.ts'

function adjusted(plates: readonly StudyPlate[], reference: string | null = null): Study {
  const adjustment = { kind: 'bridging-control', control: 'QC1', reference } as const
  return compileStudy(measured(...plates), studyOptions({ adjustment }))
}

const P1 = adjustablePlate({ plate: 'P1', hour: 9, controls: { QC1: known(50), QC2: known(400) } })

describe('A bridging control', () => {
  it('brings a plate that reads k times high back by 1/k, limits and errors with it', () => {
    const law = fc.property(fc.double({ min: 0.2, max: 5, noNaN: true }), (k) => {
      const high = adjustablePlate({
        plate: 'P2',
        hour: 11,
        readsHighBy: k,
        controls: { QC1: known(50 * k) },
      })
      const [, row] = adjusted([P1, high]).rows
      expect(row?.adjusted?.by.factor).toBeCloseTo(1 / k, 12)
      expect(row?.adjusted?.by.shift).toBeCloseTo(Math.log(k), 12)
      expect(row?.adjusted?.baseline.value).toBeCloseTo(20, 10)
      expect(row?.adjusted?.challenge.upper).toBeCloseTo(100, 10)
      expect(row?.adjusted?.delta.value).toBeCloseTo(80, 10)
      expect(row?.adjusted?.delta.se).toBeCloseTo((row?.response.delta.se ?? NaN) / k, 12)
    })
    fc.assert(law, { numRuns: 50 })
  })

  it('changes nothing between plates on which it reads the same', () => {
    const twin = adjustablePlate({ plate: 'P2', hour: 11, controls: { QC1: known(50) } })
    for (const { response, adjusted: to } of adjusted([P1, twin]).rows) {
      expect(to?.by.factor).toBe(1)
      const { value, se, lower, upper } = response.delta
      expect(to?.delta).toStrictEqual({ value, se, lower, upper })
    }
  })

  it('leaves what was measured as it was', () => {
    const high = adjustablePlate({
      plate: 'P2',
      hour: 11,
      readsHighBy: 2,
      controls: { QC1: known(100) },
    })
    const plain = compileStudy(measured(P1, high), studyOptions())
    const rows = adjusted([P1, high]).rows.map((row) => ({ ...row, adjusted: null }))
    expect(rows).toStrictEqual(plain.rows)
  })

  it('scales bounds, and invents no number where there is none', () => {
    const high = adjustablePlate({
      plate: 'P2',
      hour: 11,
      controls: { QC1: known(100) },
      change: { responses: [responseOf(belowRange(18.75), aboveRange(1200), { specimen: 'S2' })] },
    })
    const row = adjusted([P1, high]).rows.find(({ response }) => response.specimen === 'S2')
    expect(row?.adjusted).toMatchObject({
      baseline: { lower: 0, upper: 9.375 },
      challenge: { lower: 600, upper: null },
      delta: { value: null },
    })
  })

  it('says how sure the factor is: by both readings of the control', () => {
    const high = adjustablePlate({ plate: 'P2', hour: 11, controls: { QC1: known(80) } })
    const [first, second] = adjusted([P1, high]).adjustments
    expect(first).toMatchObject({ shift: 0, shiftSe: 0, factor: 1, control: 50 })
    // 4 % on either plate.
    expect(second?.shiftSe).toBeCloseTo(0.04 * Math.SQRT2, 12)
    expect(second).toMatchObject({ control: 80, ownShift: null, factor: 0.625 })
  })

  it('is brought to the oldest plate that is not blocked, or to the one that is named', () => {
    const blocked = adjustablePlate({
      plate: 'P0',
      hour: 8,
      controls: { QC1: known(10) },
      change: { flags: [flagOf('standards', 'block')] },
    })
    const last = adjustablePlate({ plate: 'P3', hour: 13, controls: { QC1: known(25) } })
    const factors = (reference: string | null) =>
      adjusted([last, P1, blocked], reference).adjustments.map(
        ({ plate, factor, reference: to }) => `${plate.plate} ${factor} ${to.plate}`,
      )
    expect(factors(null)).toEqual(['P0 5 P1', 'P1 1 P1', 'P3 2 P1'])
    expect(factors('P3')).toEqual(['P0 2.5 P3', 'P1 0.5 P3', 'P3 1 P3'])
    expect(() => factors('P9')).toThrow(
      expect.objectContaining({ code: 'plate-unknown', hint: "There are 'P3', 'P1', 'P0'." }),
    )
  })

  it('that a plate lacks, or reads out of range, is an error that lists every plate', () => {
    const plates = [
      P1,
      adjustablePlate({ plate: 'P2', hour: 10 }),
      adjustablePlate({ plate: 'P3', hour: 11, controls: { QC2: known(400) } }),
      adjustablePlate({ plate: 'P4', hour: 12, controls: { QC1: aboveRange(600) } }),
    ]
    expect(() => adjusted(plates)).toThrow(
      expect.objectContaining({
        code: 'study-unadjustable',
        message: [
          "Plate 'P2' has no control 'QC1'; it has no control at all.",
          "Plate 'P3' has no control 'QC1'; it has 'QC2'.",
          "Control 'QC1' of plate 'P4' is not in its range: above_uloq.",
        ].join('\n'),
      }),
    )
  })

  it('is not asked of a plate that has no row', () => {
    const rerun = adjustablePlate({
      plate: 'P2',
      hour: 11,
      controls: { QC1: known(50) },
      change: { responses: P1.responses },
    })
    const bare = { ...P1, controls: [] }
    expect(adjusted([bare, rerun], 'P2').adjustments.map(({ plate }) => plate.plate)).toEqual([
      'P2',
    ])
  })

  it('keeps other quantities apart, each with its reference, and warns', () => {
    const other = adjustablePlate({
      plate: 'P2',
      hour: 11,
      controls: { QC1: known(80) },
      change: { analyte: 'IL-8' },
    })
    const { adjustments, warnings } = adjusted([P1, other])
    expect(adjustments.map(({ factor }) => factor)).toEqual([1, 1])
    expect(warnings).toContain(
      "Rows are adjusted to several reference plates, each to its own: 'P1', 'P2'.",
    )
  })
})
