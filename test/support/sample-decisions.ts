import type { Store } from '../../src/ports/store.ts'
import { sampleRecordLater } from './sample-records.ts'

const AT = '2026-11-23T10:00:00.000+03:00'

/** One decision of each kind about `IL6-07`; its read then belongs to `IL6-09`. */
export function decideAll(store: Store, readId: number): void {
  const deed = { who: 'k.wander', reason: 'the pipette slipped' }
  store.saveMasks({ plate: 'IL6-07', wells: ['B3', 'B4'], isMasked: true, at: AT, deed })
  store.saveMasks({ plate: 'IL6-07', wells: ['B4'], isMasked: false, at: AT, deed })
  const meaning = 'I have reviewed these results.'
  const signed = { meaning, name: 'K. Wander', at: AT, deed }
  store.saveVerdict({ analysisId: 'IL6-07/1', verdict: 'accepted', ...signed })
  const record = sampleRecordLater('IL6-09')
  store.assign({ readId, record, sheet: null, at: AT, deed })
}
