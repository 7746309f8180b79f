import { Subject, type Observable, type Subscription } from 'rxjs'

import { openConversation, type Conversation } from './conversation.ts'
import { AssaydError } from '../core/errors.ts'
import type { RunSheet } from '../core/run-sheet.ts'
import type { LineEvent, NamedSheet } from '../ports/capture.ts'
import type { Clock } from '../ports/clock.ts'
import type { Sourced } from '../ports/settings.ts'
import type { Connection } from '../ports/transport.ts'

/**
 * One open connection: everything that happens on it as one stream of events, and a conversation to
 * talk on.
 */
export interface Session {
  /**
   * Event times count from the session's start. Completes when the session is over, so that what is
   * under way drains.
   */
  readonly events$: Observable<LineEvent>
  readonly conversation: Conversation
  /** Starts listening to the port; nothing is lost before. */
  start(): void
  /**
   * Writes down what the host knows or does: who is there, what it resumes, that this is over.
   * Nothing once the session is to end: what is given up then has not ended, and the reader may go
   * on with it.
   */
  note(kind: 'identified' | 'resumed' | 'ended', note: string): void
  /** Writes down alike what it asks for, and which run sheets wait for it, where that is known. */
  readonly asked: (note: string, sheets?: readonly Sourced<RunSheet>[]) => void
  /**
   * Closes the port, hears what comes until it is closed, and completes the stream; only the first
   * end counts. With an error the session counts as lost by it.
   */
  end(error?: unknown): Promise<void>
  /** Why the port was lost; undefined while it was not. */
  lostWith(): unknown
  /** True when the line itself ended in good order, as a replay does. */
  lineEnded(): boolean
}

export interface SessionParts {
  readonly connection: Connection
  readonly clock: Clock
  /** How long what the reader says unasked may pause before it is over. */
  readonly unaskedQuietMs: number | null
}

/**
 * Joins a connection's bytes with what is sent and the waits that ran out. The last event is always
 * `closed`, so that a half-heard plate becomes a fault before the stream ends.
 */
export function openSession({ connection, clock, unaskedQuietMs }: SessionParts): Session {
  const startMs = clock.monotonicMs()
  const raw$ = new Subject<LineEvent>()
  const listening: Subscription[] = []
  let over: End | undefined
  /** Set as soon as the session is to end. */
  let wanted: End | undefined
  let closing: Promise<void> | undefined

  const tell = (event: LineEvent): void => {
    if (over === undefined) raw$.next({ ...event, atMs: event.atMs - startMs })
  }
  const note = (kind: Noted, text: string): void =>
    tell({ kind, atMs: clock.monotonicMs(), note: text })
  const conversation = openConversation({
    clock,
    tell,
    write: (bytes) => connection.write(bytes),
    unaskedQuietMs,
  })
  const finish = (by: End): void => {
    if (over !== undefined) return
    const end = wanted ?? by
    note('closed', end.note)
    over = end
    conversation.lost(failureOf(end))
    raw$.complete()
  }
  const close = async (end: End): Promise<void> => {
    wanted = end
    conversation.lost(failureOf(end))
    try {
      // The connection completes its bytes when no other can come.
      await connection.close()
    } finally {
      for (const subscription of listening) subscription.unsubscribe()
      finish(end)
    }
  }
  const hear = (bytes: Uint8Array): void => {
    conversation.arrived(bytes)
    tell({ kind: 'received', atMs: clock.monotonicMs(), bytes })
  }

  return {
    events$: raw$.asObservable(),
    conversation,
    start: () => {
      note('opened', '')
      const error = (why: unknown): void => finish(endBy(why))
      const complete = (): void => finish(LINE_ENDED)
      listening.push(connection.bytes$.subscribe({ next: hear, error, complete }))
    },
    note: (kind, text) => (wanted === undefined ? note(kind, text) : undefined),
    asked: (...said) => (wanted === undefined ? tell(asked(clock, ...said)) : undefined),
    end: (error) => (closing ??= close(error === undefined ? PORT_CLOSED : endBy(error))),
    lostWith: () => over?.error,
    lineEnded: () => over === LINE_ENDED,
  }
}

function asked(clock: Clock, note: string, sheets?: readonly Sourced<RunSheet>[]): LineEvent {
  const named = sheets?.map(({ value: { plate }, hash }): NamedSheet => ({ plate, sha256: hash }))
  return { kind: 'asked', atMs: clock.monotonicMs(), note, ...(named && { sheets: named }) }
}

type Noted = Extract<LineEvent, { readonly note: string }>['kind']

/** How a session ends: with what is written down of it, and the error that it is lost by. */
interface End {
  readonly note: string
  readonly error: unknown
}

const LINE_ENDED: End = { note: 'The line ended.', error: undefined }
const PORT_CLOSED: End = { note: 'The port was closed.', error: undefined }

function endBy(error: unknown): End {
  return { note: messageOf(error), error }
}

/** What waits of the conversation are told. */
function failureOf({ note, error }: End): Error {
  return error instanceof Error ? error : new AssaydError('port-lost', note)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
