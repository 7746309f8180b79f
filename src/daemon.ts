import {
  catchError,
  concat,
  defer,
  EMPTY,
  finalize,
  ignoreElements,
  merge,
  mergeMap,
  type Observable,
  of,
  repeat,
  retry,
  switchMap,
  throwError,
} from 'rxjs'

import { watchClock, type ClockJumps } from './health/clock-jump.ts'
import { openChapter, type ChapterParts, type OpenChapter } from './readers/chapter.ts'
import { AssaydError } from './core/errors.ts'
import { isOfStorage } from './core/storage-codes.ts'
import type { StaffedDesk } from './readers/desk.ts'
import type { Outcome } from './flow/outcome.ts'
import { asInForce } from './in-force.ts'
import { leftRead, whoIs } from './readers/left-read.ts'
import { lookAtSheets } from './readers/reads-by-sheet.ts'
import { SheetStarts } from './readers/sheet-starts.ts'
import { lineChoices } from './readers/line-choices.ts'
import { grownMs } from './flow/growing-wait.ts'
import { waited } from './flow/waited.ts'
import { plateResults } from './pipeline.ts'
import type { ExportInput } from './ports/exporter.ts'
import type { LineSettings } from './ports/driver.ts'
import type { Connection } from './ports/transport.ts'
import { talkWith } from './readers/reads.ts'
import { capturesRecovered, computationsRecovered, type RecoveryParts } from './plates/recovery.ts'
import type { AttachedReader } from './readers/roster.ts'
import { openSession, type Session } from './readers/session.ts'
import { stepsOf } from './plates/steps.ts'

const BACKOFF = { firstMs: 2_000, maxMs: 60_000 }
/**
 * A session ends, and the next begins, when so much was captured: what a crash leaves to replay
 * stays short. It ends where the reader pauses, so that no plate is cut; one that never pauses is
 * cut at twice as much.
 */
const SESSION_BYTES_MAX = 1024 * 1024

/** Everything a running daemon needs. */
export interface DaemonParts extends RecoveryParts, ChapterParts {
  /** Each reader when it joins; completes when no other will. */
  readonly joined$: Observable<AttachedReader>
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
  return parts.joined$.pipe(
    mergeMap((attached) => readerResults(parts, attached).pipe(finalize(attached.hasLeft))),
  )
}

interface LiveReader extends AttachedReader {
  readonly life: {
    /** Failures since the reader last answered; the waits grow with it. */
    failures: number
    /** The line said all it ever will, as a replay does. */
    lineEnded: boolean
    /** Something that is stored may not be computed yet. */
    isUndone: boolean
    /** The connection on which a read was asked for last, with the clock since it began. */
    asked: { readonly captureId: string; readonly jumps: ClockJumps } | undefined
    readonly starts: SheetStarts
  }
}

/** One reader: connected, heard, and connected again after a growing wait when the line is lost. */
function readerResults(
  parts: DaemonParts,
  attached: AttachedReader,
): Observable<Outcome<ExportInput>> {
  const [settings] = lineChoices(attached.driver, attached.reader.line)
  return defer(() => {
    const live: LiveReader = {
      ...attached,
      life: {
        failures: 0,
        lineEnded: false,
        isUndone: false,
        asked: undefined,
        starts: new SheetStarts((hash) => parts.bench.store.wasExpected(attached.reader.id, hash)),
      },
    }
    return concat(
      capturesRecovered(parts, live.reader.id),
      defer(() => undoneRecovered(parts, live)),
      defer(() => connected(parts, live, settings)).pipe(
        switchMap((connection) => sessionResults(parts, live, connection)),
      ),
    ).pipe(
      repeat({ delay: () => (isOver(parts, live) || live.life.lineEnded ? EMPTY : of(0)) }),
      retry({ delay: (error) => backOff(parts, live, error) }),
      catchError((error: unknown) => endedAlone(parts, live, error)),
    )
  })
}

/** While a reader is away its run sheets are put in and taken out all the same. */
function connected(
  { bench }: DaemonParts,
  { reader, transport, life }: LiveReader,
  line: LineSettings,
): Promise<Connection> {
  if (reader.trigger === 'on-run-sheet') lookAtSheets(bench, life.starts)
  return transport.connect(line)
}

