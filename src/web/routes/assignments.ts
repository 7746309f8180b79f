import { createRoute, z } from '@hono/zod-openapi'

import { json, problem } from '../answers.ts'
import { changeSchema, jsonFromChange, reasonSchema } from '../change-shape.ts'
import { needs } from '../needs.ts'
import type { AddRoutes } from '../routes.ts'
import { sheetSchema } from '../sheet-shape.ts'

const bodySchema = z
  .strictObject({
    target: z.string().min(1).max(200).openapi({
      description: 'a plate, of which its newest read is meant, or the number of a read',
    }),
    sheet: sheetSchema.nullable().default(null),
    layout: z.string().max(200).nullable().default(null).openapi({
      description: 'instead of a sheet: the specimens are placeholders',
    }),
    force: z.boolean().default(false).openapi({ description: 'against what contradicts it' }),
    reason: reasonSchema,
  })
  .refine(({ sheet, layout }) => (sheet === null) !== (layout === null), {
    error: 'expected either a run sheet or a layout',
  })
  .openapi('AssignWish')

const answerSchema = z
  .object({
    read_id: z.int(),
    from: z.string(),
    plate: z.string(),
    from_emptied: z.boolean().openapi({
      description: 'the former plate has no read any more: its exported files hold no longer',
    }),
    against: z.array(z.string()),
    masks_carried: z.array(z.string()),
    change: changeSchema,
    from_change: changeSchema.nullable().openapi({
      description: 'the former plate, computed again from the read it has still; or null',
    }),
  })
  .openapi('AssignReport')

const ROUTE = createRoute({
  ...needs('assign'),
  method: 'post',
  path: '/api/v1/assignments',
  summary: 'gives a read to the plate that it is really of, and computes it',
  request: { body: { required: true, content: { 'application/json': { schema: bodySchema } } } },
  responses: {
    200: json(answerSchema, 'which plate has the read now, and its results'),
    400: problem('the request does not fit its shape'),
    404: problem('no such plate, read or layout'),
    409: problem('the sheet has mistakes, or something speaks against it'),
  },
})

/** Reads that people give to the plate that they are really of. */
export const addAssignments: AddRoutes = (app, { office }) => {
  app.openapi(ROUTE, async (context) => {
    const { target, sheet, layout, force: isForced, reason } = context.req.valid('json')
    const deed = { who: context.get('person').user, reason }
    const report = await office.assign({ target, sheet, layout, isForced, deed })
    const answer = {
      read_id: report.readId,
      from: report.from,
      plate: report.plate,
      from_emptied: report.isFromEmptied,
      against: [...report.against],
      masks_carried: [...report.masksCarried],
      change: jsonFromChange(report.change),
      from_change: report.fromChange && jsonFromChange(report.fromChange),
    }
    return context.json(answer, 200)
  })
}
