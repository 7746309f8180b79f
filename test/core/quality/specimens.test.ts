import { describe, expect, it } from 'vitest'

import type { Response } from '../../../src/core/analysis.ts'
import { rule as aboveRange } from '../../../src/core/quality/above-range.ts'
import { rule as baselineAbove } from '../../../src/core/quality/baseline-above-stimulated.ts'
import { rule as hookSuspected } from '../../../src/core/quality/hook-suspected.ts'
import { rule as parallelism } from '../../../src/core/quality/parallelism.ts'
import { studentTQuantile } from '../../../src/core/stats/student-t.ts'
import { finding } from '../../support/findings.ts'
import { judgedPlate, layoutWith, odFromConcentration } from '../../support/judged-plate.ts'

const GOOD = judgedPlate()

/** One specimen at two dilutions, in A3/A4 undiluted and B3/B4 at 1:10, by what is in the wells. */
function diluted(undiluted: number, tenth: number): typeof GOOD {
  const layout = layoutWith(
    [1, 10].flatMap((dilution, row) =>
      ['3', '4'].map((column, i) => ({
        well: `${'AB'.charAt(row)}${column}`,
        role: 'sample' as const,
        slot: 1,
        condition: 'unstimulated',
        dilution,
        replicate: i + 1,
      })),
    ),
  )
  const [high, low] = [undiluted, tenth].map(odFromConcentration)
  return judgedPlate({ layout, od: { A3: high ?? 0, A4: high ?? 0, B3: low ?? 0, B4: low ?? 0 } })
}

describe('above-range', () => {
  it('asks for a rerun at a third of the upper limit', () => {
    const od = odFromConcentration(1500)
    const found = finding(aboveRange, judgedPlate({ od: { B3: od, B4: od } }))
    expect(found).toMatchObject({ severity: 'warn', limit: 600, wells: ['B3', 'B4'] })
    expect(found.message).toContain('above_uloq, at least 600.0 pg/mL')
    expect(found.hint).toMatch(/1:8\.$/)
  })

  it('asks for ten times more dilute when there is no number', () => {
    const found = finding(aboveRange, judgedPlate({ od: { B3: 'overflow', B4: 2 } }))
    expect(found).toMatchObject({ value: 600, limit: 600 })
    expect(found.hint).toBe('Rerun the specimen at 1:10.')
  })

  it('is silent when another dilution on the plate is in range', () => {
    expect(aboveRange.check(diluted(3000, 300))).toEqual([])
    const found = finding(aboveRange, diluted(30_000, 3000))
    expect(found).toMatchObject({ limit: 6000, wells: ['A3', 'A4', 'B3', 'B4'] })
  })

  it('leaves controls to their own rule', () => {
    expect(aboveRange.check(judgedPlate({ od: { H11: 3, H12: 3 } }))).toEqual([])
  })
})

describe('parallelism', () => {
  it('warns when dilutions of one supernatant disagree', () => {
    const found = finding(parallelism, diluted(100, 20))
    expect(found).toMatchObject({ severity: 'warn', limit: 30, wells: ['A3', 'A4', 'B3', 'B4'] })
    expect(found.value).toBeGreaterThan(40)
    expect(parallelism.check(diluted(200, 20))).toEqual([])
  })
})

describe('hook-suspected', () => {
  it('warns when the less diluted wells read lower', () => {
    const found = hookSuspected.check(diluted(100, 150))
    expect(found).toMatchObject([{ severity: 'warn', wells: ['A3', 'A4', 'B3', 'B4'] }])
    expect(hookSuspected.check(diluted(200, 20))).toEqual([])
  })
})

describe('baseline-above-stimulated', () => {
  const [response] = GOOD.responses
  if (response === undefined || GOOD.curve === null) throw new RangeError('Expected a response.')
  const t = studentTQuantile(0.975, GOOD.curve.df)
  const withDelta = (
    delta: Partial<Response['delta']>,
    state: Response['state'] = 'ok',
  ): typeof GOOD => {
    const whole = { value: null, se: null, lower: null, upper: null, ...delta }
    return judgedPlate({ judged: { responses: [{ ...response, state, delta: whole }] } })
  }

  it('warns of a fall beyond its error', () => {
    const found = baselineAbove.check(
      judgedPlate({ od: { A3: 1.2, A4: 1.2, B3: 0.5, B4: 0.5, C3: 1.3, C4: 1.3 } }),
    )
    expect(found).toMatchObject([{ severity: 'warn', wells: ['A3', 'A4', 'B3', 'B4'] }])
    expect(found[0]?.message).toMatch(/beyond its error of \d/)
    expect(found[0]?.message).toContain('salmonella-enterica: delta -')
  })

  it('is silent at the error itself', () => {
    expect(baselineAbove.check(withDelta({ value: -10 * t + 1e-9, se: 10 }))).toEqual([])
    const found = finding(baselineAbove, withDelta({ value: -10 * t - 1e-9, se: 10 }))
    expect(found.limit).toBeCloseTo(-10 * t, 9)
  })

  it('warns of a censored fall when even its upper bound is below zero', () => {
    const found = finding(baselineAbove, withDelta({ upper: -3, lower: -9 }, 'challenge_censored'))
    expect(found).toMatchObject({ value: -3, limit: 0 })
    expect(found.message).not.toContain('error')
    expect(baselineAbove.check(withDelta({ upper: 0, lower: -9 }, 'challenge_censored'))).toEqual(
      [],
    )
    expect(baselineAbove.check(withDelta({ lower: -9 }, 'not_known'))).toEqual([])
  })

  it('is silent without an error or a curve', () => {
    expect(baselineAbove.check(withDelta({ value: -99 }))).toEqual([])
    expect(baselineAbove.check({ ...withDelta({ value: -99, se: 1 }), curve: null })).toEqual([])
  })
})
