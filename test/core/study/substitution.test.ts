import { describe, expect, it } from 'vitest'

import { substitute } from '../../../src/core/study/substitution.ts'
import {
  aboveRange,
  belowCurve,
  belowRange,
  censoredResponse,
  known,
  responseOf,
  UNREAD,
} from '../../support/sample-study.ts'

describe('substitution', () => {
  it('puts half the upper limit for a baseline below the range and recomputes the rest', () => {
    const before = responseOf(belowRange(8), known(32))
    const { response, substituted } = substitute(before, 'lod/2')
    expect(substituted).toStrictEqual({ baseline: true, challenge: false })
    expect(response.baseline).toMatchObject({ state: 'below_lloq', value: 4, se: null, upper: 8 })
    expect(response.delta).toStrictEqual({ value: 28, se: null, lower: 24, upper: 32 })
    expect(response.fold).toStrictEqual({ value: 8, se: null, lower: 4, upper: null })
    expect(response.log2Fold).toStrictEqual({ value: 3, se: null, lower: 2, upper: null })
    expect(response.state).toBe('baseline_censored')
  })

  it('puts the upper limit over √2 when asked, also where the curve gives no number', () => {
    const { response, substituted } = substitute(responseOf(known(40), belowCurve(8)), 'lod/sqrt2')
    expect(substituted).toStrictEqual({ baseline: false, challenge: true })
    expect(response.challenge.value).toBeCloseTo(8 / Math.SQRT2, 12)
    expect(response.delta.value).toBeCloseTo(8 / Math.SQRT2 - 40, 12)
    // The limits are still all that is certain, and the number lies between them.
    expect([response.delta.lower, response.delta.upper]).toStrictEqual([-40, -32])
  })

  it('gives a fold of one when both sides are below the same limit', () => {
    const { response, substituted } = substitute(responseOf(belowRange(8), belowCurve(8)), 'lod/2')
    expect(substituted).toStrictEqual({ baseline: true, challenge: true })
    expect([response.delta.value, response.fold.value, response.log2Fold.value]).toStrictEqual([
      0, 1, 0,
    ])
    expect(response.state).toBe('not_known')
  })

  it('never touches what is above the range, and makes no delta of it', () => {
    const censored = censoredResponse()
    expect(substitute(censored, 'lod/2')).toStrictEqual({
      response: censored,
      substituted: { baseline: false, challenge: false },
    })
    const { response, substituted } = substitute(
      responseOf(belowRange(8), aboveRange(600)),
      'lod/2',
    )
    expect(substituted).toStrictEqual({ baseline: true, challenge: false })
    expect(response.baseline.value).toBe(4)
    expect(response.challenge).toStrictEqual(aboveRange(600))
    expect([response.delta.value, response.fold.value, response.log2Fold.value]).toStrictEqual([
      null,
      null,
      null,
    ])
    expect(response.delta.lower).toBe(592)
  })

  it('leaves what is known, what was not read, and a limit that nobody knows', () => {
    const limitless = { ...belowCurve(8), upper: null }
    for (const before of [
      responseOf(known(8), known(9)),
      responseOf(UNREAD, known(9)),
      responseOf(limitless, known(9)),
    ]) {
      const { response, substituted } = substitute(before, 'lod/2')
      expect(response).toBe(before)
      expect(substituted).toStrictEqual({ baseline: false, challenge: false })
    }
  })
})
