import { describe, expect, it } from 'vitest'

import { sourcesOf, transformed } from '../../../src/core/detective/transform.ts'
import type { Assay } from '../../../src/core/assay.ts'
import type { Layout, LayoutWell } from '../../../src/core/layout/layout.ts'
import { rule } from '../../../src/core/quality/looks-turned.ts'
import { wellsOf } from '../../../src/core/well.ts'
import { finding } from '../../support/findings.ts'
import { IL6, layoutOf, STANDARD_PLACES } from '../../support/il6-plate.ts'
import { goodOd, JUDGED_LAYOUT, judgedPlate } from '../../support/judged-plate.ts'

const turned = transformed(JUDGED_LAYOUT.wells.map(goodOd), sourcesOf('turned-180', 96), 0)

/** Standards, two blanks, and twelve supernatants in duplicate, undiluted and at 1:10. */
function fallingLayout(): Layout {
  const places = Array.from({ length: 12 }, (_, slot) =>
    [1, 10].flatMap((dilution, right) =>
      [0, 1].map((replicate) => ({
        well: `${'ABCDEF'.charAt(slot % 6)}${(slot < 6 ? 3 : 7) + 2 * right + replicate}`,
        role: 'sample' as const,
        slot: slot + 1,
        condition: 'unstimulated',
        dilution,
        replicate: replicate + 1,
      })),
    ),
  ).flat()
  const blanks = ['G12', 'H12'].map((well) => ({ well, role: 'blank' as const }))
  return layoutOf([...STANDARD_PLACES, ...places, ...blanks])
}

/** A competitive kit: the most colour without analyte, none in blanks and empty wells. */
function fallingOd({ role, level, slot, dilution, replicate, well }: LayoutWell): number {
  if (role === 'blank' || role === 'empty') return 0.05
  const amount = 30 + 37 * (slot ?? 0)
  const inWell = role === 'standard' ? (IL6.standards[(level ?? 1) - 1] ?? 0) : amount / dilution
  const ripple = (replicate + well.charCodeAt(0)) % 2 === 0 ? 0.98 : 1.02
  return (0.1 + (2.4 - 0.1) / (1 + (inWell / 80) ** 1.1)) * ripple
}

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
