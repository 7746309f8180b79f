import { createRoute } from '@hono/zod-openapi'

import { json, problem } from '../answers.ts'
import { backupRunSchema, backupsSchema, jsonFromBackups, jsonFromRun } from '../backup-shape.ts'
import { needs } from '../needs.ts'
import type { AddRoutes } from '../routes.ts'

const PATH = '/api/v1/backups'

const ROUTES = {
  backups: createRoute({
    ...needs('view'),
    method: 'get',
    path: PATH,
    summary: 'the backups there are, how the last one ended, and when the next is due',
    responses: {
      200: json(backupsSchema, 'the backups'),
      409: problem('the folder of the backups cannot be looked into'),
    },
  }),
  order: createRoute({
    ...needs('backup'),
    method: 'post',
    path: PATH,
    summary: 'has a backup made and checked now, where the schedule would put it',
    responses: {
      202: json(backupRunSchema, 'it is under way; the list and the events tell its end'),
      409: problem('one is under way, or the configuration plans none'),
    },
  }),
} as const

/** Backups: what there is, and one more. */
export const addBackups: AddRoutes = (app, { backups }) => {
  app.openapi(ROUTES.backups, async (context) =>
    context.json(jsonFromBackups(await backups.report()), 200),
  )
  app.openapi(ROUTES.order, (context) => {
    const run = backups.order(context.get('person').user)
    return context.json(jsonFromRun(run), 202)
  })
}
