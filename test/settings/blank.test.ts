import { describe, expect, it } from 'vitest'

import { mistakesOf, SOUND } from './config-fixture.ts'

const ASSAY = 'assays/two-standards.yaml'
const LAYOUT = 'layouts/small.yaml'

function assayWith(more: string, text = SOUND[ASSAY] ?? ''): Readonly<Record<string, string>> {
  return { [ASSAY]: `${text}${more}` }
}

describe('An assay that takes something off every OD', () => {
  it('needs blank wells on the layouts that name it, when it is the blank', () => {
    const withBlank = `${SOUND[LAYOUT] ?? ''}blanks: H12\n`
    for (const more of ['profile: gen5\n', 'blank: subtract-mean\n']) {
      expect(mistakesOf(assayWith(more))).toEqual([
        "layouts/small.yaml:4: assay: 'two-standards' subtracts the mean of the blank wells, " +
          'expected at least one',
      ])
      expect(mistakesOf({ ...assayWith(more), [LAYOUT]: withBlank })).toEqual([])
    }
  })

  it('needs a zero standard, when it is that', () => {
    const more = 'blank: subtract-zero-standard\n'
    expect(mistakesOf(assayWith(more))).toEqual([])
    const without = (SOUND[ASSAY] ?? '').replace('[100, 0]', '[100, 10]')
    expect(mistakesOf(assayWith(more, without))).toEqual([
      "assays/two-standards.yaml:18: blank: 'subtract-zero-standard' has no zero standard, " +
        'expected 0 in the standards',
    ])
  })
})
