import { createRoute, z } from '@hono/zod-openapi'

import { json, problem } from '../answers.ts'
import { changeSchema, jsonFromChange, reasonSchema } from '../change-shape.ts'
import { needs } from '../needs.ts'
import type { AddRoutes } from '../routes.ts'

const plate = z.object({ plate: z.string().openapi({ param: { name: 'plate', in: 'path' } }) })

const bodySchema = z
  .strictObject({
    wells: z
      .array(z.string().max(4))
      .min(1)
      .max(1536)
      .openapi({ example: ['B3', 'B4'] }),
    masked: z.boolean().openapi({ description: 'false takes masks off' }),
    reason: reasonSchema,
  })
  .openapi('MaskWish')

const answerSchema = z
  .object({
    plate: z.string(),
    changed: z.array(z.string()).openapi({ description: 'wells that were not so before' }),
    masks: z.array(
      z.object({ well: z.string(), who: z.string(), reason: z.string(), at: z.string() }),
    ),
    change: changeSchema.nullable().openapi({ description: 'null where nothing was computed' }),
  })
  .openapi('MaskReport')

const ROUTE = createRoute({
  ...needs('mask'),
  method: 'post',
  path: '/api/v1/plates/{plate}/masks',
  summary: 'takes wells out of a plate, or back in, and computes it again',
  request: {
    params: plate,
    body: { required: true, content: { 'application/json': { schema: bodySchema } } },
  },
  responses: {
    200: json(answerSchema, 'what is masked now, and what became of the results'),
    400: problem('the request does not fit its shape, or the plate does not use a well'),
    404: problem('no such plate'),
    409: problem('the plate cannot be computed so'),
  },
})

/** Wells that people take out of the computation of a plate. */
export const addMasks: AddRoutes = (app, { office }) => {
  app.openapi(ROUTE, async (context) => {
    const { wells, masked, reason } = context.req.valid('json')
    const report = await office.mask({
      plate: context.req.valid('param').plate,
      wells,
      isMasked: masked,
      deed: { who: context.get('person').user, reason },
    })
    const { change, changed, masks } = report
    const answer = {
      plate: report.plate,
      changed: [...changed],
      masks: masks.map(({ well, who, reason: why, at }) => ({ well, who, reason: why, at })),
      change: change && jsonFromChange(change),
    }
    return context.json(answer, 200)
  })
}
