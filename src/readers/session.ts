import { Subject, type Observable, type Subscription } from 'rxjs'

import { openConversation, type Conversation } from './conversation.ts'
import { AssaydError } from '../core/errors.ts'
import type { LineEvent } from '../ports/capture.ts'
import type { Clock } from '../ports/clock.ts'
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
  /** Writes down what the host knows or does: who is there, what it asks for, that this is over. */
  note(kind: 'identified' | 'asked' | 'ended', note: string): void
  /**
   * Closes the port and completes the stream; idempotent. With an error the session counts as lost
   * by it.
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
  let over = false
  let lineEnded = false
  let lostWith: unknown

  const tell = (event: LineEvent): void => {
    if (!over) raw$.next({ ...event, atMs: event.atMs - startMs })
  }
  const conversation = openConversation({
    clock,
    tell,
    write: (bytes) => connection.write(bytes),
    unaskedQuietMs,
  })
  const finish = (note: string, error?: unknown): void => {
    if (over) return
    tell({ kind: 'closed', atMs: clock.monotonicMs(), note })
    over = true
    conversation.lost(error instanceof Error ? error : new AssaydError('port-lost', note))
    lostWith = error
    raw$.complete()
  }

  return {
    events$: raw$.asObservable(),
    conversation,
    start: () => {
      tell({ kind: 'opened', atMs: clock.monotonicMs(), note: '' })
      listening.push(
        connection.bytes$.subscribe({
          next: (bytes) => {
            conversation.arrived(bytes)
            tell({ kind: 'received', atMs: clock.monotonicMs(), bytes })
          },
          error: (error: unknown) => finish(messageOf(error), error),
          complete: () => {
            lineEnded = !over
            finish('The line ended.')
          },
        }),
      )
    },
    note: (kind, note) => tell({ kind, atMs: clock.monotonicMs(), note }),
    end: async (error) => {
      for (const subscription of listening) subscription.unsubscribe()
      finish(error === undefined ? 'The port was closed.' : messageOf(error), error)
      await connection.close()
    },
    lostWith: () => lostWith,
    lineEnded: () => lineEnded,
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
