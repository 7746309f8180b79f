import { createRoute, z } from '@hono/zod-openapi'

import type { AuditEntry } from '../../ports/audit.ts'
import type { SliceOf } from '../../ports/lists.ts'
import { json, problem } from '../answers.ts'
import { needs } from '../needs.ts'
import { NUMBER, olderSchema, pageWords } from '../pages.ts'
import type { AddRoutes } from '../routes.ts'

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/)

const entry = z
  .object({
    number: z.int(),
    at: z.string().openapi({ description: 'ISO 8601 with offset' }),
    who: z.string(),
    act: z.string(),
    subject: z.object({ kind: z.string(), key: z.string() }),
    reason: z.string(),
    before: z.string().openapi({ description: 'JSON' }),
    after: z.string().openapi({ description: 'JSON' }),
    digest: z.string().openapi({ description: 'SHA-256 of the rows it answers for, or empty' }),
    previous: z.string(),
    hash: z.string(),
  })
  .openapi('AuditEntry')

const TABLE = {
  entries: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/audit',
    summary: 'who changed what, when and why, the newest last',
    request: {
      query: z.object({
        who: z.string().optional(),
        act: z.string().optional(),
        about: z.string().optional(),
        since: day.optional(),
        until: day.optional(),
        after: z.coerce.number().int().min(0).default(0),
        ...pageWords(NUMBER),
      }),
    },
    responses: {
      200: json(z.object({ entries: z.array(entry), before: olderSchema }), 'a page of entries'),
      400: problem('the query does not fit its shape'),
      429: problem('too many lists are looked for'),
    },
  }),
  head: createRoute({
    ...needs('view'),
    method: 'get',
    path: '/api/v1/audit/head',
    summary: 'the end of the audit trail',
    responses: { 200: json(z.object({ number: z.int(), hash: z.string() }), 'the newest entry') },
  }),
} as const

/** The audit trail. */
export const addAudit: AddRoutes = (app, { store, pages }) => {
  app.openapi(TABLE.entries, async (context) => {
    const asked = context.req.valid('query')
    const { who = null, act = null, about = null, since = null, until = null, after } = asked
    const { signal } = context.req.raw
    const query = { who, act, about, since, until, after }
    const slice = (of: SliceOf) => store.lists.audit(query, of)
    const { rows, before } = await pages({ asked, slice, bytesOf, signal })
    return context.json({ entries: [...rows], before }, 200)
  })
  app.openapi(TABLE.head, (context) => context.json(store.auditHead(), 200))
}

function bytesOf({ before, after, reason }: AuditEntry): number {
  return before.length + after.length + reason.length
}
