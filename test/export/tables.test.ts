import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { TABLES } from '../../src/export/csv.ts'
import type { ExportTable } from '../../src/export/table.ts'
import { sampleAnalysis, sampleCurve } from '../support/sample-analysis.ts'
import { sampleExport } from '../support/sample-export.ts'
import { flagOf } from '../support/sample-study.ts'

const README = readFileSync(join(import.meta.dirname, '../../src/export/README.md'), 'utf8')

/** Columns the README documents for a file, in its order. */
function documentedColumns(suffix: string): readonly string[] {
  const [, section = ''] = README.split(`## \`PLATE_${suffix}.csv\``)
  const [table = ''] = section.split('\n\n## ')[0]?.split('\n\n').slice(1) ?? []
  return [...table.matchAll(/^\| `([^`]+)`/gmu)].map(([, name = '']) => name)
}

function tableNamed(suffix: string): ExportTable {
  const table = TABLES.find((one) => one.suffix === suffix)
  if (table === undefined) throw new RangeError(`There is no table '${suffix}'.`)
  return table
}

/** Rows as objects by column name. */
function records(suffix: string, input = sampleExport()) {
  const table = tableNamed(suffix)
  const header = table.header(input)
  return table
    .rows(input)
    .map((row) => Object.fromEntries(row.map((cell, at) => [header[at], cell])))
}

describe('the columns', () => {
  it.each(TABLES.map(({ suffix }) => suffix))(
    'of %s are those the README documents, in its order',
    (suffix) => {
      const header = tableNamed(suffix).header(sampleExport())
      const general = header.map((name) => name.replace(/^od_\d+$/u, 'od_<nm>'))
      expect([...new Set(general)]).toStrictEqual(documentedColumns(suffix))
      expect(new Set(header).size).toBe(header.length)
    },
  )

  it('begin with the ones other programs rely on', () => {
    const beginning = (suffix: string, columns: string) => {
      const header = tableNamed(suffix).header(sampleExport())
      expect(header.slice(0, columns.split(',').length).join(',')).toBe(columns)
    }
    beginning(
      'wells',
      'plate,analysis,well,role,specimen,condition,dilution,od,state,concentration,unit,' +
        'se,ci_low,ci_high,flags,blocked',
    )
    beginning(
      'responses',
      'specimen,mother,visit,organism,baseline_kind,baseline,challenge,delta,fold,' +
        'log2_fold,state,unit,flags,blocked',
    )
  })

  it('hold one OD a wavelength, ascending', () => {
    const whole = sampleAnalysis()
    const wells = whole.wells.map((well) => ({ ...well, odByNm: { 1000: 1, 450: 2, 540: 3 } }))
    const header = tableNamed('wells').header(sampleExport({ analysis: { ...whole, wells } }))
    const names = header.filter((name) => name.startsWith('od_'))
    expect(names).toStrictEqual(['od_450', 'od_540', 'od_1000'])
  })
})

describe('the lines', () => {
  it('are as many as the analysis has wells, samples and responses', () => {
    const { wells, samples, responses } = sampleAnalysis()
    expect(records('wells')).toHaveLength(wells.length)
    expect(records('samples')).toHaveLength(samples.length)
    expect(records('responses')).toHaveLength(responses.length)
  })

  it('show a mark in place of an OD, and no concentration', () => {
    const saturated = records('wells').find(({ well }) => well === 'E8')
    expect(saturated).toMatchObject({
      od: 'overflow',
      od_450: 'overflow',
      state: 'saturated',
      concentration: null,
      lower: 2400,
      upper: null,
    })
  })

  it('carry the flags of their wells and of the whole plate', () => {
    const input = sampleExport({ analysis: sampleAnalysis({ blocked: true }) })
    const flags = (suffix: string) => new Set(records(suffix, input).map((line) => line['flags']))
    expect(flags('wells')).toStrictEqual(
      new Set([
        'standards-passing',
        'replicate-cv|standards-passing',
        'saturated-wells|standards-passing',
      ]),
    )
    expect(flags('samples')).toStrictEqual(flags('wells'))
    const flagged = records('responses').filter((line) => line['flags'] !== '')
    expect(
      flagged.map(({ specimen, organism }) => `${String(specimen)} ${String(organism)}`),
    ).toStrictEqual(['KI-021 salmonella-enterica', 'KI-015 salmonella-enterica'])
  })
})

describe('a finding that blocks', () => {
  // The standards' wells alone are named, yet every concentration comes from their curve.
  const flags = [flagOf('non-monotone', 'block', ['A1', 'A2'])]
  const blocked = sampleExport({ analysis: { ...sampleAnalysis(), flags } })
  const suffixes = TABLES.map(({ suffix }) => suffix)
  const distinct = (lines: readonly Record<string, unknown>[], name: string) => [
    ...new Set(lines.map((line) => line[name])),
  ]

  it.each(suffixes)('says so on every line of %s, and without one no line does', (suffix) => {
    expect(distinct(records(suffix, blocked), 'blocked')).toStrictEqual(['yes'])
    expect(distinct(records(suffix), 'blocked')).toStrictEqual(['no'])
  })

  it.each(suffixes.filter((suffix) => suffix !== 'curve'))(
    'stands in the flags of every line of %s, whichever wells it names',
    (suffix) => {
      expect(distinct(records(suffix, blocked), 'flags')).toStrictEqual(['non-monotone'])
    },
  )

  it('stands at every standard of the curve', () => {
    const standards = records('curve', blocked).filter(({ quantity }) => quantity === 'flags')
    expect(standards).toHaveLength(sampleAnalysis().standards.length)
    expect(distinct(standards, 'text')).toStrictEqual(['non-monotone'])
  })
})

describe('the curve', () => {
  const facts = (analysis = sampleAnalysis()) => records('curve', sampleExport({ analysis }))
  const value = (lines: ReturnType<typeof facts>, name: string, quantity: string) => {
    const line = lines.find((fact) => fact['name'] === name && fact['quantity'] === quantity)
    return line?.['value']
  }

  it('is told whole: parameters with errors, statistics, covariance, range, standards', () => {
    const lines = facts()
    const curve = sampleCurve()
    const c = lines.find(({ part, name }) => part === 'parameter' && name === 'C')
    expect(c).toMatchObject({ value: curve.parameters['C']?.value, se: 14.2, unit: 'pg/mL' })
    expect(value(lines, 'B C', 'covariance')).toBe(curve.covariance[1]?.[2])
    expect(lines.filter(({ part }) => part === 'covariance')).toHaveLength(10)
    expect(value(lines, 'curve', 'sigma')).toBe(curve.sigma)
    expect(value(lines, 'lloq', 'concentration_in_well')).toBe(9.375)
    expect(value(lines, 'S1', 'nominal')).toBe(600)
    expect(value(lines, 'S8', 'nominal')).toBe(0)
    expect(value(lines, 'S8', 'recovery_percent')).toBeNull()
  })

  it('shows no number that is not an estimate when the fit did not converge', () => {
    const curve = { ...sampleCurve(), converged: false, reason: 'flat', covariance: [] }
    const lines = facts({ ...sampleAnalysis(), curve, range: null })
    const numbers = lines.filter(({ part }) => part !== 'standard').map((line) => line['value'])
    expect(new Set(numbers)).toStrictEqual(new Set([null]))
    expect(lines.find(({ quantity }) => quantity === 'reason')?.['text']).toBe('flat')
  })

  it('says so when there is none', () => {
    const lines = facts({ ...sampleAnalysis(), curve: null, range: null, standards: [] })
    expect(lines.map(({ quantity }) => quantity)).toStrictEqual([
      'converged',
      'reason',
      'concentration_in_well',
      'concentration_in_well',
    ])
  })
})
