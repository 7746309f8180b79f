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

/** The header of bytes that are JSON. */
export const AS_JSON = { 'content-type': 'application/json' } as const

/**
 * An answer of that shape that was made elsewhere and is bytes already. The wide type of `content`
 * lets a handler give `context.body`, of which nobody checks the shape.
 */
export const jsonBytes = (
  schema: z.ZodType,
  description: string,
): Readonly<Record<'description', string>> & {
  readonly content: Readonly<Record<string, { readonly schema: z.ZodType }>>
} => ({ description, content: { 'application/json': { schema } } })
