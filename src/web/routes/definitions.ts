import { createRoute, z } from '@hono/zod-openapi'

import type { Sourced } from '../../ports/settings.ts'
import { json } from '../answers.ts'
import { needs } from '../needs.ts'
import { plain } from '../plain.ts'
import type { AddRoutes } from '../routes.ts'

const definition = z
  .object({
    file: z.string(),
    hash: z.string().openapi({ description: 'SHA-256 of the text, in hex' }),
    text: z.string().openapi({ description: 'as the file has it' }),
    value: z.looseObject({}).openapi({ description: 'what it says, with defaults filled in' }),
  })
  .openapi('Definition')

const listed = (path: string, summary: string) =>
  createRoute({
    ...needs('view'),
    method: 'get',
    path: `/api/v1/${path}`,
    summary,
    responses: { 200: json(z.object({ definitions: z.array(definition) }), summary) },
  })

const TABLE = {
  layouts: listed('layouts', 'every layout in force'),
  assays: listed('assays', 'every assay in force'),
  organisms: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/organisms',
    summary: 'the challenge organisms',
    responses: {
      200: json(z.object({ organisms: z.array(z.looseObject({})) }), 'the organisms'),
    },
  }),
  runSheets: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/run-sheets',
    summary: 'the run sheets in their folder, and which of them wait for their plate',
    responses: {
      200: json(
        z.object({
          run_sheets: z.array(definition.extend({ is_waiting: z.boolean() })),
          mistakes: z.array(z.string()).openapi({ description: 'of sheets that are not used' }),
        }),
        'the run sheets',
      ),
    },
  }),
} as const

/** Layouts, assays, organisms and run sheets: what the laboratory has defined. */
export const addDefinitions: AddRoutes = (app, { definitions, store }) => {
  app.openapi(TABLE.layouts, (context) =>
    context.json({ definitions: [...definitions.settings().layouts.values()].map(told) }, 200),
  )
  app.openapi(TABLE.assays, (context) =>
    context.json({ definitions: [...definitions.settings().assays.values()].map(told) }, 200),
  )
  app.openapi(TABLE.organisms, (context) =>
    context.json({ organisms: plain(definitions.settings().organisms.value) }, 200),
  )
  app.openapi(TABLE.runSheets, (context) => {
    const { sheets, mistakes } = definitions.runSheets()
    const all = sheets.map((one) => ({
      ...told(one),
      is_waiting: one.value.reader !== null && !store.isRead(one.value.plate),
    }))
    return context.json({ run_sheets: all, mistakes: [...mistakes] }, 200)
  })
}

function told({ file, hash, text, value }: Sourced<object>) {
  return { file, hash, text, value: { ...plain(value) } }
}
