import { z } from '@hono/zod-openapi'

const seconds = z.number().nullable()

/** Something that is not well. */
const findingSchema = z
  .object({
    state: z.enum(['degraded', 'failed']),
    what: z.string(),
    reader: z.string().nullable(),
    message: z.string(),
    hint: z.string(),
  })
  .openapi('Finding')

const readerSchema = z.object({
  id: z.string(),
  state: z.enum(['away', 'asking', 'idle', 'reading', 'removed', 'unknown']),
  in_state_s: seconds,
  last_byte_age_s: seconds,
  last_plate_age_s: seconds,
  last_plate: z.string().nullable(),
})

const diskSchema = z.object({
  what: z.enum(['data', 'exports', 'log']),
  folder: z.string(),
  free_bytes: z.number().nullable(),
  reason: z.string(),
})

/** How the daemon is. */
export const reportSchema = z
  .object({
    state: z.enum(['ok', 'degraded', 'failed']),
    at: z.string(),
    running: z.boolean(),
    findings: z.array(findingSchema),
    readers: z.array(readerSchema),
    waiting: z
      .object({
        exports: z.number(),
        oldest_export_age_s: seconds,
        unassigned: z.number(),
        oldest_unassigned_age_s: seconds,
        captures: z.number(),
      })
      .nullable(),
    disks: z.array(diskSchema),
    database: z.object({
      state: z.enum(['writable', 'busy', 'failing', 'unasked']),
      in_state_s: z.number(),
      error: z.string(),
      bytes: z.number().nullable(),
    }),
    loop_lag_ms: seconds,
    backup: z.object({ last_good_age_s: seconds }).nullable(),
    synthetic: z.object({ age_s: z.number(), passed: z.boolean(), message: z.string() }).nullable(),
    clock: z.object({ jumped_by_s: seconds, jump_age_s: seconds, behind_stored_s: z.number() }),
  })
  .openapi('Health')
