import { afterAll, describe, expect, it } from 'vitest'

import type { Curve } from '../../../src/core/analysis.ts'
import { fitCurve } from '../../../src/core/curve/fit-curve.ts'
import {
  curvePoints,
  fourOf,
  goldenCurve,
  goldenFits,
  hasReference,
  relativeError,
  WITHOUT_REFERENCE,
  type GoldenFit,
} from './reference.ts'

/**
 * Above this the golden parameters themselves are hardly determined; no golden 4PL row comes near.
 */
const CONDITION_MAX = 1e5

const fits = goldenFits()
const report: string[] = []

function fitted({ row, weights, points }: GoldenFit): Curve {
  return fitCurve(curvePoints(row), { model: '4pl', weights: weights ?? 'none', points })
}

interface Errors {
  readonly parameters: number
  readonly standardErrors: number
  readonly covariance: number
  readonly sums: number
}

function errorsOf(actual: Curve, expected: Curve): Errors {
  const names = ['A', 'B', 'C', 'D'] as const
  const both = names.map((name) => [fourOf(actual)[name], fourOf(expected)[name]] as const)
  const covariance = expected.covariance.flatMap((line, i) =>
    line.map((entry, j) => relativeError(actual.covariance[i]?.[j], entry)),
  )
  const sums = (['wrss', 'rss', 'sigma', 'r2', 'df'] as const).map((name) =>
    relativeError(actual[name], expected[name]),
  )
  return {
    parameters: Math.max(...both.map(([a, e]) => relativeError(a.value, e.value))),
    standardErrors: Math.max(...both.map(([a, e]) => relativeError(a.se, e.se))),
    covariance: Math.max(...covariance),
    sums: Math.max(...sums),
  }
}

function digits(error: number): string {
  return (-Math.log10(Math.max(error, 1e-16))).toFixed(1).padStart(5)
}

afterAll(() => {
  if (report.length === 0) return
  const head = `${'golden fit'.padEnd(56)} digits of p, se, cov, sums; condition`
  process.stdout.write(`${[head, ...report].join('\n')}\n`)
})

describe.skipIf(!hasReference)(`golden 4PL fits${WITHOUT_REFERENCE}`, () => {
  it('has the rows it is meant to have', () => {
    const ok = fits.filter(({ isOk, weights }) => isOk && weights !== null)
    expect(ok.length).toBe(82)
    expect(fits.filter(({ isOk }) => !isOk).length).toBeGreaterThan(0)
  })

  for (const fit of fits) {
    const { key, isOk, weights } = fit
    it.skipIf(weights === null)(`${key}: ${whatIsExpected(fit)}`, () => {
      const curve = fitted(fit)
      expect(curve.converged).toBe(isOk)
      if (isOk) agrees(fit, curve)
      else declines(curve)
    })
  }

  function agrees(fit: GoldenFit, actual: Curve): void {
    const expected = goldenCurve(fit)
    const errors = errorsOf(actual, expected)
    const shown = [errors.parameters, errors.standardErrors, errors.covariance, errors.sums]
    const condition = actual.condition.toPrecision(3)
    report.push(`${fit.key.padEnd(56)} ${shown.map(digits).join(' ')}  ${condition}`)
    expect(expected.condition).toBeLessThan(CONDITION_MAX)
    expect(relativeError(actual.condition, expected.condition)).toBeLessThan(5e-3)
    expect(errors.parameters).toBeLessThan(1e-6)
    expect(errors.standardErrors).toBeLessThan(1e-5)
    expect(errors.covariance).toBeLessThan(1e-5)
    expect(errors.sums).toBeLessThan(1e-8)
  }

  function declines(curve: Curve): void {
    expect(curve.reason).toMatch(/^No finite best curve/)
    for (const name of ['A', 'B', 'C', 'D'] as const) {
      expect(curve.parameters[name]).toStrictEqual({ value: 0, se: 0 })
    }
    expect(curve.covariance).toStrictEqual([])
  }
})

function whatIsExpected({ isOk, weights, row }: GoldenFit): string {
  if (weights === null) return `assayd has no weight ${row['weight'] ?? ''} yet`
  return isOk ? 'the same curve to 1e-6' : 'no curve, and says so'
}
