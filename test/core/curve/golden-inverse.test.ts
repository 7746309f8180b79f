import { describe, expect, it } from 'vitest'

import { invert } from '../../../src/core/curve/invert.ts'
import {
  goldenCurve,
  goldenFits,
  hasReference,
  numberOf,
  referenceRows,
  relativeError,
  WITHOUT_REFERENCE,
} from './reference.ts'

const fits = new Map(
  goldenFits()
    .filter(({ isOk, weights }) => isOk && weights !== null)
    .map((fit) => [fit.key, fit]),
)
const rows = referenceRows('golden/inverse.csv').filter(({ key = '' }) => fits.has(key))
const keys = [...new Set(rows.map(({ key = '' }) => key))]

describe.skipIf(!hasReference)(`golden inverse predictions${WITHOUT_REFERENCE}`, () => {
  it('has the rows it is meant to have', () => {
    expect(keys.length).toBe(81)
    expect(rows.length).toBe(567)
  })

  it.each(keys)('%s: concentration to 1e-8, SE and log-Wald limits to 1e-5', (key) => {
    const fit = fits.get(key)
    if (fit === undefined) throw new RangeError(`Expected a golden fit '${key}'.`)
    const curve = goldenCurve(fit)
    for (const row of rows.filter((candidate) => candidate['key'] === key)) {
      const [one, two, three] = [1, 2, 3].map((wells) => invert(curve, numberOf(row, 'y0'), wells))
      expect(two?.beyond).toBeNull()
      expect(relativeError(two?.concentration, numberOf(row, 'x0'))).toBeLessThan(1e-8)
      expect(relativeError(two?.slope, numberOf(row, 'dydx'))).toBeLessThan(1e-8)
      expect(relativeError(one?.se, numberOf(row, 'se_m1'))).toBeLessThan(1e-5)
      expect(relativeError(two?.se, numberOf(row, 'se_m2'))).toBeLessThan(1e-5)
      expect(relativeError(three?.se, numberOf(row, 'se_m3'))).toBeLessThan(1e-5)
      expect(relativeError(two?.ciLow, numberOf(row, 'logwald_lo_m2'))).toBeLessThan(1e-5)
      expect(relativeError(two?.ciHigh, numberOf(row, 'logwald_hi_m2'))).toBeLessThan(1e-5)
    }
  })

  it('takes a curve-only variance from the gradient and the covariance', () => {
    for (const row of rows) {
      const fit = fits.get(row['key'] ?? '')
      if (fit === undefined) continue
      const curve = goldenCurve(fit)
      const { gradient } = invert(curve, numberOf(row, 'y0'), 1)
      const variance = gradient.reduce(
        (sum, gi, i) =>
          sum + gradient.reduce((s, gj, j) => s + gi * gj * (curve.covariance[i]?.[j] ?? NaN), 0),
        0,
      )
      expect(relativeError(Math.sqrt(variance), numberOf(row, 'se_curve'))).toBeLessThan(1e-5)
    }
  })
})
