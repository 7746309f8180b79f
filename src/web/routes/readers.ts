import { createRoute, z } from '@hono/zod-openapi'

import { json, problem } from '../answers.ts'
import { noteAsked } from '../asked.ts'
import { needs } from '../needs.ts'
import { jsonFromReader, orderFromJson, orderSchema, readerSchema } from '../reader-shape.ts'
import type { AddRoutes } from '../routes.ts'

const readerId = z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) })

const ROUTES = {
  readers: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/readers',
    summary: 'every reader of the bench, as it is now',
    responses: { 200: json(z.object({ readers: z.array(readerSchema) }), 'the readers') },
  }),
  reader: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/readers/{id}',
    summary: 'one reader',
    request: { params: readerId },
    responses: { 200: json(readerSchema, 'the reader'), 404: problem('no such reader') },
  }),
  order: createRoute({
    ...needs('order'),
    method: 'post',
    path: '/api/v1/readers/{id}/order',
    summary: 'has an idle reader measure a plate',
    request: {
      params: readerId,
      body: { required: true, content: { 'application/json': { schema: orderSchema } } },
    },
    responses: {
      202: json(readerSchema, 'the order is accepted'),
      400: problem('the order does not fit its shape'),
      404: problem('no such reader or assay'),
      409: problem('the reader is busy or away'),
    },
  }),
  cancel: createRoute({
    ...needs('order'),
    method: 'delete',
    path: '/api/v1/readers/{id}/order',
    summary: 'stops what was ordered of the reader',
    request: { params: readerId },
    responses: {
      200: json(readerSchema, 'the order as it is now'),
      404: problem('no such reader'),
      409: problem('nothing is under way, or no command stops it'),
    },
  }),
} as const

/** The readers of the bench: how they are, and orders for plates. */
export const addReaders: AddRoutes = (app, options) => {
  const { desk } = options
  app.openapi(ROUTES.readers, (context) =>
    context.json({ readers: desk.readers().map(jsonFromReader) }, 200),
  )
  app.openapi(ROUTES.reader, (context) =>
    context.json(jsonFromReader(desk.reader(context.req.valid('param').id)), 200),
  )
  app.openapi(ROUTES.order, (context) => {
    const { id } = context.req.valid('param')
    const wanted = context.req.valid('json')
    desk.order(id, orderFromJson(wanted))
    noteAsked(options, context.get('person'), { act: 'read-ordered', about: id, after: wanted })
    return context.json(jsonFromReader(desk.reader(id)), 202)
  })
  app.openapi(ROUTES.cancel, (context) => {
    const { id } = context.req.valid('param')
    desk.cancel(id)
    noteAsked(options, context.get('person'), { act: 'read-cancelled', about: id, after: null })
    return context.json(jsonFromReader(desk.reader(id)), 200)
  })
}
