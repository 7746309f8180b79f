import { createRoute, z } from '@hono/zod-openapi'

import { AUDIT_LIST_MAX } from '../../core/audit-list.ts'
import { json, problem } from '../answers.ts'
import { needs } from '../needs.ts'
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
    summary: 'who changed what, when and why',
    request: {
      query: z.object({
        who: z.string().optional(),
        act: z.string().optional(),
        about: z.string().optional(),
        since: day.optional(),
        until: day.optional(),
        after: z.coerce.number().int().min(0).default(0),
        newest_max: z.coerce.number().int().min(1).max(AUDIT_LIST_MAX).default(50),
      }),
    },
    responses: {
      200: json(z.object({ entries: z.array(entry) }), 'the newest that fit, oldest first'),
      400: problem('the query does not fit its shape'),
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
export const addAudit: AddRoutes = (app, { store }) => {
  app.openapi(TABLE.entries, (context) => {
    const { who, act, about, since, until, after, newest_max } = context.req.valid('query')
    const open = { who: who ?? null, act: act ?? null, about: about ?? null }
    const days = { since: since ?? null, until: until ?? null }
    const entries = store.audit({ ...open, ...days, after, newestMax: newest_max })
    return context.json({ entries: [...entries] }, 200)
  })
  app.openapi(TABLE.head, (context) => context.json(store.auditHead(), 200))
}
