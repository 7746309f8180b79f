import { describe, expect, it } from 'vitest'

import { coverageOf, falseResponders } from '../../scripts/intervals/count.ts'
import { CONSTANT, PROPORTIONAL } from '../../scripts/intervals/simulated-curve.ts'

const PLATES = 2000

describe.each([
  ['scatter in proportion to the OD, irls', { truth: PROPORTIONAL, weights: 'irls' }],
  ['scatter in proportion to the OD, 1/y2', { truth: PROPORTIONAL, weights: '1/y2' }],
  ['the same scatter everywhere, no weights', { truth: CONSTANT, weights: 'none' }],
] as const)('over 2000 simulated plates with %s', (_name, choice) => {
  const parts = { ...choice, plates: PLATES, seed: 7 }

  it('95 % intervals hold the truth in 94 to 96 of 100', () => {
    const rows = coverageOf(parts)
    const covered = rows.reduce((sum, row) => sum + row.covered, 0)
    const tried = rows.reduce((sum, row) => sum + row.tried, 0)
    expect(tried).toBeGreaterThan(11_900)
    expect((100 * covered) / tried).toBeGreaterThan(94)
    expect((100 * covered) / tried).toBeLessThan(96)
  })

  it('one in twenty of those who do not respond is called a responder', () => {
    const share = 100 * falseResponders(parts, 0.95)
    expect(share).toBeGreaterThan(4)
    expect(share).toBeLessThan(6)
  })
})
