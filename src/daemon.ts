import { createHash } from 'node:crypto'

import {
  catchError,
  concat,
  defer,
  EMPTY,
  finalize,
  from,
  ignoreElements,
  merge,
  of,
  repeat,
  retry,
  switchMap,
  throwError,
} from 'rxjs'
import type { Observable } from 'rxjs'

import type { Bench } from './bench.ts'
import { AssaydError } from './core/errors.ts'
import type { StaffedDesk } from './desk.ts'
import type { Outcome } from './outcome.ts'
import { lineChoices } from './line-choices.ts'
import { plateResults } from './pipeline.ts'
import type { CaptureHeader, CaptureWriter, LineEvent } from './ports/capture.ts'
import { isoFromInstant, type Instant } from './ports/clock.ts'
import type { Driver } from './ports/driver.ts'
import type { ExportInput } from './ports/exporter.ts'
import type { RunSheet } from './core/run-sheet.ts'
import type { ReaderSettings, Sourced } from './ports/settings.ts'
import type { Connection, Transport } from './ports/transport.ts'
import type { HeardAt } from './reading.ts'
import { talkWith } from './reads.ts'
import { capturesRecovered, type RecoveryParts } from './recovery.ts'
import { openSession, type Session } from './session.ts'
import { stepsOf, type Chapter } from './steps.ts'
import { untilStopped } from './until-stopped.ts'

const BACKOFF_FIRST_MS = 2_000
const BACKOFF_MAX_MS = 60_000
/**
 * A session ends, and the next begins, when so much was captured: what a crash leaves to replay
 * stays short.
 */
const SESSION_BYTES_MAX = 1024 * 1024

/** A configured reader with what stands behind its port. */
export interface AttachedReader {
  readonly reader: ReaderSettings
  readonly driver: Driver
  readonly transport: Transport
}

/** Everything a running daemon needs. */
export interface DaemonParts extends RecoveryParts {
  readonly readers: readonly AttachedReader[]
  readonly createCapture: (header: CaptureHeader) => CaptureWriter
  /** Where people order plates. */
  readonly desk: StaffedDesk
  readonly stop: AbortSignal
  /** Ends each reader after one plate. */
  readonly once: boolean
}

/**
 * All readers at once, each for itself: results as they come, until stopped or done. Without any,
 * as just after it was installed, the daemon stays, for commands to ask it and to be configured.
 */
export function daemonResults(parts: DaemonParts): Observable<Outcome<ExportInput>> {
  if (parts.readers.length === 0 && !parts.once) return untilStopped(parts.stop)
  return merge(...parts.readers.map((attached) => readerResults(parts, attached)))
}

interface LiveReader extends AttachedReader {
  readonly life: {
    /** Failures since the reader last answered; the waits grow with it. */
    failures: number
    /** The line said all it ever will, as a replay does. */
    lineEnded: boolean
  }
}

/** One reader: connected, heard, and connected again after a growing wait when the line is lost. */
function readerResults(
  parts: DaemonParts,
  attached: AttachedReader,
): Observable<Outcome<ExportInput>> {
  const [settings] = lineChoices(attached.driver, attached.reader.line)
  return defer(() => {
    const live: LiveReader = { ...attached, life: { failures: 0, lineEnded: false } }
    return concat(
      capturesRecovered(parts, live.reader.id),
      defer(() => from(live.transport.connect(settings))).pipe(
        switchMap((connection) => sessionResults(parts, live, connection)),
      ),
    ).pipe(
      repeat({ delay: () => (isOver(parts) || live.life.lineEnded ? EMPTY : of(0)) }),
      retry({ delay: (error) => backOff(parts, live, error) }),
      catchError((error: unknown) => endedAlone(parts, live, error)),
    )
  })
}

/** In a run for one plate a reader that fails is told of and leaves the others alone. */
function endedAlone(
  { bench, once }: DaemonParts,
  { reader }: LiveReader,
  error: unknown,
): Observable<never> {
  if (!once || !(error instanceof AssaydError)) return throwError(() => error)
  bench.tell({ kind: 'failed', reader: reader.id, error })
  return EMPTY
}

function isOver({ stop, once }: DaemonParts): boolean {
  return stop.aborted || once
}

/**
 * Everything from one open port until it is closed or lost; what was heard drains before a loss
 * becomes an error.
 */
function sessionResults(
  parts: DaemonParts,
  live: LiveReader,
  connection: Connection,
): Observable<Outcome<ExportInput>> {
  return defer(() => {
    const session = openSession({
      connection,
      clock: parts.bench.clock,
      unaskedQuietMs: live.driver.facts.unaskedQuietMs,
    })
    const opened = openChapter(parts, live, session)
    const end = (): void => void session.end()
    parts.stop.addEventListener('abort', end, { once: true })
    const ended = talkUntilDone({ parts, live, connection, session, opened })
    return concat(
      merge(
        plateResults(session.events$, live.driver, stepsOf(parts.bench, opened.chapter)),
        ended,
      ),
      defer(() => {
        live.transport.settled?.(opened.content(), { reads: opened.reads() })
        opened.settle()
        const lost = session.lostWith()
        live.life.lineEnded = session.lineEnded() && live.transport.goesOn !== true
        return lost === undefined ? EMPTY : throwError(() => lost)
      }),
    ).pipe(
      finalize(() => {
        parts.stop.removeEventListener('abort', end)
        end()
        opened.close()
      }),
    )
  })
}

