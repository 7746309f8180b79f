import { readFileSync } from 'node:fs'

import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'

import type { PointMode, Weights } from '../../../src/core/assay.ts'
import { fitCurve } from '../../../src/core/curve/fit-curve.ts'
import { fourOf, relativeError, type Row } from './reference.ts'

/**
 * R's data set DNase, Run 1, and R's nls on it, as scripts/oracles.R writes them. nls stops by its
 * own tolerance, so its parameters are good to about 1e-8.
 */
function oracle(name: string): readonly Row[] {
  const rows: Row[] = parse(readFileSync(new URL(`../../oracles/${name}`, import.meta.url)), {
    columns: true,
  })
  return rows
}

const points = oracle('dnase-run-1.csv').map((row) => ({
  concentration: Number(row['conc']),
  od: Number(row['od']),
}))
const answers = oracle('dnase-run-1-fits.csv')
const CHOICES: readonly (readonly [PointMode, Weights])[] = [
  ['wells', 'none'],
  ['wells', '1/y'],
  ['wells', '1/y2'],
  ['wells', 'irls'],
  ['wells', 'irls-1/y'],
  ['wells', 'power'],
  ['means', 'none'],
]

describe("R's nls on R's DNase data", () => {
  it.each(CHOICES)('fits %s with weights %s as assayd does', (mode, weights) => {
    const curve = fitCurve(points, { model: '4pl', weights, points: mode })
    const of = (quantity: string): Row =>
      answers.find(
        (row) =>
          row['points'] === mode && row['weights'] === weights && row['quantity'] === quantity,
      ) ?? {}
    expect(curve.converged).toBe(true)
    for (const name of ['A', 'B', 'C', 'D'] as const) {
      const { value, se } = fourOf(curve)[name]
      expect(relativeError(value, Number(of(name)['value'])), name).toBeLessThan(5e-8)
      expect(relativeError(se, Number(of(name)['se'])), `SE of ${name}`).toBeLessThan(5e-8)
    }
    expect(relativeError(curve.wrss, Number(of('wrss')['value']))).toBeLessThan(1e-8)
    const theta = of('theta')['value']
    const { theta: found } = curve.parameters
    expect(found?.se).toBe(theta === undefined ? undefined : null)
    expect(Math.abs((found?.value ?? 0) - Number(theta ?? 0))).toBeLessThan(1e-7)
  })

  it('agrees with SSfpl, whose xmid is ln C and whose scal is 1/B', () => {
    // R 4.2.2: nls(density ~ SSfpl(log(conc), A, B, xmid, scal), DNase, Run == 1), tolerance 1e-9.
    const parameters = fourOf(fitCurve(points, { model: '4pl', weights: 'none', points: 'wells' }))
    expect(relativeError(parameters.A.value, -0.00789717439)).toBeLessThan(1e-7)
    expect(relativeError(parameters.D.value, 2.37723886673)).toBeLessThan(1e-7)
    expect(relativeError(Math.log(parameters.C.value), 1.507402925)).toBeLessThan(1e-7)
    expect(relativeError(1 / parameters.B.value, 1.06257863459)).toBeLessThan(1e-7)
  })
})
