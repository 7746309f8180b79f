import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

import type { ErrorCode } from '../core/error-codes.ts'
import { AssaydError } from '../core/errors.ts'
import type { ApiOptions } from '../ports/api.ts'
import { guard } from './guard.ts'
import {
  errorSchema,
  jsonFromReader,
  orderFromJson,
  orderSchema,
  problemOf,
  readerSchema,
} from './reader-shape.ts'
import { readerEvents } from './reader-events.ts'

const BODY_BYTES_MAX = 64 * 1024

/** Everything else is a conflict with the state of things: 409. */
const STATUS: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  'assay-unknown': 404,
  'reader-unknown': 404,
  'request-denied': 403,
  'request-invalid': 400,
}

const problem = (description: string) => ({
  description,
  content: { 'application/json': { schema: z.object({ problem: errorSchema }) } },
})
const json = <Shape extends z.ZodType>(schema: Shape, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
const readerId = z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) })

const ROUTES = {
  readers: createRoute({
    method: 'get',
    path: '/api/v1/readers',
    summary: 'every reader of the bench, as it is now',
    responses: { 200: json(z.object({ readers: z.array(readerSchema) }), 'the readers') },
  }),
  reader: createRoute({
    method: 'get',
    path: '/api/v1/readers/{id}',
    summary: 'one reader',
    request: { params: readerId },
    responses: { 200: json(readerSchema, 'the reader'), 404: problem('no such reader') },
  }),
  order: createRoute({
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

/** The API as a function from request to response; it needs no socket. */
export function apiOf({ desk, clock, codeVersion }: ApiOptions, token: string): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error)
    },
  })
  app.onError((error, context) => {
    if (!(error instanceof AssaydError)) throw error
    return context.json({ problem: problemOf(error) }, STATUS[error.code] ?? 409)
  })
  app.notFound((context) =>
    context.json(
      { problem: { code: 'not-found', message: 'There is nothing here.', hint: '' } },
      404,
    ),
  )
  app.use(secureHeaders(), guard(token), bodyLimit({ maxSize: BODY_BYTES_MAX, onError: tooLong }))
  app.openapi(ROUTES.readers, (context) =>
    context.json({ readers: desk.readers().map(jsonFromReader) }, 200),
  )
  app.openapi(ROUTES.reader, (context) =>
    context.json(jsonFromReader(desk.reader(context.req.valid('param').id)), 200),
  )
  app.openapi(ROUTES.order, (context) => {
    const { id } = context.req.valid('param')
    desk.order(id, orderFromJson(context.req.valid('json')))
    return context.json(jsonFromReader(desk.reader(id)), 202)
  })
  app.openapi(ROUTES.cancel, (context) => {
    const { id } = context.req.valid('param')
    desk.cancel(id)
    return context.json(jsonFromReader(desk.reader(id)), 200)
  })
  app.get('/api/v1/events', (context) => readerEvents(context, { desk, clock }))
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'assayd', version: codeVersion },
  })
  return app
}

function tooLong(): never {
  throw new AssaydError('request-invalid', `The request is longer than ${BODY_BYTES_MAX} bytes.`, {
    hint: 'No order is that long; the shapes of all requests are in /openapi.json.',
  })
}

function invalid(error: z.ZodError): AssaydError {
  const mistakes = error.issues.map(
    ({ path, message }) => `${path.length === 0 ? 'body' : path.join('.')}: ${message}`,
  )
  return new AssaydError('request-invalid', mistakes.join('\n'), {
    hint: 'The shapes of all requests are in /openapi.json.',
  })
}
