import { describe, expect, it } from 'vitest'

import { compileStudy } from '../../../src/core/study/compile-study.ts'
import type { StudyOptions, StudyPlate } from '../../../src/core/study/study.ts'
import {
  censoredResponse,
  flagOf,
  known,
  measured,
  responseOf,
  studyOptions,
  studyPlate,
} from '../../support/sample-study.ts'

const OK = { responses: [responseOf(known(10), known(30))] }
const CENSORED = { responses: [censoredResponse()] }
const BLOCKED = { flags: [flagOf('standards', 'block')] }

/** The plate that counts and the others, of one specimen and organism. */
function chosen(plates: readonly StudyPlate[], options: Partial<StudyOptions> = {}) {
  const { rows } = compileStudy(measured(...plates), studyOptions(options))
  expect(rows.length).toBeLessThan(2)
  return rows.map(({ plate, otherPlates }) => [plate.plate, ...otherPlates])[0]
}

describe('a specimen on several plates', () => {
  it('counts on the newest plate when all are as good', () => {
    const plates = [studyPlate('P2', 11, OK), studyPlate('P3', 13, OK), studyPlate('P1', 9, OK)]
    expect(chosen(plates)).toStrictEqual(['P3', 'P2', 'P1'])
  })

  it('counts on the newest plate on which its response is known', () => {
    const plates = [studyPlate('P1', 9, OK), studyPlate('P2', 11, CENSORED)]
    expect(chosen(plates)).toStrictEqual(['P1', 'P2'])
  })

  it('counts on the newest plate that is not blocked', () => {
    const plates = [studyPlate('P1', 9, OK), studyPlate('P2', 11, { ...OK, ...BLOCKED })]
    expect(chosen(plates)).toStrictEqual(['P1', 'P2'])
  })

  it('counts on the newest plate of all when none is good', () => {
    const plates = [studyPlate('P1', 9, CENSORED), studyPlate('P2', 11, { ...OK, ...BLOCKED })]
    expect(chosen(plates)).toStrictEqual(['P2', 'P1'])
    expect(chosen([studyPlate('P1', 9, CENSORED), studyPlate('P2', 11, CENSORED)])).toStrictEqual([
      'P2',
      'P1',
    ])
  })

  it('counts on an unblocked plate when blocked ones are left out, and on none if all are', () => {
    const isWithoutBlocked = true
    const plates = [studyPlate('P1', 9, CENSORED), studyPlate('P2', 11, { ...OK, ...BLOCKED })]
    expect(chosen(plates, { isWithoutBlocked })).toStrictEqual(['P1', 'P2'])
    const all = measured(studyPlate('P2', 11, { ...OK, ...BLOCKED }))
    const study = compileStudy(all, studyOptions({ isWithoutBlocked }))
    expect(study.rows).toStrictEqual([])
    expect(study.leftOut.blockedPlates).toStrictEqual(['P2'])
  })

  it('is newest by the instant of the read, not by its text, then by the order of storing', () => {
    const early = studyPlate('P1', 9, { ...OK, readAt: '2026-11-23T10:30:00.000+03:00' })
    const late = studyPlate('P2', 8, { ...OK, readAt: '2026-11-23T08:30:00.000+00:00' })
    expect(chosen([early, late])).toStrictEqual(['P2', 'P1'])
    const same = { ...OK, readAt: '2026-11-23T10:30:00.000+03:00' }
    const plates = [studyPlate('P3', 1, same), studyPlate('P4', 2, same)]
    expect(chosen(plates)).toStrictEqual(['P4', 'P3'])
    const timeless = [studyPlate('P5', 9, { ...OK, readAt: 'noon' }), early]
    expect(() => chosen(timeless)).toThrow(RangeError)
  })
})
