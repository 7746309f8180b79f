import { describe, expect, it } from 'vitest'

import { compileStudy } from '../../../src/core/study/compile-study.ts'
import type { Response } from '../../../src/core/analysis.ts'
import {
  known,
  measured,
  responseOf,
  studyOptions,
  studyPlate,
} from '../../support/sample-study.ts'

function plateSaying(plate: string, hour: number, said: readonly Partial<Response>[]) {
  const responses = said.map((change) => responseOf(known(10), known(30), change))
  return studyPlate(plate, hour, { responses })
}

const M1 = { specimen: 'S1', mother: 'M1', visit: 'initial', date: '2026-11-02' }
const M2 = { specimen: 'S2', mother: 'M2', visit: 'illness', date: '' }

describe('whose milk a specimen is', () => {
  it('is an error that lists every contradiction when plates disagree', () => {
    const plates = measured(
      plateSaying('P1', 9, [M1, M2]),
      plateSaying('P2', 10, [{ ...M1, mother: 'M9' }, M2]),
      plateSaying('P3', 11, [M1, { ...M2, visit: 'initial', date: '2026-11-03' }]),
    )
    // Asking for fewer rows does not make the mix-up go away.
    const asked = studyOptions({ organism: 'escherichia-coli', isWithoutBlocked: true })
    expect(() => compileStudy(plates, asked)).toThrow(
      expect.objectContaining({
        code: 'study-contradiction',
        message: [
          "Specimen 'S1' has mother 'M1' on P1, P3 and 'M9' on P2.",
          "Specimen 'S2' has visit 'illness' on P1, P2 and 'initial' on P3.",
        ].join('\n'),
      }),
    )
  })

  it('is no contradiction between plates whose specimens nobody named', () => {
    const unnamed = { ...plateSaying('P2', 10, [{ ...M1, mother: 'M9' }]), isNamed: false }
    const study = compileStudy(measured(plateSaying('P1', 9, [M1]), unnamed), studyOptions())
    expect(study.rows.map(({ response }) => response.mother)).toStrictEqual(['M1'])
  })

  it('is taken from another plate where the run sheet of the newest says nothing', () => {
    const silent = { ...M1, mother: '', visit: '', date: '' }
    const plates = measured(plateSaying('P1', 9, [M1]), plateSaying('P2', 10, [silent]))
    const [row] = compileStudy(plates, studyOptions()).rows
    expect(row?.plate.plate).toBe('P2')
    expect(row?.response).toMatchObject(M1)
  })

  it('is a warning when no run sheet says it', () => {
    const many = Array.from({ length: 7 }, (_, at) => ({ ...M1, specimen: `S${at}`, mother: '' }))
    const { warnings } = compileStudy(measured(plateSaying('P1', 9, many)), studyOptions())
    expect(warnings).toStrictEqual([
      "No run sheet says whose milk these specimens are: 'S0', 'S1', 'S2', 'S3', 'S4' and 2 more.",
    ])
  })
})
