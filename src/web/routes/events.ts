import { jsonFromRuns } from '../backup-shape.ts'
import { liveEvents, type Topic } from '../live-events.ts'
import { needs } from '../needs.ts'
import type { AddRoutes, RouteOptions } from '../routes.ts'
import { seatsFor } from '../seats.ts'
import { jsonFromVerification } from '../verification-shape.ts'

/** So many listen to events at a time, each with a connection of their own. */
const LISTENERS_MAX = 32

/** What happens, as it happens. */
export const addEvents: AddRoutes = (app, options) => {
  const { desk, clock } = options
  const seats = seatsFor(LISTENERS_MAX)
  const topics = topicsOf(options)
  app.get('/api/v1/events', needs('view').middleware, (context) =>
    liveEvents(context, { desk, clock, seats, topics }),
  )
}

function topicsOf({ backups, verifications }: RouteOptions): readonly Topic[] {
  return [
    {
      event: 'backup',
      changes$: backups.changes$,
      now: () => {
        const runs = backups.runs()
        return runs.underWay === null && runs.last === null ? null : jsonFromRuns(runs)
      },
    },
    {
      event: 'verification',
      changes$: verifications.changes$,
      now: () => {
        const newest = verifications.reports().at(-1)
        return newest === undefined ? null : jsonFromVerification(newest)
      },
    },
  ]
}
