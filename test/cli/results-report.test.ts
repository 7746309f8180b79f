import { stripVTControlCharacters } from 'node:util'

import { describe, expect, it } from 'vitest'

import { curvePlot } from '../../src/cli/curve-plot.ts'
import { analysisReport } from '../../src/cli/results-report.ts'
import type { Analysis } from '../../src/core/analysis.ts'
import { sampleAnalysis, sampleCurve } from '../support/sample-analysis.ts'
import { sampleExport } from '../support/sample-export.ts'

function report(analysis: Analysis): string {
  const { stored, record } = sampleExport({ analysis })
  return stripVTControlCharacters(analysisReport(stored, record).join('\n'))
}

const ZERO = { value: 0, se: 0 }
const UNFITTED = {
  ...sampleCurve(),
  converged: false,
  reason: 'The standards do not rise.',
  parameters: { A: ZERO, B: ZERO, C: ZERO, D: ZERO },
  covariance: [],
}

describe('the report of an analysis', () => {
  it('begins with what was measured and how many flags there are', () => {
    const [first] = report(sampleAnalysis({ blocked: true })).split('\n')
    expect(first).toBe(
      'IL6-07/1: IL-6 in pg/mL by il6-dy206, kit lot P352211; flags: ' +
        'look before you use these results: 1 blocking, 2 warning',
    )
  })

  it('shows no number of a curve that was not fitted', () => {
    const text = report({ ...sampleAnalysis(), curve: UNFITTED, range: null })
    expect(text).toContain('not fitted. The standards do not rise.')
    expect(text).not.toContain('R²')
    expect(text).not.toContain('│')
  })

  it.each([
    ['gen5', 'Gen5, in the well'],
    ['softmax', 'SoftMax Pro, in the well'],
  ] as const)(
    'shows what the program of the profile prints for the wells: %s',
    (profile, title) => {
      const text = report({ ...sampleAnalysis(), profile })
      expect(text).toContain(title)
      expect(text).toMatch(profile === 'gen5' ? / <9\.375 <9\.375/u : / \d\.\d{3} \d\.\d{3}/u)
      expect(report(sampleAnalysis())).not.toContain(title)
    },
  )

  it('shows who took which well out, and why', () => {
    expect(report(sampleAnalysis())).toMatch(/Masked wells\nE5 {3}The well is masked\.\n/u)
  })

  it('has no empty parts', () => {
    const lists = { standards: [], wells: [], samples: [], responses: [], flags: [] }
    expect(
      report({ ...sampleAnalysis(), curve: null, range: null, ...lists })
        .split('\n')
        .slice(1),
    ).toStrictEqual(['', 'Curve', 'The plate has no standard curve.'])
  })
})

describe('the picture of the curve', () => {
  const { standards, unit } = sampleAnalysis()
  const plot = (change: object = {}) =>
    curvePlot({ curve: sampleCurve(), standards, unit, ...change })

  it('is 60 by 12 with axes, a rising line and every standard', () => {
    const lines = plot()
    expect(lines).toHaveLength(14)
    const cells = lines.slice(0, 12).map((line) => line.slice(8))
    expect(Math.max(...cells.map((line) => line.length))).toBe(60)
    expect(cells.join('').match(/o/gu)).toHaveLength(standards.length)
    const columns = cells.map((line) => line.search(/\S/u)).filter((column) => column >= 0)
    expect(columns).toStrictEqual(columns.toSorted((a, b) => b - a))
    expect(lines.at(-1)).toMatch(/^ +4\.69 +900 pg\/mL$/u)
  })

  it('marks standards that fail', () => {
    const failing = standards.map((one) => ({ ...one, passes: one.level > 2 }))
    expect(plot({ standards: failing }).join('').match(/x/gu)).toHaveLength(2)
  })

  it('falls for a curve that falls', () => {
    const { A = ZERO, D = ZERO } = sampleCurve().parameters
    const parameters = { ...sampleCurve().parameters, A: D, D: A }
    const bare = standards.map((one) => ({ ...one, meanOd: null }))
    const cells = plot({ curve: { ...sampleCurve(), parameters }, standards: bare }).slice(0, 12)
    const columns = cells.map((line) => line.slice(8).search(/\S/u)).filter((at) => at >= 0)
    expect(columns).toStrictEqual(columns.toSorted((a, b) => a - b))
  })

  it('is not drawn where there is nothing to draw', () => {
    expect(plot({ curve: null })).toStrictEqual([])
    expect(plot({ curve: UNFITTED })).toStrictEqual([])
    expect(plot({ standards: [] })).toStrictEqual([])
  })
})