interface TalkParts {
  readonly parts: DaemonParts
  readonly live: LiveReader
  readonly connection: Connection
  readonly session: Session
  readonly opened: OpenChapter
}

/**
 * Talks with the reader once the pipeline listens; the session ends when there is nothing more to
 * say, or with the failure.
 */
function talkUntilDone({ parts, live, connection, session, opened }: TalkParts): Observable<never> {
  const { bench, stop } = parts
  const isFull = (): boolean => opened.bytes() > SESSION_BYTES_MAX
  return defer(async () => {
    if (stop.aborted) return session.end()
    bench.tell({ kind: 'opened', reader: live.reader.id, port: live.reader.port })
    session.start()
    try {
      await talkWith({
        bench,
        ...live,
        line: session.conversation.line,
        retune: (settings) => connection.retune(settings),
        hasLineSettings: live.transport.hasLineSettings,
        found: () => void (live.life.failures = 0),
        expect: (sheets) => opened.expect(sheets),
        takeOrder: () => parts.desk.take(live.reader.id),
        stopRead: () => session.conversation.stopRead(),
        readOver: () => session.conversation.readOver(),
        shouldEnd: () => stop.aborted || isFull() || (parts.once && opened.reads() > 0),
        once: parts.once,
      })
      if (isOver(parts) || isFull()) await session.end()
    } catch (error) {
      if (!stop.aborted) await session.end(error)
    }
  }).pipe(ignoreElements())
}

interface OpenChapter {
  readonly chapter: Chapter
  /** Bytes received and sent so far. */
  bytes(): number
  /** Plate reads heard so far. */
  reads(): number
  /** The SHA-256 of everything received so far, in hex. */
  content(): string
  /** Notes with the capture which run sheets wait for the read that is asked for next. */
  expect(sheets: readonly Sourced<RunSheet>[]): void
  /** Everything heard in the session is stored: a restart need not hear the capture again. */
  settle(): void
  close(): void
}

/** Begins a capture and says so in the store before the first byte can come. */
function openChapter(
  { bench, createCapture }: DaemonParts,
  { reader, driver }: LiveReader,
  session: Session,
): OpenChapter {
  const started: Instant = bench.clock.now()
  const capture = createCapture({
    id: crypto.randomUUID(),
    reader: reader.id,
    driver: driver.facts.id,
    port: reader.port,
    ...(reader.settings === undefined ? {} : { settings: reader.settings }),
    startedAt: isoFromInstant(started),
  })
  bench.store.saveCapture(capture.header, capture.file)
  let bytes = 0
  let received = 0
  let reads = 0
  const content = createHash('sha256')
  return {
    chapter: {
      reader,
      header: capture.header,
      startedAtMs: started.epochMs,
      offsetMinutes: started.offsetMinutes,
      capture: (event: LineEvent) => {
        capture.append(event)
        if (event.kind === 'received' || event.kind === 'sent') bytes += event.bytes.length
        if (event.kind !== 'received') return
        received += event.bytes.length
        content.update(event.bytes)
      },
      answer: (at) => {
        if (at.heard.kind === 'read') reads += 1
        answer(bench, reader, { session, at })
      },
    },
    bytes: () => bytes,
    reads: () => reads,
    content: () => content.copy().digest('hex'),
    expect: (sheets) =>
      bench.store.saveExpectation({ captureId: capture.header.id, fromByte: received, sheets }),
    settle: () => bench.store.settleCapture(capture.header.id),
    close: () => capture.close(),
  }
}

function answer(
  bench: Bench,
  reader: ReaderSettings,
  { session, at }: { readonly session: Session; readonly at: HeardAt },
): void {
  const { heard } = at
  session.conversation.heard(heard)
  if (heard.kind === 'answer') session.conversation.say(heard.bytes)
  if (heard.kind === 'progress') bench.tell({ ...heard, reader: reader.id })
}

/** The world's faults are waited out, longer each time; a fault of ours ends the process. */
function backOff(
  { bench, stop, once }: DaemonParts,
  { reader, life }: LiveReader,
  error: unknown,
): Observable<unknown> {
  if (!(error instanceof AssaydError) || once) return throwError(() => error)
  if (stop.aborted) return EMPTY
  const againInMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** life.failures)
  life.failures += 1
  bench.tell({ kind: 'lost', reader: reader.id, error, againInMs })
  return from(
    new Promise<void>((resolve) => {
      const callOff = bench.clock.after(againInMs, resolve)
      stop.addEventListener('abort', () => {
        callOff()
        resolve()
      })
    }),
  )
}
