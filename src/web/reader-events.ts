import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'

import { AssaydError } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Desk, DeskEvent } from '../ports/desk.ts'
import type { ApiEnv } from './needs.ts'
import { jsonFromReader } from './reader-shape.ts'
import type { Seats } from './seats.ts'

interface EventParts {
  readonly desk: Desk
  readonly clock: Clock
  /** Places for those who listen. */
  readonly seats: Seats
}

/** Without a word for so long, proxies and firewalls take a connection for dead. */
const KEEP_ALIVE_MS = 15_000

/**
 * What changes at the readers, as server-sent events; `Last-Event-ID` resumes where a listener was
 * cut off. Each event is the whole reader, so a listener too slow for all of them gets the newest
 * of each reader and no queue grows.
 */
export function readerEvents(
  context: Context<ApiEnv>,
  { desk, clock, seats }: EventParts,
): Response {
  if (!seats.take()) throw tooManyListeners()
  const lastId = Number(context.req.header('last-event-id') ?? Number.NaN)
  return streamSSE(context, async (stream) => {
    const waiting = new Map<string, DeskEvent>()
    let wake = (): void => {}
    const changes = desk.changes(Number.isInteger(lastId) ? lastId : undefined)
    const subscription = changes.subscribe((event) => {
      // Deleted first, so that the map stays in the order of the numbers.
      waiting.delete(event.reader.id)
      waiting.set(event.reader.id, event)
      wake()
    })
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
        if (waiting.size > 0) continue
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

function tooManyListeners(): AssaydError {
  return new AssaydError('too-many-requests', 'Too many listen to what happens at the readers.', {
    hint: 'Close pages that nobody looks at.',
  })
}
