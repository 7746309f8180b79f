import { describe, expect, it } from 'vitest'

import { ratesTable } from '../../../scripts/detective-rates.ts'
import { ratesOf, type Rates } from '../../../scripts/detective/rates.ts'
import { settingsFrom } from '../../../src/settings/settings-source.ts'

const config = new URL('../../../config/assayd.yaml', import.meta.url).pathname
const settings = settingsFrom(config, ['biotek-elx']).load()

/** A slice of what scripts/detective-rates.ts prints; the whole table takes most of a minute. */
const rates = ratesOf({ settings, plates: 100, othersShare: 0.2, seed: 42 })

function total(some: readonly Rates[], column: 'plates' | 'right' | 'among' | 'wrong'): number {
  return some.reduce((sum, one) => sum + one[column], 0)
}

describe('simulated plates of every shipped layout', () => {
  it('are of four layouts, each as declared, in seven other ways, and of the other layouts', () => {
    expect(new Set(rates.map(({ layout }) => layout)).size).toBe(4)
    expect(rates).toHaveLength(4 * 8 + 3 * 2)
  })

  it('are not held when they lie as declared', () => {
    const right = rates.filter(({ isRight }) => isRight)
    expect(total(right, 'plates')).toBe(400)
    expect(total(right, 'wrong')).toBeLessThanOrEqual(1)
  })

  it.each(['turned-180', 'mirrored-left-right', 'mirrored-top-bottom'])(
    'are held and named when they are %s',
    (truth) => {
      const some = rates.filter((one) => one.truth === truth)
      expect(total(some, 'right') + total(some, 'among')).toBe(total(some, 'plates'))
      expect(total(some, 'right') / total(some, 'plates')).toBeGreaterThan(0.95)
    },
  )

  it.each(['shifted-left', 'shifted-right'])('are held when they are %s', (truth) => {
    const some = rates.filter((one) => one.truth === truth)
    expect(total(some, 'right') / total(some, 'plates')).toBeGreaterThan(0.95)
  })

  it('are mostly held, and seldom named wrongly, when they are a row too high or too low', () => {
    const some = rates.filter(({ truth }) => truth === 'shifted-up' || truth === 'shifted-down')
    expect(total(some, 'right') / total(some, 'plates')).toBeGreaterThan(0.8)
    expect(total(some, 'wrong') / total(some, 'plates')).toBeLessThan(0.05)
  })

  it('are counted in a table with totals', () => {
    const table = ratesTable(rates)
    expect(table).toContain('declared milk-58x3-384')
    expect(table).toMatch(/as declared: \d false alarms? of 400/)
    expect(table).toMatch(/a detection: median \d+\.\d\d ms/)
  })
})
