import { describe, expect, it } from 'vitest'

import { compileStudy } from '../../../src/core/study/compile-study.ts'
import type { Study } from '../../../src/core/study/study.ts'
import { sampleAnalysis } from '../../support/sample-analysis.ts'
import {
  flagOf,
  known,
  measured,
  responseOf,
  studyOptions,
  studyPlate,
} from '../../support/sample-study.ts'

function keysOf({ rows }: Study): readonly string[] {
  return rows.map(({ response }) => `${response.specimen} ${response.organism}`)
}

describe('a study', () => {
  it('has one row a specimen and organism, in one order whatever the order of the plates', () => {
    const other = studyPlate('P2', 11, {
      responses: sampleAnalysis().responses.map((one) => ({ ...one, specimen: `X${one.slot}` })),
    })
    const study = compileStudy(measured(studyPlate('P1', 9), other), studyOptions())
    const keys = keysOf(study)
    expect(keys).toHaveLength(48)
    expect(new Set(keys).size).toBe(48)
    expect(keys.slice(0, 4)).toStrictEqual([
      '=cmd escherichia-coli',
      '=cmd salmonella-enterica',
      'KI-014 escherichia-coli',
      'KI-014 salmonella-enterica',
    ])
    const turned = compileStudy(measured(other, studyPlate('P1', 9)), studyOptions())
    expect(keysOf(turned)).toStrictEqual(keys)
  })

  it('says what an organism is, and nothing of one that is not configured any more', () => {
    const [salmonella] = studyOptions().organisms
    const organisms = salmonella === undefined ? [] : [salmonella]
    const study = compileStudy(measured(studyPlate('P1', 9)), studyOptions({ organisms }))
    const kinds = new Map(study.rows.map((row) => [row.response.organism, row.organism?.kind]))
    expect([...kinds]).toStrictEqual([
      ['escherichia-coli', undefined],
      ['salmonella-enterica', 'pathogen'],
    ])
    expect(study.warnings).toStrictEqual([
      "Organisms that are not configured any more have no name: 'escherichia-coli'.",
    ])
  })

  it('holds one organism when one is asked for, and knows those that were measured', () => {
    const asked = studyOptions({ organism: 'escherichia-coli', organisms: [] })
    const study = compileStudy(measured(studyPlate('P1', 9)), asked)
    expect(new Set(study.rows.map(({ response }) => response.organism))).toStrictEqual(
      new Set(['escherichia-coli']),
    )
    expect(() => compileStudy(measured(), studyOptions({ organism: 'e-coli' }))).toThrow(
      expect.objectContaining({
        code: 'organism-unknown',
        hint: "There are 'salmonella-enterica', 'escherichia-coli'.",
      }),
    )
    const configured = studyOptions({ organism: 'escherichia-coli' })
    expect(compileStudy(measured(), configured).rows).toStrictEqual([])
  })

  it('carries the flags of the wells of either side and of the plate, each rule once', () => {
    const flags = [
      flagOf('replicate-cv', 'warn', ['A3', 'B3']),
      flagOf('replicate-cv', 'warn', ['A3', 'C3']),
      flagOf('above-range', 'warn', ['C3']),
      flagOf('edge', 'warn', ['H12']),
      flagOf('standards', 'block'),
    ]
    const study = compileStudy(measured(studyPlate('P1', 9, { flags })), studyOptions())
    const ofFirst = study.rows.filter(({ response }) => response.specimen === 'KI-014')
    const flagged = ofFirst.map((row) => [row.response.organism, row.flags, row.isBlocked])
    expect(flagged).toStrictEqual([
      ['escherichia-coli', ['replicate-cv', 'standards'], true],
      ['salmonella-enterica', ['replicate-cv', 'above-range', 'standards'], true],
    ])
    const ofOthers = study.rows.filter(({ response }) => response.specimen === 'KI-016')
    expect(ofOthers.map((row) => row.flags)).toStrictEqual([['standards'], ['standards']])
  })

  it('carries a blocking flag on every row, though only wells of the standards are named', () => {
    const flags = [flagOf('non-monotone', 'block', ['A1']), flagOf('edge', 'warn', ['A1'])]
    const study = compileStudy(measured(studyPlate('P1', 9, { flags })), studyOptions())
    expect(study.rows.length).toBeGreaterThan(0)
    for (const row of study.rows)
      expect([row.flags, row.isBlocked]).toEqual([['non-monotone'], true])
  })

  it('carries flags of all dilutions a concentration comes from, and of no other dilution', () => {
    const at = (condition: string, dilution: number, ...wells: readonly string[]) => ({
      slot: 1,
      condition,
      dilution,
      wells,
    })
    const samples = [
      at('unstimulated', 1, 'A1'),
      at('salmonella-enterica', 4, 'A2'),
      at('salmonella-enterica', 16, 'A3'),
      at('salmonella-enterica', 64, 'A4'),
      { ...at('salmonella-enterica', 4, 'A5'), slot: 2 },
    ]
    const specimens = [
      { slot: 1, condition: 'unstimulated', dilutionsUsed: [1] },
      { slot: 1, condition: 'salmonella-enterica', dilutionsUsed: [4, 16] },
      { slot: 2, condition: 'salmonella-enterica', dilutionsUsed: [4] },
    ]
    const flags = ['A1', 'A2', 'A3', 'A4', 'A5'].map((well) => flagOf(`on-${well}`, 'warn', [well]))
    const responses = [responseOf(known(10), known(30), { slot: 1 })]
    const plate = studyPlate('P1', 9, { samples, specimens, flags, responses })
    const [row] = compileStudy(measured(plate), studyOptions()).rows
    expect(row?.flags).toStrictEqual(['on-A1', 'on-A2', 'on-A3'])
  })

  it('leaves out and counts placeholders, unassigned and unanalysed plates', () => {
    const waiting = [
      { plate: 'bench-1-0900', isAssigned: false },
      { plate: 'P7', isAssigned: true },
    ]
    const plates = [studyPlate('P1', 9), studyPlate('bench-1-1000', 10, { isNamed: false })]
    const study = compileStudy({ plates, waiting }, studyOptions())
    expect(study.rows).toHaveLength(24)
    expect(new Set(study.rows.map(({ plate }) => plate.plate))).toStrictEqual(new Set(['P1']))
    expect(study.leftOut).toStrictEqual({
      unassignedPlates: ['bench-1-0900'],
      unanalysedPlates: ['P7'],
      unnamedPlates: ['bench-1-1000'],
      unnamedSpecimens: 12,
      blockedPlates: [],
      rejectedPlates: [],
      undecidedPlates: [],
    })
  })
})

describe('another quantity', () => {
  const change = { responses: [responseOf(known(10), known(30))] }
  const plates = (other: object) =>
    measured(studyPlate('P1', 9, change), studyPlate('P2', 11, other))

  it.each([
    ['units', { ...change, unit: 'ng/mL' }, "'ng/mL' in 1 rows, 'pg/mL' in 1 rows"],
    ['analytes', { ...change, analyte: 'IL-8' }, "'IL-6' in 1 rows, 'IL-8' in 1 rows"],
    [
      'kinds of baseline',
      { responses: [responseOf(known(10), known(30), { baselineKind: 'baseline' })] },
      "'baseline' in 1 rows, 'unstimulated' in 1 rows",
    ],
  ])('has rows of its own, and a warning: %s', (what, other, counts) => {
    const study = compileStudy(plates(other), studyOptions())
    expect(study.rows).toHaveLength(2)
    expect(study.rows.map(({ otherPlates }) => otherPlates)).toStrictEqual([[], []])
    expect(study.warnings).toStrictEqual([
      `There are several ${what}: ${counts}. They stand in rows of their own.`,
    ])
  })
})
