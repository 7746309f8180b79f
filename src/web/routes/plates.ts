import { createRoute, z } from '@hono/zod-openapi'

import { plateUnknown } from '../../core/plate-unknown.ts'
import type { SliceOf } from '../../ports/lists.ts'
import type { PlateQuery } from '../../ports/queries.ts'
import type { StoredFault } from '../../ports/store.ts'
import { lapsedSchema } from '../change-shape.ts'
import { AS_JSON, json, jsonBytes, problem } from '../answers.ts'
import { needs } from '../needs.ts'
import { NUMBER, olderSchema, pageWords } from '../pages.ts'
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
  ...pageWords(/^\d{1,15}(\.\d{1,15}){3}$/),
})

const TABLE = {
  plates: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/plates',
    summary: 'the plates that were read, the newest last',
    request: { query: list },
    responses: {
      200: json(z.object({ plates: z.array(summary), before: olderSchema }), 'a page of plates'),
      400: problem('the query does not fit its shape'),
      429: problem('too many lists are looked for'),
    },
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
    summary: 'bytes and events that could not be used, the newest last',
    request: { query: z.object({ reader: z.string().optional(), ...pageWords(NUMBER) }) },
    responses: {
      200: json(z.object({ faults: z.array(fault), before: olderSchema }), 'a page of faults'),
      400: problem('the query does not fit its shape'),
      429: problem('too many lists are looked for'),
    },
  }),
} as const

/** The plates that are stored. */
export const addPlates: AddRoutes = (app, { store, studies, pages }) => {
  app.openapi(TABLE.plates, async (context) => {
    const asked = context.req.valid('query')
    const query = queryFrom(asked)
    const { signal } = context.req.raw
    const slice = (of: SliceOf) => store.lists.plates(query, of)
    const { rows, before } = await pages({ asked, slice, signal })
    return context.json({ plates: rows.map((row) => ({ ...row })), before }, 200)
  })
  app.openapi(TABLE.plate, (context) => {
    const { plate } = context.req.valid('param')
    const found = store.plate(plate)
    if (found === undefined) throw plateUnknown(plate, store.plateNamesNear(plate))
    return context.json(plain(found), 200)
  })
  app.openapi(TABLE.measured, async (context) =>
    context.body(await studies.measured(context.req.raw.signal), 200, AS_JSON),
  )
  app.openapi(TABLE.faults, async (context) => {
    const asked = context.req.valid('query')
    const query = asked.reader === undefined ? {} : { readerId: asked.reader }
    const { signal } = context.req.raw
    const slice = (of: SliceOf) => store.lists.faults(query, of)
    const bytesOf = ({ bytes }: StoredFault): number => bytes.length
    const { rows, before } = await pages({ asked, slice, bytesOf, signal })
    return context.json({ faults: plain(rows), before }, 200)
  })
}

function queryFrom(told: z.output<typeof list>): PlateQuery {
  const { reader_id: readerId, since, until } = told
  return {
    ...(readerId === undefined ? {} : { readerId }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  }
}
