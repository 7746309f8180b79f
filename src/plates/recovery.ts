import { createHash } from 'node:crypto'

import { concat, concatMap, defer, EMPTY, filter, from, map, tap, type Observable } from 'rxjs'

import { adoptCaptures } from './adoption.ts'
import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import { good, step, type Outcome } from '../flow/outcome.ts'
import { computed, plateResults } from '../pipeline.ts'
import { fixLostExpectations } from './lost-expectations.ts'
import { rebind } from './plates.ts'
import type { Capture, LineEvent } from '../ports/capture.ts'
import { instantFromIso, isoFromInstant } from '../ports/clock.ts'
import type { Driver } from '../ports/driver.ts'
import type { ExportInput } from '../ports/exporter.ts'
import type { ReaderSettings } from '../ports/settings.ts'
import type { PlateRecord, StoredRead } from '../ports/store.ts'
import type { Transport } from '../ports/transport.ts'
import { closedOff, type HeardAt } from '../readers/reading.ts'
import { computingSteps, publish, stepsOf } from './steps.ts'

/** A capture to hear again. */
interface Replay {
  readonly bench: Bench
  readonly reader: ReaderSettings
  readonly driver: Driver
  readonly capture: Capture
  readonly answer: (at: HeardAt) => void
}

/**
 * A capture heard through the same pipeline as a live line. Reads that are stored already stay as
 * they are.
 */
function replayed({
  bench,
  reader,
  driver,
  capture,
  answer,
}: Replay): Observable<Outcome<ExportInput>> {
  const { epochMs, offsetMinutes } = instantFromIso(capture.header.startedAt)
  const steps = stepsOf(bench, {
    reader,
    header: capture.header,
    startedAtMs: epochMs,
    offsetMinutes,
    capture: () => undefined,
    answer,
  })
  return plateResults(from(closedOff(capture.events)), driver, steps)
}

/** What recovery needs beside the bench. */
export interface RecoveryParts {
  readonly bench: Bench
  /** Every file in the folder of captures, by its stored name. */
  readonly captureFiles: () => readonly string[]
  readonly readCapture: (file: string) => Capture
  /** The driver that a capture was heard with, told what it was told then. */
  readonly driverOf: (header: Capture['header']) => Driver | undefined
  /** The way to a reader that is configured. */
  readonly transportOf: (readerId: string) => Transport | undefined
}

/**
 * Finishes what a stop or a crash left undone, in the order of the way: bytes that were captured
 * but not decoded, reads without a plate, plates without an analysis, analyses without files.
 * Nothing is done twice.
 */
export function recovered(parts: RecoveryParts): Observable<Outcome<ExportInput>> {
  const { bench } = parts
  return concat(
    defer(() => {
      adoptCaptures(parts)
      return capturesRecovered(parts)
    }),
    computationsRecovered(bench),
    // A running daemon has its outbox for them.
    bench.outbox === null
      ? defer(() => published(bench, waitingExports(bench).pipe(map(good))))
      : EMPTY,
  )
}

/**
 * Computes what is stored and was not computed yet, of one reader or of all: reads without a plate,
 * and plates without an analysis. The readers meant must not be at it themselves.
 */
export function computationsRecovered(
  bench: Bench,
  readerId?: string,
): Observable<Outcome<ExportInput>> {
  const later = computingSteps(bench)
  const isMeant = (read: StoredRead): boolean =>
    readerId === undefined || read.readerId === readerId
  return concat(
    defer(() => {
      const reads = bench.store.unfinished().reads.filter(isMeant)
      return published(bench, from(reads).pipe(computed(later)))
    }),
    defer(() => {
      const plates = bench.store.unfinished().plates.filter(({ read }) => isMeant(read))
      const results$ = from(plates).pipe(
        map((left) => good(left, left.read.readId)),
        step(later.patiently, ({ record, read }: { record: PlateRecord; read: StoredRead }) =>
          rebind(bench, record, read),
        ),
        step(later.patiently, later.analyse),
        step(later.patiently, later.storeAnalysis),
      )
      return published(bench, results$)
    }),
  )
}

function published(
  bench: Bench,
  results$: Observable<Outcome<ExportInput>>,
): Observable<Outcome<ExportInput>> {
  return results$.pipe(concatMap((outcome) => publish(bench, readerOf(outcome), outcome)))
}

function waitingExports({ store }: Bench): Observable<ExportInput> {
  return from(store.exportsWaiting()).pipe(
    map((id) => store.waitingExport(id)),
    filter((input) => input !== undefined),
  )
}

function readerOf(outcome: Outcome<ExportInput>): string {
  return outcome.ok ? outcome.value.read.readerId : ''
}

/**
 * Hears unsettled captures again, of one reader or of all: at the start, and before a reader whose
 * session broke off is connected again.
 */
export function capturesRecovered(
  parts: RecoveryParts,
  readerId?: string,
): Observable<Outcome<ExportInput>> {
  const isMeant = ({ header }: Unsettled): boolean =>
    readerId === undefined || header.reader === readerId
  return defer(() => from(parts.bench.store.unsettled().filter(isMeant))).pipe(
    concatMap((left) => recoverCapture(parts, left)),
  )
}

interface Unsettled {
  readonly header: Capture['header']
  readonly file: string
}

/** A capture whose reader is no longer configured is heard all the same: its bytes are evidence. */
function recoverCapture(
  { bench, readCapture, driverOf, transportOf }: RecoveryParts,
  left: Unsettled,
): Observable<Outcome<ExportInput>> {
  const { header } = left
  const reader = bench.settings.readers.find(({ id }) => id === header.reader) ?? goneReader(header)
  const capture = readable(bench, left, readCapture)
  if (capture === undefined) return EMPTY
  const driver = driverOf(capture.header)
  if (driver === undefined) return EMPTY
  fixLostExpectations(bench, capture)
  let reads = 0
  let heard = 0
  const answer = (at: HeardAt): void => {
    if (at.heard.kind === 'read') heard += 1
  }
  return replayed({ bench, reader, driver, capture, answer }).pipe(
    tap({
      next: () => (reads += 1),
      complete: () => {
        transportOf(header.reader)?.settled?.(contentOf(capture.events), { reads: heard })
        bench.store.settleCapture(header.id, capture.seal)
        bench.tell({ kind: 'recovered', reader: header.reader, capture: left.file, reads })
      },
    }),
  )
}

/** A capture that cannot be read is a fault that is told and kept; it must not stop the others. */
function readable(
  bench: Bench,
  { header, file }: Unsettled,
  readCapture: RecoveryParts['readCapture'],
): Capture | undefined {
  try {
    return readCapture(file)
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const { code, message, hint } = error
    const fault = { code, message, hint, bytes: new Uint8Array() }
    const at = isoFromInstant(bench.clock.now())
    const place = { readerId: header.reader, captureId: header.id, at, lastByte: 0 }
    bench.store.saveFault({ fault, ...place })
    bench.store.settleCapture(header.id, null)
    bench.tell({ kind: 'fault', reader: header.reader, fault })
    return undefined
  }
}

function goneReader({ reader, driver, port }: Capture['header']): ReaderSettings {
  return {
    id: reader,
    driver,
    port,
    trigger: 'listen',
    defaultLayout: null,
    simulator: null,
    settings: undefined,
  }
}

/** The SHA-256 of everything that was received, in hex. */
function contentOf(events: readonly LineEvent[]): string {
  const content = createHash('sha256')
  for (const event of events) if (event.kind === 'received') content.update(event.bytes)
  return content.digest('hex')
}
