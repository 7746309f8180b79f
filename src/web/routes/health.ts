import { createRoute, z } from '@hono/zod-openapi'

import { readinessJson, reportJson } from '../../core/health/report.ts'
import { json } from '../answers.ts'
import { reportSchema } from '../health-shape.ts'
import { needs, OPEN_TO_ALL } from '../needs.ts'
import type { AddRoutes } from '../routes.ts'

/** What Prometheus calls its text format. */
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

const readiness = z.object({
  state: z.enum(['ok', 'degraded', 'failed']),
  at: z.string(),
  reasons: z.array(z.object({ state: z.enum(['degraded', 'failed']), what: z.string() })),
})

const ROUTES = {
  alive: createRoute({
    ...OPEN_TO_ALL,
    method: 'get',
    path: '/healthz',
    summary: 'whether the process lives and its event loop turns; tells nothing else',
    responses: { 200: json(z.object({ alive: z.literal(true) }), 'it lives') },
  }),
  ready: createRoute({
    ...OPEN_TO_ALL,
    method: 'get',
    path: '/readyz',
    summary: 'whether a plate that came now would be stored, and what is not well',
    responses: {
      200: json(readiness, 'it would'),
      503: json(readiness, 'it would not'),
    },
  }),
  report: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/health',
    summary: 'everything that is known of the daemon, and what of it is not well',
    responses: { 200: json(reportSchema, 'the report') },
  }),
  metrics: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/metrics',
    summary: 'counters and gauges in the text format of Prometheus',
    responses: {
      200: { description: 'all of them', content: { 'text/plain': { schema: z.string() } } },
    },
  }),
} as const

/** How the daemon is, for people, supervisors and Prometheus. */
export const addHealth: AddRoutes = (app, { health }) => {
  app.openapi(ROUTES.alive, (context) => context.json({ alive: true } as const, 200))
  app.openapi(ROUTES.ready, (context) => {
    const report = health.report()
    return report.state === 'failed'
      ? context.json(readinessJson(report), 503)
      : context.json(readinessJson(report), 200)
  })
  app.openapi(ROUTES.report, async (context) =>
    context.json(reportJson(await health.refresh()), 200),
  )
  app.openapi(ROUTES.metrics, (context) =>
    context.text(health.metrics(), 200, { 'content-type': METRICS_TYPE }),
  )
}
