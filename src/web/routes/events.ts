import { createRoute, z } from '@hono/zod-openapi'

import { problem } from '../answers.ts'
import { jsonFromRuns } from '../backup-shape.ts'
import { liveEvents, type Topic } from '../live-events.ts'
import { needs } from '../needs.ts'
import { jsonFromReanalysis } from '../reanalysis-shape.ts'
import type { AddRoutes, RouteOptions } from '../routes.ts'
import { seatsFor } from '../seats.ts'
import { jsonFromVerification } from '../verification-shape.ts'

/** So many listen to events at a time, each with a connection of their own. */
const LISTENERS_MAX = 32

const ROUTE = createRoute({
  ...needs('view'),
  method: 'get',
  path: '/api/v1/events',
  summary: 'what happens, as it happens, in server-sent events, until whoever listens goes away',
  request: {
    headers: z.object({
      'last-event-id': z.string().optional().openapi({
        description: 'the number of the last event of a reader that was heard',
      }),
    }),
  },
  responses: {
    200: {
      description: 'reader, backup, verification, reanalysis: each as its own route tells it',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    429: problem('too many listen'),
  },
})

/** What happens, as it happens. */
export const addEvents: AddRoutes = (app, options) => {
  const { desk, clock } = options
  const seats = seatsFor(LISTENERS_MAX)
  const topics = topicsOf(options)
  app.openapi(ROUTE, (context) => liveEvents(context, { desk, clock, seats, topics }))
}

function topicsOf({ backups, verifications, office }: RouteOptions): readonly Topic[] {
  const runs = (): unknown => {
    const { underWay, last } = backups.runs()
    return underWay === null && last === null ? null : jsonFromRuns({ underWay, last })
  }
  return [
    { event: 'backup', changes$: backups.changes$, now: runs },
    {
      event: 'verification',
      changes$: verifications.changes$,
      now: () => newest(verifications.reports(), jsonFromVerification),
    },
    {
      event: 'reanalysis',
      changes$: office.reanalysing$,
      now: () => newest(office.reanalyses(), jsonFromReanalysis),
    },
  ]
}

function newest<Report>(reports: readonly Report[], json: (report: Report) => unknown): unknown {
  const last = reports.at(-1)
  return last === undefined ? null : json(last)
}
