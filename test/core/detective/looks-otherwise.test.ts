import { describe, expect, it } from 'vitest'

import { randomFrom } from '../../../scripts/demo/random.ts'
import { simulatedOds } from '../../../scripts/detective/simulated-plate.ts'
import { plateSet } from '../../../scripts/fit-bench/plates.ts'
import { detectLayout, DOUBT_NATS } from '../../../src/core/detective/detect.ts'
import { judge } from '../../../src/core/detective/judge.ts'
import { looksOtherwise, mostOf } from '../../../src/core/detective/looks-otherwise.ts'
import { inRowMajorOrder } from '../../../src/core/detective/seen-plate.ts'
import { TRANSFORMATIONS, type Transformation } from '../../../src/core/detective/transform.ts'

const LAYOUTS = ['milk-13x3-duplicate', 'milk-8x3-two-dilutions', 'milk-58x3-384'] as const
const cases = LAYOUTS.flatMap((id) =>
  TRANSFORMATIONS.map((transformation) => ({ id, transformation })),
)

/** ODs of simulated plates of a layout that lie in some way, and what they might be. */
function simulated(id: string, transformation: Transformation, count: number) {
  const { plates } = plateSet(id, 1, 1)
  const [{ layout, assay, otherLayouts = [] } = {}] = plates
  if (layout === undefined || assay === undefined) throw new RangeError('Expected a plate.')
  const random = randomFrom(41)
  const { standards } = assay
  return Array.from({ length: count }, () => ({
    ods: simulatedOds({ layout, transformation, standards }, random),
    suspects: { declared: layout, others: otherLayouts, standards },
  }))
}

describe('whether a plate looks otherwise', () => {
  it.each(cases)('is what scoring every way to lie says: $id $transformation', (one) => {
    const count = one.transformation === 'as-declared' ? 20 : 6
    for (const { ods, suspects } of simulated(one.id, one.transformation, count)) {
      const { margin } = detectLayout(ods, suspects.declared, suspects)
      const inOrder = inRowMajorOrder(ods, suspects.declared.format)
      expect(looksOtherwise(inOrder, suspects, DOUBT_NATS)).toBe(margin >= DOUBT_NATS)
    }
  })

  it.each(cases)('is never dismissed by less than is scored: $id $transformation', (one) => {
    for (const { ods, suspects } of simulated(one.id, one.transformation, 4)) {
      const { seen, declared, others } = judge(ods, suspects)
      for (const { arrangement, score } of [declared, ...others]) {
        expect(mostOf(arrangement, seen)).toBeGreaterThanOrEqual(score.total - 1e-9)
      }
    }
  })

  it('is asked of plates with wells that have no OD, too', () => {
    const [{ ods, suspects } = {}] = simulated('milk-13x3-duplicate', 'turned-180', 1)
    if (ods === undefined || suspects === undefined) throw new RangeError('Expected a plate.')
    const patchy = new Map([...ods].map(([well, od], at) => [well, at % 7 === 0 ? 'unread' : od]))
    const { margin } = detectLayout(patchy, suspects.declared, suspects)
    const inOrder = inRowMajorOrder(patchy, suspects.declared.format)
    expect(margin).toBeGreaterThan(DOUBT_NATS)
    expect(looksOtherwise(inOrder, suspects, DOUBT_NATS)).toBe(true)
  })
})
