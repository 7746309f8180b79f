import { createRoute, z } from '@hono/zod-openapi'

import type { PlateChange } from '../../ports/office.ts'
import { json, problem } from '../answers.ts'
import { changeSchema, jsonFromChange } from '../change-shape.ts'
import { needs } from '../needs.ts'
import { firstOf } from '../pages.ts'
import {
  jsonFromReanalysis,
  reanalysisSchema,
  scopeFromJson,
  wishSchema,
} from '../reanalysis-shape.ts'
import type { AddRoutes } from '../routes.ts'
import { pageFrom, workId } from '../scope-shape.ts'

const PATH = '/api/v1/reanalyses/{id}'

const ROUTES = {
  begin: createRoute({
    ...needs('reanalyse'),
    method: 'post',
    path: '/api/v1/reanalyses',
    summary: 'computes plates again with what is configured now',
    request: {
      body: { required: true, content: { 'application/json': { schema: wishSchema } } },
    },
    responses: {
      202: json(reanalysisSchema, 'it is begun'),
      400: problem('the wish does not fit its shape'),
      404: problem('no such plate'),
      409: problem('another one is under way'),
    },
  }),
  all: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/reanalyses',
    summary: 'the last reanalyses since the daemon started',
    responses: {
      200: json(z.object({ reanalyses: z.array(reanalysisSchema) }), 'oldest first'),
    },
  }),
  report: createRoute({
    ...needs('view'),
    method: 'get',
    path: PATH,
    summary: 'how far a reanalysis has come',
    request: { params: workId },
    responses: { 200: json(reanalysisSchema, 'so far'), 404: problem('no such reanalysis') },
  }),
  plates: createRoute({
    ...needs('view'),
    method: 'get',
    path: `${PATH}/plates`,
    summary: 'what became of its plates, a page at a time',
    request: { params: workId, query: pageFrom('the first plate') },
    responses: {
      200: json(z.object({ plates: z.array(changeSchema) }), 'in the order they were computed'),
      404: problem('no such reanalysis'),
    },
  }),
  cancel: createRoute({
    ...needs('reanalyse'),
    method: 'delete',
    path: PATH,
    summary: 'ends it after the plate under way; what is stored stays',
    request: { params: workId },
    responses: {
      200: json(reanalysisSchema, 'how far it came'),
      404: problem('no such reanalysis'),
      409: problem('it is over already'),
    },
  }),
} as const

/** Stored plates computed again: one, a range, or a whole kit lot. */
export const addReanalyses: AddRoutes = (app, { office }) => {
  app.openapi(ROUTES.begin, (context) => {
    const { dry_run: isDryRun, reason, ...scope } = context.req.valid('json')
    const deed = { who: context.get('person').user, reason }
    const report = office.reanalyse({ scope: scopeFromJson(scope), isDryRun, deed })
    return context.json(jsonFromReanalysis(report), 202)
  })
  app.openapi(ROUTES.all, (context) =>
    context.json({ reanalyses: office.reanalyses().map(jsonFromReanalysis) }, 200),
  )
  app.openapi(ROUTES.report, (context) =>
    context.json(jsonFromReanalysis(office.reanalysis(context.req.valid('param').id)), 200),
  )
  app.openapi(ROUTES.plates, (context) => {
    const { from } = context.req.valid('query')
    const changes = office.reanalysed(context.req.valid('param').id, from)
    return context.json({ plates: firstOf(changes, bytesOf).map(jsonFromChange) }, 200)
  })
  app.openapi(ROUTES.cancel, (context) =>
    context.json(jsonFromReanalysis(office.cancelReanalysis(context.req.valid('param').id)), 200),
  )
}

/** What one changed result takes, about. */
const RESULT_BYTES = 100

function bytesOf({ revision }: PlateChange): number {
  return (revision?.results.length ?? 0) * RESULT_BYTES
}
