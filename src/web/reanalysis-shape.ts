import { z } from '@hono/zod-openapi'

import type { ReanalysisReport, ReanalysisScope } from '../ports/office.ts'
import { reasonSchema } from './change-shape.ts'
import { errorSchema, problemOf } from './problem.ts'
import { dayOrNull, nameOrNull } from './scope-shape.ts'

const SCOPE = {
  plate: nameOrNull,
  since: dayOrNull,
  until: dayOrNull,
  kit_lot: nameOrNull,
  assay: nameOrNull,
  layout: nameOrNull,
}

/** Which plates are to be computed again; they fit everything that is given. */
export const wishSchema = z
  .strictObject({ ...SCOPE, dry_run: z.boolean().default(false), reason: reasonSchema })
  .refine(
    (wish) => [wish.plate, wish.since, wish.until, wish.kit_lot].some((one) => one !== null),
    {
      error: 'expected a plate, a first or last day, or a kit lot',
    },
  )
  .openapi('ReanalysisWish')

/** How far a reanalysis has come. */
export const reanalysisSchema = z
  .object({
    id: z.int(),
    state: z.enum(['running', 'done', 'cancelled', 'failed']),
    scope: z.object(SCOPE),
    dry_run: z.boolean(),
    who: z.string(),
    reason: z.string(),
    started_at: z.string(),
    ended_at: z.string().nullable(),
    total: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    failed: z.int(),
    lapsed: z.int().openapi({ description: 'changed plates that were signed, to review again' }),
    compared: z.int().openapi({ description: 'concentrations with a number before and after' }),
    median_relative: z.number().nullable(),
    worst: z.object({ plate: z.string(), where: z.string(), relative: z.number() }).nullable(),
    results_left_off: z.int().openapi({
      description: 'changed results that are counted and no longer in the lists of the plates',
    }),
    problem: errorSchema.nullable(),
  })
  .openapi('Reanalysis')

/** The scope as the office takes it. */
export function scopeFromJson(
  json: Omit<z.output<typeof wishSchema>, 'dry_run' | 'reason'>,
): ReanalysisScope {
  const { kit_lot: kitLot, ...rest } = json
  return { ...rest, kitLot }
}

/** A reanalysis in JSON. */
export function jsonFromReanalysis(report: ReanalysisReport): z.output<typeof reanalysisSchema> {
  const { scope, deed, error } = report
  const { kitLot, ...rest } = scope
  return {
    id: report.id,
    state: report.state,
    scope: { ...rest, kit_lot: kitLot },
    dry_run: report.isDryRun,
    ...deed,
    started_at: report.startedAt,
    ended_at: report.endedAt,
    total: report.total,
    changed: report.changed,
    unchanged: report.unchanged,
    failed: report.failed,
    lapsed: report.lapsed,
    compared: report.compared,
    median_relative: report.median,
    worst: report.worst,
    results_left_off: report.resultsLeftOff,
    problem: error && problemOf(error),
  }
}
