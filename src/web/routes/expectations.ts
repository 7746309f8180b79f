import { createRoute, z } from '@hono/zod-openapi'

import { json, problem } from '../answers.ts'
import { needs } from '../needs.ts'
import type { AddRoutes } from '../routes.ts'
import { sheetSchema } from '../sheet-shape.ts'

const reader = z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) })
const bodySchema = z.strictObject({ sheet: sheetSchema }).openapi('ExpectWish')

const answerSchema = z
  .object({
    reader: z.string(),
    plate: z.string(),
    layout: z.string(),
    kit_lot: z.string(),
    file: z.string().openapi({ description: 'where the sheet lies now' }),
  })
  .openapi('ExpectReport')

const ROUTE = createRoute({
  ...needs('expect'),
  method: 'post',
  path: '/api/v1/readers/{id}/expectation',
  summary: 'puts a run sheet where the next plate of the reader finds it',
  request: {
    params: reader,
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    200: json(answerSchema, 'which plate the reader waits for'),
    400: problem('the request does not fit its shape'),
    404: problem('no such reader'),
    409: problem('the sheet has mistakes, or the reader waits for another plate'),
  },
})

/** Run sheets for the next plate of a reader. */
export const addExpectations: AddRoutes = (app, { office }) => {
  app.openapi(ROUTE, (context) => {
    const { id: readerId } = context.req.valid('param')
    const { sheet } = context.req.valid('json')
    const deed = { who: context.get('person').user, reason: '' }
    const { kitLot, ...report } = office.expect({ readerId, sheet, deed })
    return context.json({ ...report, kit_lot: kitLot }, 200)
  })
}
