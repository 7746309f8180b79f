import { describe, expect, it } from 'vitest'

import { sourcesOf, transformed } from '../../../src/core/detective/transform.ts'
import type { Assay } from '../../../src/core/assay.ts'
import { rule } from '../../../src/core/quality/looks-turned.ts'
import { wellsOf } from '../../../src/core/well.ts'
import { finding } from '../../support/findings.ts'
import { fallingLayout, fallingOd } from '../../support/falling-plate.ts'
import { IL6 } from '../../support/il6-plate.ts'
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

  it('knows from the assay that a curve falls, with dilutions and all', () => {
    const layout = fallingLayout()
    const assay: Assay = { ...IL6, direction: 'falling' }
    const ods = layout.wells.map(fallingOd)
    const plate = (seen: readonly number[]) => {
      const od = Object.fromEntries(wellsOf(96).map((well, at) => [well, seen[at] ?? 0]))
      return judgedPlate({ assay, layout, od })
    }
    expect(rule.check(plate(ods))).toEqual([])
    for (const way of ['turned-180', 'shifted-down'] as const) {
      const found = finding(rule, plate(transformed(ods, sourcesOf(way, 96), 0.05)))
      expect([way, found.severity]).toEqual([way, 'block'])
    }
    const asRising = { ...plate(ods), assay: IL6 }
    expect(rule.check(asRising).length).toBeGreaterThan(0)
  })

  it('says nothing of a plate that lies right', () => {
    expect(rule.check(judgedPlate())).toEqual([])
  })
})
