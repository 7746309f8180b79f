import { z } from '@hono/zod-openapi'

/** A mistake or a failure, as everywhere in assayd. */
export const errorSchema = z
  .object({ code: z.string(), message: z.string(), hint: z.string() })
  .openapi('Problem')

/** An error in JSON, without the bytes and the stack. */
export function problemOf({ code, message, hint }: z.output<typeof errorSchema>) {
  return { code, message, hint }
}
