import { concatMap, filter, map, pipe, tap, type Observable, type OperatorFunction } from 'rxjs'

import { good, step, type Outcome, type Patiently } from './flow/outcome.ts'
import type { LineEvent } from './ports/capture.ts'
import type { Driver } from './ports/driver.ts'
import type { ExportInput } from './ports/exporter.ts'
import type { StoredRead } from './ports/store.ts'
import { heardBy, type HeardAt } from './readers/reading.ts'

/** A plate that knows what it is: its read, and everything needed to compute it. */
export interface BoundRead<Plate> {
  readonly stored: StoredRead
  readonly plate: Plate
}

/** What happens at each station of the way; `steps.ts` fills them in. */
export interface Steps<Plate, Computed> {
  /** Plates wait until the instrument has said that it is the configured one. */
  readonly awaitsIdentity?: true
  /** Does what touches the store, and waits where the store cannot do it now. */
  readonly patiently: Patiently
  /** Writes the event to the capture. */
  readonly capture: (event: LineEvent) => void
  /** Hands replies and link-layer answers back to the conversation. */
  readonly answer: (at: HeardAt) => void
  /** Stores a fault and shows it. */
  readonly noteFault: (at: HeardAt) => void
  /** Stores the read with its bytes; gives nothing when this very read is stored already. */
  readonly storeRead: (at: HeardAt) => StoredRead | undefined
  readonly bind: (stored: StoredRead) => BoundRead<Plate>
  readonly analyse: (bound: BoundRead<Plate>) => Computed
  readonly storeAnalysis: (computed: Computed) => ExportInput
  /** Writes the exports; a failed export never undoes a result. */
  readonly publish: (outcome: Outcome<ExportInput>) => Promise<Outcome<ExportInput>>
}

/**
 * The way of the data, from the wire to the files:
 *
 *     line events → capture → driver → plate read → STORE → plate → analysis → STORE → exports
 *
 * Raw first: the bytes are on disk before they are decoded, and the read is committed before
 * anything is computed from it. A store that cannot take it is waited for. Plates are published one
 * after the other, in the order they came.
 */
export function plateResults<Plate, Computed>(
  events$: Observable<LineEvent>,
  driver: Driver,
  to: Steps<Plate, Computed>,
): Observable<Outcome<ExportInput>> {
  return events$.pipe(
    tap(to.capture), //       every byte in either direction, with its time, to disk
    heardBy(driver, to), //   bytes        → replies, plate reads, faults
    tap(to.answer), //        replies go to whoever asked
    storing(to.patiently, (at: HeardAt) => {
      to.noteFault(at) //     faults are stored and shown; they end here
      return at
    }),
    filter(isRead),
    storing(to.patiently, to.storeRead), // raw first
    filter(isNew),
    computed(to), //          plate reads  → results, good and failed alike
    concatMap(to.publish), // results      → files
  )
}

/**
 * Read → plate → analysis → stored analysis: also the way of reads that a crash left without one.
 */
export function computed<Plate, Computed>(
  to: Pick<Steps<Plate, Computed>, 'patiently' | 'bind' | 'analyse' | 'storeAnalysis'>,
): OperatorFunction<StoredRead, Outcome<ExportInput>> {
  return pipe(
    map((stored: StoredRead) => good(stored, stored.readId)),
    step(to.patiently, to.bind), //    read  → plate: layout and run sheet, or unassigned
    step(to.patiently, to.analyse), // plate → curve, concentrations, responses, flags
    step(to.patiently, to.storeAnalysis), // one transaction, for good
  )
}

/**
 * A station at the store. While it waits, bytes are captured and answered all the same: what was
 * heard queues up before it.
 */
function storing<From, To>(patiently: Patiently, work: (from: From) => To) {
  return concatMap((from: From) => patiently(() => work(from)))
}

function isRead({ heard }: HeardAt): boolean {
  return heard.kind === 'read'
}

function isNew(stored: StoredRead | undefined): stored is StoredRead {
  return stored !== undefined
}
