import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { assembleLayout } from '../../../src/core/layout/assemble-layout.ts'
import { expandPlan } from '../../../src/core/layout/expand-plan.ts'
import type { Layout } from '../../../src/core/layout/layout.ts'
import { layoutPicture } from '../../../src/core/layout/picture.ts'
import type { Direction, LayoutPlan } from '../../../src/core/layout/plan.ts'
import type { PlateFormat } from '../../../src/core/well.ts'
import { shapeOf, wellFromRowColumn, wellsOf } from '../../../src/core/well.ts'

const directions = fc.constantFrom<Direction[]>('down', 'across')

/** A rectangle somewhere on the plate, as a pattern. */
function rectangles(format: PlateFormat) {
  const { rows, columns } = shapeOf(format)
  const side = (most: number) =>
    fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }))
  return fc.tuple(side(rows), side(columns)).map(([rowPair, columnPair]) => {
    const from = { row: Math.min(...rowPair), column: Math.min(...columnPair) }
    const to = { row: Math.max(...rowPair), column: Math.max(...columnPair) }
    return `${wellFromRowColumn(from)}-${wellFromRowColumn(to)}`
  })
}

function plans(format: PlateFormat): fc.Arbitrary<LayoutPlan> {
  const area = {
    wells: rectangles(format),
    fill: directions,
    run: directions,
    replicates: fc.integer({ min: 1, max: 4 }),
  }
  return fc.record({
    plate: fc.constant(format),
    include: fc.constant([]),
    standards: fc.array(fc.record({ ...area, levels: fc.constant([1, 2, 3, 4]) }), {
      maxLength: 2,
    }),
    specimens: fc.array(
      fc.record({
        ...area,
        slots: fc.integer({ min: 1, max: 30 }),
        firstSlot: fc.integer({ min: 1, max: 50 }),
        conditions: fc.constantFrom(
          ['unstimulated'],
          ['unstimulated', 'a'],
          ['baseline', 'a', 'b'],
        ),
        dilutions: fc.constantFrom([1], [1, 10]),
      }),
      { maxLength: 2 },
    ),
    controls: fc.array(
      fc.record({ id: fc.constant('kit'), wells: rectangles(format), dilution: fc.constant(1) }),
      { maxLength: 1 },
    ),
    blanks: fc.option(rectangles(format)),
    empty: fc.option(rectangles(format)),
    exceptions: fc.constant([]),
  })
}

function assembled(plan: LayoutPlan): Layout {
  const { board } = expandPlan(plan, new Map())
  const head = { id: 'x', name: 'x', format: plan.plate, assay: 'a' }
  return assembleLayout({ ...head, baselineKind: 'unstimulated' }, board)
}

const anyPlan = fc.oneof(plans(96), plans(384))

describe('expanding any plan', () => {
  it('gives every well of the plate once, in order, whatever overlaps', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(assembled(plan).wells.map(({ well }) => well)).toEqual(wellsOf(plan.plate))
      }),
    )
  })

  it('numbers the replicates of each group 1 to n without gaps', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const used = assembled(plan).wells.filter(({ role }) => role !== 'empty')
        const groups = Object.values(
          Object.groupBy(used, (well) => JSON.stringify({ ...well, well: '', replicate: 0 })),
        )
        for (const group of groups) {
          const numbers = (group ?? []).map(({ replicate }) => replicate).toSorted((a, b) => a - b)
          expect(numbers).toEqual(numbers.map((_, at) => at + 1))
        }
      }),
    )
  })

  it('fills a lone area without a mistake exactly when it has room, and then completely', () => {
    fc.assert(
      fc.property(plans(96), (plan) => {
        const [area] = plan.specimens
        fc.pre(area !== undefined)
        if (area === undefined) return
        const lone = { ...plan, standards: [], specimens: [area], controls: [] }
        const { board, mistakes } = expandPlan({ ...lone, blanks: null, empty: null }, new Map())
        const dilutions = Array.isArray(area.dilutions) ? area.dilutions.length : 0
        const asked = area.slots * area.conditions.length * dilutions * area.replicates
        expect(board.size <= asked).toBe(true)
        expect(board.size === asked).toBe(mistakes.length === 0)
      }),
    )
  })

  it('draws a 96-well plate within 80 columns, one line a row', () => {
    fc.assert(
      fc.property(plans(96), (plan) => {
        const lines = layoutPicture(assembled(plan)).split('\n')
        expect(lines).toHaveLength(9)
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
      }),
    )
  })
})
