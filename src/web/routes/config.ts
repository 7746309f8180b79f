import { createRoute, z } from '@hono/zod-openapi'

import type { ConfigReport } from '../../ports/config-desk.ts'
import { json, problem } from '../answers.ts'
import { noteAsked } from '../asked.ts'
import { needs } from '../needs.ts'
import { errorSchema, problemOf } from '../problem.ts'
import type { AddRoutes } from '../routes.ts'

const hash = z.string().openapi({ description: 'SHA-256 in hex' })
const time = z.string().openapi({ description: 'ISO 8601 with offset' })

const configSchema = z
  .object({
    file: z.string(),
    hash,
    taken_at: time,
    files: z.array(z.object({ name: z.string(), hash })),
    refused: z
      .object({ at: time, problem: errorSchema })
      .nullable()
      .openapi({ description: 'why the files as they are now were not taken' }),
  })
  .openapi('Configuration')

const change = z.object({ name: z.string(), kind: z.enum(['added', 'changed', 'removed']) })

const ROUTES = {
  config: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/config',
    summary: 'the configuration in force, and what is refused',
    responses: { 200: json(configSchema, 'the configuration') },
  }),
  reload: createRoute({
    ...needs('reload'),
    method: 'post',
    path: '/api/v1/config/reload',
    summary: 'takes the configuration files as they are now',
    responses: {
      200: json(
        z.object({ config: configSchema, changes: z.array(change) }),
        'the files are in force; which of them differ from those before',
      ),
      409: problem('the files are refused, with every mistake; everything stays as it is'),
    },
  }),
} as const

/** Which configuration is in force, and taking another one. */
export const addConfig: AddRoutes = (app, options) => {
  const { config } = options
  app.openapi(ROUTES.config, (context) => context.json(jsonFrom(config.report()), 200))
  app.openapi(ROUTES.reload, (context) => {
    const about = config.report().file
    noteAsked(options, context.get('person'), { act: 'reload-asked', about, after: null })
    const changes = config.reload().map((one) => ({ ...one }))
    return context.json({ config: jsonFrom(config.report()), changes }, 200)
  })
}

function jsonFrom({ file, version, takenAt, refused }: ConfigReport) {
  return {
    file,
    hash: version.hash,
    taken_at: takenAt,
    files: version.files.map(({ name, hash: ofFile }) => ({ name, hash: ofFile })),
    refused: refused && { at: refused.at, problem: problemOf(refused.error) },
  }
}
