import { concat, concatMap, defer, from, map, of, tap, type Observable } from 'rxjs'

import type { Bench } from './bench.ts'
import { good, step, type Outcome } from './outcome.ts'
import { computed, plateResults } from './pipeline.ts'
import { rebind } from './plates.ts'
import type { Capture } from './ports/capture.ts'
import { instantFromIso } from './ports/clock.ts'
import type { Driver } from './ports/driver.ts'
import type { ExportInput } from './ports/exporter.ts'
import type { ReaderSettings } from './ports/settings.ts'
import type { PlateRecord, StoredRead } from './ports/store.ts'
import { computingSteps, publish, stepsOf } from './steps.ts'

/** A capture to hear again. */
interface Replay {
  readonly bench: Bench
  readonly reader: ReaderSettings
  readonly driver: Driver
  readonly capture: Capture
}

/**
 * A capture heard through the same pipeline as a live line. Reads that are stored already stay as
 * they are.
 */
function replayed({ bench, reader, driver, capture }: Replay): Observable<Outcome<ExportInput>> {
  const { epochMs, offsetMinutes } = instantFromIso(capture.header.startedAt)
  const steps = stepsOf(bench, {
    reader,
    header: capture.header,
    startedAtMs: epochMs,
    offsetMinutes,
    capture: () => undefined,
    answer: () => undefined,
  })
  return plateResults(from(capture.events), driver, steps)
}

/** What recovery needs beside the bench. */
export interface RecoveryParts {
  readonly bench: Bench
  readonly readCapture: (file: string) => Capture
  readonly driverOf: (driverId: string) => Driver | undefined
}

/**
 * Finishes what a stop or a crash left undone, in the order of the way: bytes that were captured
 * but not decoded, reads without a plate, plates without an analysis, analyses without files.
 * Nothing is done twice.
 */
export function recovered(parts: RecoveryParts): Observable<Outcome<ExportInput>> {
  const { bench } = parts
  const later = computingSteps(bench)
  const publishAll = (
    results$: Observable<Outcome<ExportInput>>,
  ): Observable<Outcome<ExportInput>> =>
    results$.pipe(concatMap((outcome) => publish(bench, readerOf(outcome), outcome)))
  return concat(
    defer(() => from(bench.store.unfinished().captures)).pipe(
      concatMap((left) => recoverCapture(parts, left)),
    ),
    defer(() => publishAll(from(bench.store.unfinished().reads).pipe(computed(later)))),
    defer(() =>
      publishAll(
        from(bench.store.unfinished().plates).pipe(
          map((left) => good(left)),
          step(({ record, read }: { record: PlateRecord; read: StoredRead }) =>
            rebind(bench, record, read),
          ),
          step(later.analyse),
          step(later.storeAnalysis),
        ),
      ),
    ),
    defer(() => publishAll(from(bench.store.unfinished().exports).pipe(map((left) => good(left))))),
  )
}

function readerOf(outcome: Outcome<ExportInput>): string {
  return outcome.ok ? outcome.value.read.readerId : ''
}

/** A capture whose reader is no longer configured is heard all the same: its bytes are evidence. */
function recoverCapture(
  { bench, readCapture, driverOf }: RecoveryParts,
  left: { readonly header: Capture['header']; readonly file: string },
): Observable<Outcome<ExportInput>> {
  const { header } = left
  const driver = driverOf(header.driver)
  if (driver === undefined) return of()
  const reader = bench.settings.readers.find(({ id }) => id === header.reader) ?? goneReader(header)
  let reads = 0
  return defer(() => replayed({ bench, reader, driver, capture: readCapture(left.file) })).pipe(
    tap({
      next: () => (reads += 1),
      complete: () => {
        bench.store.settleCapture(header.id)
        bench.tell({ kind: 'recovered', reader: header.reader, capture: left.file, reads })
      },
    }),
  )
}

function goneReader({ reader, driver, port }: Capture['header']): ReaderSettings {
  return { id: reader, driver, port, trigger: 'listen', defaultLayout: null, simulator: null }
}
