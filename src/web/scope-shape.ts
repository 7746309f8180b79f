import { z } from '@hono/zod-openapi'

/** The id of something, or nothing. */
export const nameOrNull = z.string().max(200).nullable().default(null)

/** A day on which the last read of a plate came, or nothing. */
export const dayOrNull = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'expected a day such as 2026-11-23')
  .nullable()
  .default(null)
  .openapi({ example: '2026-11-23' })

/** Long work is numbered from 1 since the daemon started. */
export const workId = z.object({
  id: z.coerce
    .number()
    .int()
    .min(1)
    .openapi({ param: { name: 'id', in: 'path' } }),
})

/** Where a page of a long list begins. */
export const pageFrom = (first: string) =>
  z.object({
    from: z.coerce
      .number()
      .int()
      .min(0)
      .default(0)
      .openapi({ param: { name: 'from', in: 'query' }, description: `${first}, from 0` }),
  })
