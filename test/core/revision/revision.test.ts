import { describe, expect, it } from 'vitest'

import type { Analysis } from '../../../src/core/analysis.ts'
import type { ResultState } from '../../../src/core/result.ts'
import { revisionOf } from '../../../src/core/revision/revision.ts'
import { sampleAnalysis } from '../../support/sample-analysis.ts'

function revised(state: ResultState, value: number) {
  const base = sampleAnalysis()
  const [first] = base.samples
  if (first === undefined) throw new RangeError('Expected a sample.')
  const samples = [{ ...first, concentration: { ...first.concentration, state, value } }]
  const analysis: Analysis = { ...base, samples, specimens: [], responses: [] }
  return { codeVersion: '1', readId: 1, documents: [], analysis }
}

describe('what moved from one analysis to the next', () => {
  it('counts concentrations that are quantified in both', () => {
    const { shift } = revisionOf(revised('ok', 100), revised('ok', 150))
    expect(shift.relative).toStrictEqual([0.5])
    expect(shift.worst?.relative).toBe(0.5)
  })

  it.each([
    ['above_uloq', 'above_uloq'],
    ['ok', 'above_uloq'],
    ['below_lloq', 'ok'],
  ] as const)('claims nothing of a number outside the range: %s to %s', (before, after) => {
    const { shift, results } = revisionOf(revised(before, 2607), revised(after, 7216))
    expect(shift).toStrictEqual({ relative: [], median: null, worst: null })
    expect(results.every(({ relative }) => relative === null)).toBe(true)
  })

  it('still finds that a stored number differs', () => {
    const { isSame } = revisionOf(revised('above_uloq', 2607), revised('above_uloq', 7216))
    expect(isSame).toBe(false)
  })
})