/** A disk or database that failed may have cut the way anywhere behind the stored read. */
function undoneRecovered(
  { bench }: DaemonParts,
  { life, reader }: LiveReader,
): Observable<Outcome<ExportInput>> {
  if (!life.isUndone) return EMPTY
  return concat(
    computationsRecovered(bench, reader.id),
    defer(() => {
      life.isUndone = false
      return EMPTY
    }),
  )
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

function isOver({ stop, once }: DaemonParts, { leave }: LiveReader): boolean {
  return stop.aborted || leave.aborted || once
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
    const opened = openedChapter(parts, live, session)
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

/** Without a capture nothing may be heard: the port is let go again. */
function openedChapter(parts: DaemonParts, live: LiveReader, session: Session): OpenChapter {
  try {
    return openChapter(parts, live, session)
  } catch (error) {
    void session.end(error)
    throw error
  }
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
  const { life } = live
  const jumps = watchClock(bench.clock)
  const shouldEnd = endOf({ parts, live, session, opened }, jumps)
  const clockMoved = (captureId: string): number =>
    life.asked?.captureId === captureId ? life.asked.jumps.sinceStart() : 0
  return defer(async () => {
    if (stop.aborted) return session.end()
    bench.tell({ kind: 'opened', reader: live.reader.id, port: live.reader.port })
    session.start()
    try {
      await talkWith({
        bench,
        ...live,
        get reader() {
          return asInForce(live.reader, bench.settings)
        },
        line: session.conversation.line,
        retune: (settings) => connection.retune(settings),
        hasLineSettings: live.transport.hasLineSettings,
        found: (identity) => {
          life.failures = 0
          session.note('identified', whoIs(identity))
        },
        left: (identity) => leftRead({ ...live, ...parts, clockMoved }, identity),
        starts: life.starts,
        resumed: (told) => session.note('resumed', told),
        resumeOrder: () => parts.desk.resume(live.reader.id),
        expect: (sheets) => {
          opened.expect(sheets)
          life.starts.asked(sheets.map(({ hash }) => hash))
          life.asked = { captureId: opened.chapter.header.id, jumps }
        },
        asked: session.asked,
        takeOrder: () => parts.desk.take(live.reader.id),
        stopRead: () => session.conversation.stopRead(),
        readOver: () => {
          session.conversation.readOver()
          session.note('ended', '')
        },
        shouldEnd: () => shouldEnd() || (parts.once && opened.reads() > 0),
        once: parts.once,
      })
      if (parts.once || shouldEnd()) await session.end()
    } catch (error) {
      if (!stop.aborted) await session.end(error)
    }
  }).pipe(ignoreElements())
}

/** Whether the session should end now that nothing is asked of the reader. */
function endOf(
  { parts, live, session, opened }: Omit<TalkParts, 'connection'>,
  jumps: ClockJumps,
): () => boolean {
  let isLate = false
  return () => {
    // The times of a capture count from its start: after a jump another one begins.
    isLate ||= jumps.sinceLast() !== 0
    if (parts.stop.aborted || opened.bytes() > 2 * SESSION_BYTES_MAX) return true
    const wantsTo = live.leave.aborted || isLate || opened.bytes() > SESSION_BYTES_MAX
    return wantsTo && !session.conversation.unasked.isGoingOn()
  }
}

/** The world's faults are waited out, longer each time; a fault of ours ends the process. */
function backOff(parts: DaemonParts, live: LiveReader, error: unknown): Observable<unknown> {
  const { bench, once } = parts
  const { reader, life } = live
  if (!(error instanceof AssaydError) || once) return throwError(() => error)
  if (isOver(parts, live)) return EMPTY
  const againInMs = grownMs(BACKOFF, life.failures)
  life.failures += 1
  life.isUndone ||= isOfStorage(error) || error.code === 'capture-write'
  bench.tell({ kind: 'lost', reader: reader.id, error, againInMs })
  // All readers wait for one store, and one of them is enough to try it.
  if (isOfStorage(error)) return bench.gate.again(error).pipe(catchError(() => EMPTY))
  return waited(bench.clock, againInMs, AbortSignal.any([parts.stop, live.leave]))
}
