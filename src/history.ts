import { createHash } from 'node:crypto'

import type { Bench } from './bench.ts'
import { historyOf, type PlateHistory } from './core/history.ts'
import type { Plate } from './plates.ts'
import type { StoredDocument } from './ports/store.ts'

/** So many earlier plates of the lot say how it usually is; older ones may be of another season. */
const PLATES_MAX = 30

/** What a plate is compared with, and the document that keeps exactly that with its analysis. */
export interface HistoryInput {
  readonly history: PlateHistory
  readonly document: StoredDocument
}

/**
 * The plates of the same assay and kit lot before this one. They are an input like any other: the
 * document names the analyses and holds the numbers, so that the analysis can be computed again.
 */
export function historyBefore({ store }: Bench, { record }: Plate): HistoryInput {
  const { assayId, kitLot, plate } = record
  const earlier = store.history({ assayId, kitLot, plate, platesMax: PLATES_MAX })
  const history = historyOf(earlier)
  const text = JSON.stringify({
    analyses: earlier.map(({ analysisId }) => analysisId),
    ...history,
    controls: Object.fromEntries(history.controls),
  })
  const hash = createHash('sha256').update(text).digest('hex')
  return { history, document: { kind: 'history', id: `${assayId} ${kitLot}`.trim(), hash, text } }
}
