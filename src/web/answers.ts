import { z } from '@hono/zod-openapi'

import { errorSchema } from './problem.ts'

/** An answer that tells what is wrong. */
export const problem = (description: string) => ({
  description,
  content: { 'application/json': { schema: z.object({ problem: errorSchema }) } },
})
/** An answer of that shape. */
export const json = <Shape extends z.ZodType>(schema: Shape, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
