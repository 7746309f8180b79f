import { z } from '@hono/zod-openapi'

/** A run sheet as somebody hands it in. */
export const sheetSchema = z
  .strictObject({
    file: z.string().min(1).max(255).openapi({
      description: 'what the file is called; its ending says how it is written',
      example: 'IL6-09.csv',
    }),
    text: z.string().max(60_000),
  })
  .openapi('SheetText')
