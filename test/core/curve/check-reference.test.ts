import { describe, expect, it } from 'vitest'

import { checkFits } from '../../../scripts/check-reference/fits.ts'
import { checkInterpolation } from '../../../scripts/check-reference/interpolation.ts'
import { checkInverse } from '../../../scripts/check-reference/inverse.ts'
import { nistResults } from '../../../scripts/check-reference/nist.ts'
import { checkDetection } from '../../../scripts/check-reference/tables.ts'
import { digitsOf, talliesOf, type Verdict } from '../../../scripts/check-reference/tally.ts'
import { checkVendors } from '../../../scripts/check-reference/vendor.ts'
import { hasReference, WITHOUT_REFERENCE } from './reference.ts'

const PARTS: readonly (readonly [string, number, () => readonly Verdict[]])[] = [
  ['every golden fit of every model, and flags the others', 168, checkFits],
  ['every golden inverse prediction with three kinds of interval', 966, checkInverse],
  ['every other model on the same unknowns', 70, checkInterpolation],
  ['every detection limit from its own fit', 46, checkDetection],
  ['every well as its vendor printed it', 544, checkVendors],
]

describe.skipIf(!hasReference)(`assayd reproduces${WITHOUT_REFERENCE}`, () => {
  it.each(PARTS)('%s (%i)', (_, count, check) => {
    const verdicts = check()
    expect(verdicts.length).toBe(count)
    expect(talliesOf(verdicts).flatMap(({ failures }) => failures)).toStrictEqual([])
  })
})

describe.skipIf(!hasReference)(`all of NIST's sets${WITHOUT_REFERENCE}`, () => {
  const results = nistResults()

  it('are tried from both starts', () => {
    expect(results.length).toBe(2 * 26)
  })

  it('have nine digits from start 2, whatever their difficulty', () => {
    const short = results.filter(({ start, digits }) => start === 2 && digits < 9)
    expect(short).toStrictEqual([])
  })

  it('are called settled only where they are', () => {
    const lies = results.filter(({ end, digits }) => (end === 'settled') !== digits >= 9)
    expect(lies).toStrictEqual([])
    const lost = results.filter(({ end }) => end !== 'settled')
    expect(lost.map(({ name, start }) => `${name} ${start}`)).toStrictEqual(['MGH10 1', 'MGH17 1'])
  })
})

describe('a tally', () => {
  it('counts digits, and no number as none', () => {
    expect(digitsOf(1.001, 1)).toBeCloseTo(3, 6)
    expect(digitsOf(2, 2)).toBe(16)
    expect([digitsOf(null, 1), digitsOf(NaN, 1), digitsOf(-1, 1)]).toStrictEqual([0, 0, 0])
  })

  it('names the worst row and every one that did not match', () => {
    const verdicts = [
      { group: 'g', row: 'one', digits: 9, isMatched: true },
      { group: 'g', row: 'two', digits: 3, isMatched: false },
    ]
    expect(talliesOf(verdicts)).toStrictEqual([
      {
        group: 'g',
        tried: 2,
        matched: 1,
        worst: 3,
        worstRow: 'two',
        failures: ['two: 3.0 digits'],
      },
    ])
  })
})
