import { OpenAPIHono, type z } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

import type { ErrorCode } from '../core/error-codes.ts'
import { AssaydError } from '../core/errors.ts'
import { guard } from './guard.ts'
import type { ApiEnv } from './needs.ts'
import { openPages } from './pages.ts'
import { rateLimit } from './rate-limit.ts'
import { problemOf } from './problem.ts'
import { ROUTES, type RouteOptions } from './routes.ts'

const BODY_BYTES_MAX = 64 * 1024

/** Everything else is a conflict with the state of things: 409. */
const STATUS: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  'assay-unknown': 404,
  'layout-unknown': 404,
  'plate-unknown': 404,
  'read-unknown': 404,
  'reader-unknown': 404,
  'account-invalid': 400,
  'account-locked': 401,
  'account-unknown': 404,
  'analysis-unknown': 404,
  'login-failed': 401,
  'login-needed': 401,
  'option-unsuited': 400,
  'organism-unknown': 404,
  'password-shared': 403,
  'password-weak': 400,
  'reanalysis-unknown': 404,
  'request-denied': 403,
  'request-invalid': 400,
  'too-many-requests': 429,
  'verification-unknown': 404,
}

/** The API as a function from request to response; it needs no socket. */
export function apiOf(options: Omit<RouteOptions, 'pages'>): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error)
    },
  })
  app.onError((thrown, context) => {
    const error = thrown instanceof HTTPException ? unreadable(thrown) : thrown
    if (!(error instanceof AssaydError)) throw error
    if (error.code === 'too-many-requests') context.header('retry-after', '10')
    return context.json({ problem: problemOf(error) }, STATUS[error.code] ?? 409)
  })
  app.notFound((context) =>
    context.json(
      { problem: { code: 'not-found', message: 'There is nothing here.', hint: '' } },
      404,
    ),
  )
  app.use(secureHeaders(), rateLimit(options.clock), guard(options), neverKept)
  app.use(bodyLimit({ maxSize: BODY_BYTES_MAX, onError: tooLong }))
  const pages = openPages()
  for (const add of ROUTES) add(app, { ...options, pages })
  insistOnActs(app)
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'assayd', version: options.codeVersion },
  })
  return app
}

/** A route that changes something and does not say what it does would be open to everybody. */
function insistOnActs(app: OpenAPIHono<ApiEnv>): void {
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue
    const { method, path } = definition.route
    if (definition.route['x-act'] === undefined) {
      throw new TypeError(`Expected ${method} ${path} to say which act it needs.`)
    }
  }
}

/** What one person may see stays out of a cache that the next one looks into. */
const neverKept = createMiddleware(async (context, next) => {
  await next()
  context.header('cache-control', 'no-store')
})

function tooLong(): never {
  throw new AssaydError('request-invalid', `The request is longer than ${BODY_BYTES_MAX} bytes.`, {
    hint: 'No order is that long; the shapes of all requests are in /openapi.json.',
  })
}

/** What hono itself refuses: a body that is no JSON. */
function unreadable({ message, cause }: HTTPException): AssaydError {
  return new AssaydError('request-invalid', `The request cannot be read: ${message}.`, {
    hint: 'The shapes of all requests are in /openapi.json.',
    cause,
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
