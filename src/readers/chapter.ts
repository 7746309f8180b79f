import { createHash } from 'node:crypto'

import type { Bench } from '../bench.ts'
import { AssaydError } from '../core/errors.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { CaptureHeader, CaptureWriter, LineEvent } from '../ports/capture.ts'
import { isoFromInstant, type Instant } from '../ports/clock.ts'
import type { Driver } from '../ports/driver.ts'
import type { ReaderSettings, Sourced } from '../ports/settings.ts'
import type { Expectation } from '../ports/unfinished.ts'
import type { HeardAt } from './reading.ts'
import { mustSayWho } from './stranger.ts'
import type { Session } from './session.ts'
import type { Chapter } from '../plates/steps.ts'
import { isLineEndsAlone } from './unasked.ts'

/** Where a chapter is written. */
export interface ChapterParts {
  readonly bench: Bench
  readonly createCapture: (header: CaptureHeader) => CaptureWriter
}

/** A capture under way, and what of the connection has to be known while it is. */
export interface OpenChapter {
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
export function openChapter(
  { bench, createCapture }: ChapterParts,
  { reader, driver }: { readonly reader: ReaderSettings; readonly driver: Driver },
  session: Session,
): OpenChapter {
  const started: Instant = bench.clock.now()
  const capture = createCapture({
    id: crypto.randomUUID(),
    reader: reader.id,
    driver: driver.facts.id,
    port: reader.port,
    ...(reader.settings === undefined ? {} : { settings: reader.settings }),
    ...(mustSayWho(reader) ? { awaitsIdentity: true } : {}),
    startedAt: isoFromInstant(started),
  })
  named(bench, capture)
  let bytes = 0
  let received = 0
  let reads = 0
  let newest: Uint8Array = new Uint8Array()
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
        newest = event.bytes
        content.update(event.bytes)
      },
      answer: (at) => {
        // The reader forgets what it was told is taken, and the store names the bytes of a read.
        if (at.heard.kind === 'answer' || at.heard.kind === 'read') capture.sync()
        answer(bench, reader, { session, at })
        if (at.heard.kind !== 'read') return
        reads += 1
        const after = received - at.lastByte
        const isNewest = after <= newest.length
        if (isNewest && isLineEndsAlone(newest.subarray(newest.length - after)))
          session.conversation.unasked.whole()
      },
    },
    bytes: () => bytes,
    reads: () => reads,
    content: () => content.copy().digest('hex'),
    expect: (sheets) => expected(bench, capture, { fromByte: received, sheets }),
    settle: () => {
      // A settled capture is never heard again: it must outlast a power cut.
      capture.sync()
      bench.gate.attempt(() => bench.store.settleCapture(capture.header.id, capture.seal()))
    },
    close: () => closed(capture, bench, reader.id),
  }
}

/** After a power cut no read before these sheets may look like the one that they are fixed for. */
function expected(
  { store }: Bench,
  capture: CaptureWriter,
  from: Omit<Expectation, 'captureId'>,
): void {
  capture.sync()
  store.saveExpectation({ captureId: capture.header.id, ...from })
}

/** Names the capture in the store; one that cannot be named there is not begun. */
function named({ store, gate }: Bench, capture: CaptureWriter): void {
  try {
    gate.attempt(() => store.saveCapture(capture.header, capture.file))
  } catch (error) {
    capture.discard()
    throw error
  }
}

/** A disk that fails at the very end is told of; the capture is heard again from what is there. */
function closed(capture: CaptureWriter, { tell }: Bench, reader: string): void {
  try {
    capture.close()
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    tell({ kind: 'failed', reader, error })
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
