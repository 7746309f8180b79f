import { findReader } from './find-reader.ts'
import { waitingAt } from '../plates/plates.ts'
import type { Identity } from '../ports/driver.ts'
import { readPlate } from './read-plate.ts'
import type { Talk } from './talk.ts'

/** How long somebody who orders a plate waits at most before the reader is asked. */
export const PAUSE_BETWEEN_ORDERS_MS = 200

/** Lets so much time pass, and serves what is ordered meanwhile. */
export async function serveFor(talk: Talk, identity: Identity, ms: number): Promise<void> {
  for (let leftMs = ms; !talk.shouldEnd(); leftMs -= PAUSE_BETWEEN_ORDERS_MS) {
    const order = talk.takeOrder()
    if (order !== undefined) {
      await readPlate(talk, { identity, waiting: waitingAt(talk.bench, talk.reader.id), order })
      // One that was stopped must answer again before anything else is asked of it.
      if (order.cancelled.aborted) await findReader(talk)
    }
    if (leftMs <= 0) return
    await talk.line.pause(Math.min(leftMs, PAUSE_BETWEEN_ORDERS_MS))
  }
}
