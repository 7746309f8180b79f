import { createRoute, z } from '@hono/zod-openapi'

import { adjustmentFrom } from '../../core/study/adjust/said-adjustment.ts'
import type { WantedStudy } from '../../ports/studies.ts'
import { AS_JSON, jsonBytes, problem } from '../answers.ts'
import { needs } from '../needs.ts'
import type { AddRoutes } from '../routes.ts'

const yes = z
  .enum(['true', 'false'])
  .default('false')
  .transform((said) => said === 'true')

const query = z.object({
  organism: z.string().max(200).optional().openapi({ description: 'the rows of one organism' }),
  without_blocked: yes.openapi({ description: 'leave out plates with a blocking flag' }),
  accepted_only: yes.openapi({ description: 'leave out plates that no reviewer has accepted' }),
  substitute: z.enum(['lod/2', 'lod/sqrt2']).optional().openapi({
    description: 'numbers for concentrations below the range, and columns that say so',
  }),
  adjust: z.string().max(200).optional().openapi({
    description: 'bring plates to one scale in columns of their own',
    example: 'bridging-control=QC1',
  }),
  adjust_reference: z.string().max(200).optional().openapi({
    description: 'the plate the others are brought to; else the oldest',
  }),
  separator: z.enum([',', ';']).optional().openapi({ description: 'as configured if left out' }),
  decimal: z.enum(['.', ',']).optional().openapi({ description: 'as configured if left out' }),
})

const study = z
  .object({
    files: z.array(z.object({ name: z.string(), text: z.string() })),
    substitution: z.string().nullable(),
    adjustment: z.looseObject({ kind: z.string() }).nullable(),
    leftOut: z.record(z.string(), z.union([z.array(z.string()), z.int()])),
    warnings: z.array(z.string()),
  })
  .openapi('Study', { description: 'what `assayd study export` writes and prints' })

const ROUTE = createRoute({
  ...needs('view'),
  method: 'get',
  path: '/api/v1/study',
  summary: 'one row a specimen and organism over all plates, with its data dictionary',
  request: { query },
  responses: {
    200: jsonBytes(study, 'the files, and what to know of them'),
    400: problem('the query does not fit its shape, or its parts do not go together'),
    404: problem('no such organism'),
    409: problem('plates contradict one another, or cannot be adjusted; every case is listed'),
    429: problem('too many wait for one'),
  },
})

/** A study of all plates, made beside the daemon. */
export const addStudy: AddRoutes = (app, { studies }) => {
  app.openapi(ROUTE, async (context) => {
    const { signal } = context.req.raw
    const made = await studies.make(wantedFrom(context.req.valid('query')), signal)
    return context.body(made, 200, AS_JSON)
  })
}

function wantedFrom(said: z.output<typeof query>): WantedStudy {
  const { separator, decimal, adjust, adjust_reference: adjustReference } = said
  return {
    options: {
      organism: said.organism ?? null,
      isWithoutBlocked: said.without_blocked,
      isAcceptedOnly: said.accepted_only,
      substitution: said.substitute ?? null,
      adjustment: adjustmentFrom({ adjust, adjustReference }),
    },
    dialect: { separator, decimal },
  }
}
