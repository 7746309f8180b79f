import { createHash } from 'node:crypto'

import type { Bench } from '../bench.ts'
import type { Assay } from '../core/assay.ts'
import { couldBeInstead } from '../core/detective/hypothesis.ts'
import type { PlateHistory } from '../core/history.ts'
import type { Layout } from '../core/layout/layout.ts'
import { inPlateOrder, type WellMask } from '../core/masks.ts'
import { limitsInForce } from '../core/quality/limits/in-force.ts'
import type { QualityRule } from '../core/quality/rule.ts'
import { historyBefore } from './history.ts'
import type { BoundRead } from '../pipeline.ts'
import type { Plate } from './plates.ts'
import type { Sourced } from '../ports/settings.ts'
import type { StoredDocument } from '../ports/store.ts'

/**
 * What a plate is judged by besides its own layout, assay and wells, and the documents that keep
 * exactly that with its analysis, so that it can be computed again.
 */
export interface JudgedBy {
  readonly history: PlateHistory
  readonly otherLayouts: readonly Layout[]
  readonly documents: readonly StoredDocument[]
}

/** Gathers earlier plates, layouts that the plate could be of instead, and all limits in force. */
export function judgedBy(bench: Bench, bound: BoundRead<Plate>): JudgedBy {
  const { history, document } = historyBefore(bench, bound)
  const others = otherLayouts(bound.plate)
  return {
    history,
    otherLayouts: others.map(({ value }) => value),
    documents: [
      document,
      ...others.map(({ value, hash, text }): StoredDocument => ({
        kind: 'other-layout',
        id: value.id,
        hash,
        text,
      })),
      limitsDocument(bench.rules, bound.plate.assay.value),
      ...masksDocument(bound.plate),
    ],
  }
}

/** Layouts on file that the plate could be of instead. */
function otherLayouts({ settings, layout, assay }: Plate): readonly Sourced<Layout>[] {
  const declared = { layout: layout.value, assay: assay.value }
  return [...settings.layouts.values()].filter(({ value }) => {
    const other = settings.assays.get(value.assay)?.value
    return other !== undefined && couldBeInstead({ layout: value, assay: other }, declared)
  })
}

/** The assay's file says what differs; this says what held, also where it says nothing. */
function limitsDocument(rules: readonly QualityRule[], assay: Assay): StoredDocument {
  const { id, direction = 'rising', limits } = assay
  const text = JSON.stringify({ direction, limits, quality: limitsInForce(rules, assay) }, null, 2)
  const hash = createHash('sha256').update(text).digest('hex')
  return { kind: 'limits', id, hash, text }
}

/** Only where there is something to say, as for a run sheet. */
function masksDocument({ record, masks }: Plate): readonly StoredDocument[] {
  if (masks.length === 0) return []
  const text = JSON.stringify({ masks: inPlateOrder(masks).map(plainMask) }, null, 2)
  const hash = createHash('sha256').update(text).digest('hex')
  return [{ kind: 'masks', id: record.plate, hash, text }]
}

function plainMask({ well, who, reason, at }: WellMask): WellMask {
  return { well, who, reason, at }
}
