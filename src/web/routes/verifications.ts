import { createRoute, z } from '@hono/zod-openapi'

import type { Finding } from '../../core/verify/finding.ts'
import { json, problem } from '../answers.ts'
import { needs } from '../needs.ts'
import { firstOf } from '../pages.ts'
import type { AddRoutes } from '../routes.ts'
import { pageFrom, workId } from '../scope-shape.ts'
import {
  findingSchema,
  jsonFromFinding,
  jsonFromVerification,
  verificationSchema,
  wishSchema,
} from '../verification-shape.ts'

const ALL = '/api/v1/verifications'
const ONE = `${ALL}/{id}`

const ROUTES = {
  begin: createRoute({
    ...needs('verify'),
    method: 'post',
    path: ALL,
    summary:
      'computes again what is stored, from the captured bytes, and compares; changes nothing',
    request: {
      body: { required: true, content: { 'application/json': { schema: wishSchema } } },
    },
    responses: {
      202: json(verificationSchema, 'it is begun, in a process of its own'),
      400: problem('the wish does not fit its shape'),
      404: problem('no such plate'),
      409: problem('another one is under way'),
    },
  }),
  all: createRoute({
    ...needs('view'),
    method: 'get',
    path: ALL,
    summary: 'the last verifications since the daemon started',
    responses: {
      200: json(z.object({ verifications: z.array(verificationSchema) }), 'oldest first'),
    },
  }),
  report: createRoute({
    ...needs('view'),
    method: 'get',
    path: ONE,
    summary: 'how far a verification has come',
    request: { params: workId },
    responses: { 200: json(verificationSchema, 'so far'), 404: problem('no such verification') },
  }),
  findings: createRoute({
    ...needs('view'),
    method: 'get',
    path: `${ONE}/findings`,
    summary: 'what does not agree, a page at a time',
    request: { params: workId, query: pageFrom('the first finding') },
    responses: {
      200: json(z.object({ findings: z.array(findingSchema) }), 'in the order they were found'),
      404: problem('no such verification'),
    },
  }),
  cancel: createRoute({
    ...needs('verify'),
    method: 'delete',
    path: ONE,
    summary: 'ends it',
    request: { params: workId },
    responses: {
      200: json(verificationSchema, 'how far it came'),
      404: problem('no such verification'),
      409: problem('it is over already'),
    },
  }),
} as const

/** Everything computed again, or one plate, beside the running daemon. */
export const addVerifications: AddRoutes = (app, { verifications }) => {
  app.openapi(ROUTES.begin, (context) => {
    const scope = { ...context.req.valid('json'), newestMax: null }
    const report = verifications.begin({ scope, who: context.get('person').user })
    return context.json(jsonFromVerification(report), 202)
  })
  app.openapi(ROUTES.all, (context) =>
    context.json({ verifications: verifications.reports().map(jsonFromVerification) }, 200),
  )
  app.openapi(ROUTES.report, (context) => {
    const report = verifications.report(context.req.valid('param').id)
    return context.json(jsonFromVerification(report), 200)
  })
  app.openapi(ROUTES.findings, (context) => {
    const { from } = context.req.valid('query')
    const found = verifications.findings(context.req.valid('param').id, from)
    return context.json({ findings: firstOf(found, bytesOf).map(jsonFromFinding) }, 200)
  })
  app.openapi(ROUTES.cancel, (context) => {
    const report = verifications.cancel(context.req.valid('param').id)
    return context.json(jsonFromVerification(report), 200)
  })
}

/** What one difference takes, about. */
const DIFFERENCE_BYTES = 100

function bytesOf({ message, differences }: Finding): number {
  return message.length + differences.length * DIFFERENCE_BYTES
}
