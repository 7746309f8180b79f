import { describe, expect, it } from 'vitest'

import { analyse } from '../../src/core/analyse/analyse.ts'
import type { Assay } from '../../src/core/assay.ts'
import { NO_HISTORY } from '../../src/core/history.ts'
import type { Layout } from '../../src/core/layout/layout.ts'
import { limitsInForce } from '../../src/core/quality/limits/in-force.ts'
import type { PlateDetail, StoredDocument } from '../../src/ports/store.ts'
import { loadRules } from '../../src/registry.ts'
import { scene } from '../support/daemon-scene.ts'
import { IL6, layoutOf, SMALL_LAYOUT, STANDARD_PLACES } from '../support/il6-plate.ts'

const rules = await loadRules(new URL('../../src/core/quality/', import.meta.url))

const OTHER: Layout = { ...layoutOf(STANDARD_PLACES), id: 'standards-only' }
const LARGE: Layout = { ...SMALL_LAYOUT, id: 'large', format: 384 }
const QUALITY: NonNullable<Assay['quality']> = {
  'edge-effect': { severity: 'off', limits: {} },
  'reference-outlier': { severity: 'block', limits: { odMax: 0.02 } },
}

async function analysed(): Promise<PlateDetail> {
  const set = scene({ assay: { ...IL6, quality: QUALITY }, otherLayouts: [OTHER, LARGE] })
  await set.clock.runUntil(set.bench.run({ once: true }))
  const [plate] = set.bench.look((store) => store.plates().map((one) => store.plate(one.plate)))
  if (plate === undefined) throw new RangeError('Expected a plate.')
  return plate
}

/** The value of the document of a kind; in these tests each text is JSON. */
function textOf({ analyses }: PlateDetail, kind: StoredDocument['kind']): string {
  return analyses[0]?.documents.find((one) => one.kind === kind)?.text ?? 'null'
}

describe('The documents of an analysis', () => {
  it('hold every limit that was in force, set or usual', async () => {
    const plate = await analysed()
    const kept: unknown = JSON.parse(textOf(plate, 'limits'))
    expect(kept).toEqual({
      direction: 'rising',
      limits: IL6.limits,
      quality: limitsInForce(rules, { quality: QUALITY }),
    })
    expect(kept).toMatchObject({
      quality: {
        'edge-effect': { severity: 'off', limits: { percentMax: 10 } },
        'reference-outlier': { severity: 'block', limits: { odMax: 0.02, sdsMax: 3 } },
      },
    })
  })

  it('hold the layouts that the plate could have been of instead, and no others', async () => {
    const plate = await analysed()
    const others = plate.analyses[0]?.documents.filter(({ kind }) => kind === 'other-layout')
    expect(others?.map(({ id }) => id)).toEqual(['standards-only'])
  })

  it('are enough to compute it again', async () => {
    const plate = await analysed()
    const read = plate.reads[0]?.read
    if (read === undefined) throw new RangeError('Expected a read.')
    const layout: Layout = JSON.parse(textOf(plate, 'layout'))
    const assay: Assay = JSON.parse(textOf(plate, 'assay'))
    const other: Layout = JSON.parse(textOf(plate, 'other-layout'))
    const inputs = { read, layout, assay, sheet: null, history: NO_HISTORY }
    const again = analyse({ ...inputs, otherLayouts: [other] }, rules)
    expect(again).toEqual(plate.analyses[0]?.analysis)
    expect(again.flags.map(({ rule, severity }) => [rule, severity])).toContainEqual([
      'reference-outlier',
      'block',
    ])
  })
})
