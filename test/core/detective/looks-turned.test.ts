import { describe, expect, it } from 'vitest'

import { sourcesOf, transformed } from '../../../src/core/detective/transform.ts'
import { rule } from '../../../src/core/quality/looks-turned.ts'
import { wellsOf } from '../../../src/core/well.ts'
import { finding } from '../../support/findings.ts'
import { goodOd, JUDGED_LAYOUT, judgedPlate } from '../../support/judged-plate.ts'

const turned = transformed(JUDGED_LAYOUT.wells.map(goodOd), sourcesOf('turned-180', 96), 0)

describe('looks-turned', () => {
  it('holds a plate that was loaded turned, and says which wells show it', () => {
    const od = Object.fromEntries(wellsOf(96).map((well, at) => [well, turned[at] ?? 0]))
    const found = finding(rule, judgedPlate({ od }))
    expect(found.severity).toBe('block')
    expect(found.message).toMatch(/^Looks like it was loaded turned by 180°\. [A-H]\d+.* read \d/)
    expect(found.value).toBeGreaterThan(found.limit ?? Number.POSITIVE_INFINITY)
    expect(found.wells.length).toBeGreaterThan(0)
  })

  it('says nothing of a plate that lies right', () => {
    expect(rule.check(judgedPlate())).toEqual([])
  })
})
