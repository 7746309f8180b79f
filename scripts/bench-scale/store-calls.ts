import type { Store } from '../../src/ports/store.ts'
import { openStore } from '../../src/store/open-store.ts'
import { quantile } from '../soak/process-facts.ts'

/** How long a call takes, in milliseconds. */
export interface Timing {
  readonly what: string
  readonly p50Ms: number
  readonly worstMs: number
}

const TIMES = 20
/** Of what loads everything. */
const WHOLE_TIMES = 3
const PAGE = 51

/** Times what commands and the pipeline ask of a store, with as many plates as there are. */
export function timeStore(dataFolder: string): readonly Timing[] {
  const store = openStore(dataFolder)
  try {
    return [...pages(store), ...ofPlates(store), ...whole(store)]
  } finally {
    store.close()
  }
}

function timed(what: string, times: number, work: (time: number) => unknown): Timing {
  const tookMs = Array.from({ length: times }, (_, time) => {
    const startMs = performance.now()
    work(time)
    return performance.now() - startMs
  })
  return { what, p50Ms: quantile(tookMs, 0.5), worstMs: Math.max(...tookMs) }
}

function pages(store: Store): readonly Timing[] {
  const [first] = store.plates({ newestMax: PAGE })
  const { readerId = '', receivedAt = '' } = first ?? {}
  const day = receivedAt.slice(0, 10)
  const { before } = store.lists.plates({}, { rowsMax: PAGE, before: null })
  return [
    timed('page of the newest', TIMES, () => store.plates({ newestMax: PAGE })),
    timed('page before it', TIMES, () => store.lists.plates({}, { rowsMax: PAGE, before })),
    timed('page of a reader', TIMES, () => store.plates({ newestMax: PAGE, readerId })),
    timed('page of one day', TIMES, () => {
      store.plates({ newestMax: PAGE, since: day, until: day })
    }),
  ]
}

function ofPlates(store: Store): readonly Timing[] {
  const names = store.plates().map(({ plate }) => plate)
  const some = (time: number): string => names[Math.floor((time / TIMES) * names.length)] ?? ''
  const [newest] = store.plates({ newestMax: 1 })
  const detail = store.plate(newest?.plate ?? '')
  const read = detail?.reads.at(-1)
  const analysis = detail?.analyses.at(-1)
  if (detail === undefined || read === undefined || analysis === undefined) {
    throw new RangeError('The newest plate has no analysis.')
  }
  const { record } = detail
  const { assayId, kitLot } = record
  const limits = { readId: read.readId + 1, firstMax: 20, newestMax: 30 }
  return [
    timed('line of one plate', TIMES, (time) => store.plates({ plate: some(time) })),
    timed('one plate whole', TIMES, (time) => store.plate(some(time))),
    timed('is a plate known', TIMES, (time) => store.hasPlate(some(time))),
    timed('history of a lot', TIMES, () => {
      store.history({ assayId, kitLot, plate: 'none', ...limits })
    }),
    timed('work left undone', TIMES, () => store.unfinished()),
    timed('store read, plate and analysis', TIMES, (time) => {
      const plate = `${record.plate}-again-${time}`
      const place = { ...read.place, lastByte: read.place.lastByte + 1 + time }
      const { stored } = store.saveRead({ ...read, place })
      store.savePlate({ ...record, plate }, stored.readId)
      const own = { ...analysis.record, plate }
      store.saveAnalysis({ ...analysis, plate, record: own, readId: stored.readId })
    }),
  ]
}

function whole(store: Store): readonly Timing[] {
  return [
    timed('all plates, whole list', WHOLE_TIMES, () => store.plates()),
    timed('all captures', WHOLE_TIMES, () => store.captures()),
    timed('counts', WHOLE_TIMES, () => store.counts()),
  ]
}
