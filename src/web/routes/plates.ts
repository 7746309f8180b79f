import { createRoute, z } from '@hono/zod-openapi'

import { plateUnknown } from '../../core/plate-unknown.ts'
import type { PlateQuery } from '../../ports/queries.ts'
import { lapsedSchema } from '../change-shape.ts'
import { AS_JSON, json, jsonBytes, problem } from '../answers.ts'
import { needs } from '../needs.ts'
import { plain } from '../plain.ts'
import type { AddRoutes } from '../routes.ts'

const summary = z
  .looseObject({ plate: z.string(), lapsed: lapsedSchema.nullable() })
  .openapi('PlateSummary', { description: 'one line of `assayd plates --json`' })

const detail = z
  .looseObject({
    record: z.looseObject({ plate: z.string() }),
    lapsed: lapsedSchema.nullable(),
  })
  .openapi('Plate', { description: 'everything about a plate, as `assayd show --json` prints it' })

const measured = z
  .looseObject({ plates: z.array(z.looseObject({})), waiting: z.array(z.looseObject({})) })
  .openapi('Measured', { description: 'the newest analysis of every plate, as studies use it' })

const fault = z
  .looseObject({ code: z.string(), message: z.string(), hint: z.string() })
  .openapi('Fault', { description: 'bytes or events that could not be used; bytes in hex' })

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/)

const list = z.object({
  reader_id: z.string().optional(),
  since: day
    .optional()
    .openapi({ description: 'read on this day or later', example: '2026-11-23' }),
  until: day.optional().openapi({ description: 'read on this day or earlier' }),
  newest_max: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .openapi({ description: 'so many of those that were read last; all when left out' }),
  before: z
    .string()
    .regex(/^\d+\.\d+$/)
    .optional()
    .openapi({ description: 'the key of a plate: only those that stand before it' }),
})

const TABLE = {
  plates: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/plates',
    summary: 'the plates that were read, the newest last',
    request: { query: list },
    responses: { 200: json(z.object({ plates: z.array(summary) }), 'the plates') },
  }),
  plate: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/plates/{plate}',
    summary: 'one plate with its reads, analyses, masks and verdicts',
    request: {
      params: z.object({ plate: z.string().openapi({ param: { name: 'plate', in: 'path' } }) }),
    },
    responses: { 200: json(detail, 'the plate'), 404: problem('no such plate') },
  }),
  measured: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/measured',
    summary: 'what a study is compiled from',
    responses: {
      200: jsonBytes(measured, 'the newest analysis of every plate'),
      429: problem('too many wait for one'),
    },
  }),
  faults: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/faults',
    summary: 'bytes and events that could not be used',
    request: { query: z.object({ reader: z.string().optional() }) },
    responses: { 200: json(z.object({ faults: z.array(fault) }), 'the faults, oldest first') },
  }),
} as const

/** The plates that are stored. */
export const addPlates: AddRoutes = (app, { store, studies }) => {
  app.openapi(TABLE.plates, (context) => {
    const plates = store.plates(queryFrom(context.req.valid('query')))
    return context.json({ plates: plain(plates) }, 200)
  })
  app.openapi(TABLE.plate, (context) => {
    const { plate } = context.req.valid('param')
    const found = store.plate(plate)
    if (found === undefined) throw plateUnknown(plate, store.plateNames())
    return context.json(plain(found), 200)
  })
  app.openapi(TABLE.measured, async (context) =>
    context.body(await studies.measured(context.req.raw.signal), 200, AS_JSON),
  )
  app.openapi(TABLE.faults, (context) => {
    const { reader } = context.req.valid('query')
    return context.json({ faults: plain(store.faults(reader)) }, 200)
  })
}

function queryFrom(told: z.output<typeof list>): PlateQuery {
  const { reader_id: readerId, newest_max: newestMax, since, until, before } = told
  return {
    ...(readerId === undefined ? {} : { readerId }),
    ...(newestMax === undefined ? {} : { newestMax }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(before === undefined ? {} : { before }),
  }
}
