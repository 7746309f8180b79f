import { z } from '@hono/zod-openapi'

import type { PlateChange } from '../ports/office.ts'
import { errorSchema, problemOf } from './problem.ts'

// The shapes of what changes a stored plate: snake case, null where there is nothing.

/** Why something is done: it stands in the audit trail for good. */
export const reasonSchema = z
  .string()
  .trim()
  .min(1, 'a reason is needed: it stands in the audit trail')
  .max(500)
  .openapi({ description: 'why; kept with what it changed', example: 'pipetting error' })

const text = z.string().nullable()

/** What was signed for an analysis that stands no longer. */
export const lapsedSchema = z
  .object({
    verdict: z.enum(['accepted', 'rejected']),
    version: z.int().openapi({ description: 'of the analysis that was signed' }),
    name: z.string(),
    at: z.string(),
  })
  .openapi('LapsedVerdict', { description: 'the plate is to be reviewed again' })

/** What a plate became when it was computed again. */
export const changeSchema = z
  .object({
    plate: z.string(),
    outcome: z.enum(['changed', 'unchanged', 'failed']),
    analysis_before: text,
    analysis_id: text.openapi({ description: 'null where no new version was made' }),
    inputs: z.array(z.object({ kind: z.string(), id: z.string(), before: text, after: text })),
    results: z.array(
      z.object({
        where: z.string(),
        before: z.string(),
        after: z.string(),
        relative: z.number().nullable().openapi({ description: '(after - before) / |before|' }),
      }),
    ),
    compared: z.int().openapi({ description: 'concentrations with a number before and after' }),
    median_relative: z.number().nullable(),
    worst: z.object({ where: z.string(), relative: z.number() }).nullable(),
    lapsed: lapsedSchema.nullable(),
    problem: errorSchema.nullable(),
  })
  .openapi('PlateChange')

/** A change in JSON. */
export function jsonFromChange(change: PlateChange): z.output<typeof changeSchema> {
  const { revision, error } = change
  return {
    plate: change.plate,
    outcome: change.outcome,
    analysis_before: change.before,
    analysis_id: change.after,
    inputs: revision?.inputs.map((one) => ({ ...one })) ?? [],
    results: revision?.results.map((one) => ({ ...one })) ?? [],
    compared: revision?.shift.relative.length ?? 0,
    median_relative: revision?.shift.median ?? null,
    worst: revision?.shift.worst ?? null,
    lapsed: change.lapsed,
    problem: error && problemOf(error),
  }
}
