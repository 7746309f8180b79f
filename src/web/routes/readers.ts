import { createRoute, z } from '@hono/zod-openapi'

import type { Person } from '../../core/accounts.ts'
import { AssaydError } from '../../core/errors.ts'
import { json, problem } from '../answers.ts'
import { noteAsked } from '../asked.ts'
import { needs } from '../needs.ts'
import { jsonFromReader, orderFromJson, orderSchema, readerSchema } from '../reader-shape.ts'
import type { AddRoutes, RouteOptions } from '../routes.ts'

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
      409: problem('the reader is busy or away, or the audit trail takes no entry'),
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
      409: problem('nothing is under way, or no command stops it; or it stops, unnoted'),
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
    const order = orderFromJson(wanted)
    desk.orderable(id, order)
    // No reader is asked for a plate of which nobody can tell who ordered it.
    noteAsked(options, context.get('person'), { act: 'read-ordered', about: id, after: wanted })
    desk.order(id, order)
    return context.json(jsonFromReader(desk.reader(id)), 202)
  })
  app.openapi(ROUTES.cancel, (context) => {
    const { id } = context.req.valid('param')
    desk.cancel(id)
    noteCancelled(options, context.get('person'), id)
    return context.json(jsonFromReader(desk.reader(id)), 200)
  })
}

/** The reader is told to stop by now, whatever becomes of the entry. */
function noteCancelled(options: RouteOptions, person: Person, id: string): void {
  try {
    noteAsked(options, person, { act: 'read-cancelled', about: id, after: null })
  } catch (error) {
    if (!(error instanceof AssaydError)) throw error
    const { code, message, hint } = error
    const whole = `Reader '${id}' is told to stop, and the audit trail does not say so. ${message}`
    throw new AssaydError(code, whole, { hint, cause: error })
  }
}
