import type { Context } from 'hono'
import { streamSSE, type SSEStreamingApi } from 'hono/streaming'

import { AssaydError } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { BackupDesk } from '../ports/backup-desk.ts'
import type { Desk, DeskEvent } from '../ports/desk.ts'
import type { ApiEnv } from './needs.ts'
import { jsonFromReader } from './reader-shape.ts'
import type { Seats } from './seats.ts'

interface EventParts {
  readonly desk: Desk
  readonly clock: Clock
  /** Places for those who listen. */
  readonly seats: Seats
  /** What else is told. */
  readonly topics: readonly Topic[]
}

/** Long work that people follow. */
export interface Topic {
  /** The name of its events. */
  readonly event: string
  readonly changes$: BackupDesk['changes$']
  /** All of it as it is now, in JSON; null while there is nothing to tell. */
  readonly now: () => unknown
}

/** Without a word for so long, proxies and firewalls take a connection for dead. */
const KEEP_ALIVE_MS = 15_000

/**
 * What changes at the readers and of long work, as server-sent events. Each event is the whole
 * reader or the whole work, so a listener too slow for all of them gets the newest of each and no
 * queue grows. `Last-Event-ID` resumes the readers where a listener was cut off; long work is told
 * as it is whenever somebody begins to listen, and its events have no number.
 */
export function liveEvents(
  context: Context<ApiEnv>,
  { desk, clock, seats, topics }: EventParts,
): Response {
  if (!seats.take()) throw tooManyListeners()
  const lastId = Number(context.req.header('last-event-id') ?? Number.NaN)
  return streamSSE(context, async (stream) => {
    const waiting = new Map<string, DeskEvent>()
    const untold = new Set(topics)
    let wake = (): void => {}
    const changes = desk.changes(Number.isInteger(lastId) ? lastId : undefined)
    const subscription = changes.subscribe((event) => {
      // Deleted first, so that the map stays in the order of the numbers.
      waiting.delete(event.reader.id)
      waiting.set(event.reader.id, event)
      wake()
    })
    for (const topic of topics) {
      const changed = (): void => {
        untold.add(topic)
        wake()
      }
      subscription.add(topic.changes$.subscribe(changed))
    }
    stream.onAbort(() => {
      subscription.unsubscribe()
      wake()
    })
    try {
      while (!stream.aborted) {
        for (const [id, event] of waiting) {
          waiting.delete(id)
          const data = JSON.stringify(jsonFromReader(event.reader))
          await stream.writeSSE({ event: 'reader', id: String(event.number), data })
        }
        for (const topic of untold) {
          untold.delete(topic)
          await writeTopic(stream, topic)
        }
        if (waiting.size + untold.size > 0) continue
        const isLong = await new Promise<boolean>((resolve) => {
          const callOff = clock.after(KEEP_ALIVE_MS, () => resolve(true))
          wake = () => {
            callOff()
            resolve(false)
          }
        })
        wake = () => {}
        // Whoever was logged out meanwhile hears no more.
        if (isLong && !context.get('isStillIn')()) return
        if (isLong) await stream.write(': still here\n\n')
      }
    } finally {
      subscription.unsubscribe()
      seats.leave()
    }
  })
}

async function writeTopic(stream: SSEStreamingApi, { event, now }: Topic): Promise<void> {
  const told = now()
  if (told !== null) await stream.writeSSE({ event, data: JSON.stringify(told) })
}

function tooManyListeners(): AssaydError {
  return new AssaydError('too-many-requests', 'Too many listen to what happens at the readers.', {
    hint: 'Close pages that nobody looks at.',
  })
}
