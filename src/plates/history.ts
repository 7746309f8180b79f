import { createHash } from 'node:crypto'

import type { Bench } from '../bench.ts'
import { historyOf, type PlateHistory } from '../core/history.ts'
import { CONTROL_LIMITS } from '../core/quality/evidence/control-limits.ts'
import { limitsOf } from '../core/quality/limits/limit.ts'
import type { BoundRead } from '../pipeline.ts'
import type { Plate } from './plates.ts'
import type { StoredDocument } from '../ports/store.ts'

/** Trends are seen in the newest plates; no rule on controls can be set to look at more. */
const NEWEST_MAX = 30

/** What a plate is compared with, and the document that keeps exactly that with its analysis. */
export interface HistoryInput {
  readonly history: PlateHistory
  readonly document: StoredDocument
}

/**
 * The plates of the same assay and kit lot read before this one; none when the lot is not known.
 * They are an input like any other: the document names the analyses and holds the numbers, so that
 * the analysis can be computed again.
 */
export function historyBefore(
  { store }: Bench,
  { stored, plate: { record, assay } }: BoundRead<Plate>,
): HistoryInput {
  const { assayId, kitLot, plate } = record
  // Control limits are fixed by the first plates of a lot.
  const firstMax = limitsOf(CONTROL_LIMITS, assay.value)('platesFinal')
  const limits = { readId: stored.readId, firstMax, newestMax: NEWEST_MAX }
  const earlier = kitLot === '' ? [] : store.history({ assayId, kitLot, plate, ...limits })
  const history = historyOf(earlier)
  const text = JSON.stringify({
    analyses: earlier.map(({ analysisId }) => analysisId),
    ...history,
    controls: Object.fromEntries(history.controls),
  })
  const hash = createHash('sha256').update(text).digest('hex')
  return { history, document: { kind: 'history', id: `${assayId} ${kitLot}`.trim(), hash, text } }
}
