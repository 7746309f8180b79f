import { openStore } from '../../src/store/open-store.ts'
import {
  sampleCapture,
  sampleHeardRead,
  sampleNewAnalysis,
  sampleRecord,
  sampleRecordLater,
} from './sample-records.ts'

/**
 * Fills a data folder: `IL6-07` with two analyses, the second one blocked, `IL6-08` with one, and
 * `bench-1-0900`, which nobody said anything about and which has none.
 */
export function fillStore(folder: string): void {
  const store = openStore(folder)
  store.saveCapture(sampleCapture(), 'bench-1.capture')
  const read = (lastByte: number) => store.saveRead(sampleHeardRead({ lastByte })).stored.readId
  const first = read(1200)
  store.savePlate(sampleRecord('IL6-07'), first)
  store.saveAnalysis(sampleNewAnalysis({ readId: first }))
  store.saveAnalysis(sampleNewAnalysis({ readId: first, seed: 3, blocked: true }))
  const second = read(2400)
  store.savePlate(sampleRecord('IL6-08'), second)
  store.saveAnalysis(sampleNewAnalysis({ plate: 'IL6-08', readId: second }))
  const third = read(3600)
  const nobody = {
    binding: 'unassigned',
    layoutId: '',
    assayId: '',
    kitLot: '',
    operator: '',
  } as const
  const bindingReason = 'No run sheet expects a plate there.'
  store.savePlate({ ...sampleRecord('bench-1-0900'), ...nobody, bindingReason }, third)
  store.close()
}

/**
 * Reads `IL6-07` of the filled folder once more under another lot, assay, layout and operator; the
 * third analysis is of that read.
 */
export function readAgain(folder: string): void {
  const store = openStore(folder)
  const { readId } = store.saveRead(sampleHeardRead({ lastByte: 4800 })).stored
  const record = sampleRecordLater()
  store.savePlate(record, readId)
  store.saveAnalysis(sampleNewAnalysis({ readId, record }))
  store.close()
}
